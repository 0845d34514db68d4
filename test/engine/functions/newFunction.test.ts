/** A function is added to a copy of the sources as docs/contributing.md tells, and everything knows it. */
import { readFileSync } from "node:fs";
import katex from "katex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Batch, Model, Trace } from "../../../src/engine/index.js";
import { compared, executionOn } from "../simd/backends.js";
import { type CopiedEngine, CopiedSources } from "./copiedSources.js";

/** Compilers take as long as they take. */
const NO_LIMIT = 0;
/** The end of a table of functions. */
const END = "} as const satisfies";

const contributing = readFileSync(new URL("../../../docs/contributing.md", import.meta.url), "utf8");
/** The row that docs/contributing.md shows. */
const ROW = /```ts\n([\s\S]*?)```/.exec(contributing)![1]!;

/** Its slope is written by the sign of its argument, and at 0 it is not ReLU's. */
const MAGNITUDE = `  magnitude: {
    kind: "elementwise",
    arguments: one,
    value: Math.abs,
    slope: fromArgument(
      (x) => (x > 0 ? 1 : -1),
      ({ number, sum, times, positive }, x) => sum([times(number(2), positive(x)), number(-1)]),
    ),
    steepest: 1,
    kinks: [0],
    tex: "\\\\operatorname{abs}",
    doc: "x without its sign",
    kernel: "reference",
  },
`;

const NETWORK = `
  s[t] = softsign(U x[t] + W s[t-1] + b)
  E[t] = halfSquaredError(target[t], s[t])`;
const X = [
  [0.4, -0.7],
  [-0.2, 0.9],
  [0.8, 0.3],
];
const TARGET = [
  [0.1, -0.5, 0.3],
  [0.7, 0.2, -0.9],
  [-0.4, 0.6, 0.5],
];
const BATCH: Batch = { x: X, target: TARGET };

let sources: CopiedSources;
let engine: CopiedEngine;
let model: Model;
let trace: Trace;

beforeAll(async () => {
  sources = new CopiedSources();
  sources.insert("functions/elementwise.ts", END, ROW + MAGNITUDE);
  engine = await sources.engine();
  model = new engine.Definition(NETWORK).build({ x: 2, s: 3 }, { seed: 4 });
  trace = engine.backward(model, BATCH);
}, NO_LIMIT);

afterAll(() => sources.remove());

/** The same network in plain loops. */
function byHand(): { readonly loss: number; readonly gradient: number[][]; readonly states: number[][] } {
  const parameter = (name: string): number[][] => model.parameters[name]!.toArray() as number[][];
  const [U, W, b] = [parameter("U"), parameter("W"), parameter("b") as unknown as number[]];
  const dot = (row: readonly number[], v: readonly number[]): number => row.reduce((sum, w, i) => sum + w * v[i]!, 0);
  const states: number[][] = [[0, 0, 0]];
  const slopes: number[][] = [];
  for (const x of X) {
    const a = b.map((bias, i) => dot(U[i]!, x) + dot(W[i]!, states.at(-1)!) + bias);
    states.push(a.map((z) => z / (1 + Math.abs(z))));
    slopes.push(a.map((z) => 1 / (1 + Math.abs(z)) ** 2));
  }
  let loss = 0;
  let [δ, gradient] = [[0, 0, 0], W.map((row) => row.map(() => 0))];
  for (let t = X.length; t >= 1; t--) {
    const error = states[t]!.map((s, i) => s - TARGET[t - 1]![i]!);
    loss += error.reduce((sum, e) => sum + 0.5 * e * e, 0);
    const next = δ;
    δ = error.map((e, i) => slopes[t - 1]![i]! * (e + W.reduce((sum, row, k) => sum + row[i]! * next[k]!, 0)));
    gradient = gradient.map((row, i) => row.map((g, j) => g + δ[i]! * states[t - 1]![j]!));
  }
  return { loss, gradient, states: states.slice(1) };
}

const expectNear = (actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void =>
  expected.forEach((row, i) => {
    row.forEach((x, j) => {
      expect(Math.abs(actual[i]![j]! - x)).toBeLessThan(1e-14);
    });
  });

describe("softsign, one row more", () => {
  it("compiles", () => expect(sources.typeErrors()).toBe(""), NO_LIMIT);

  it("has the right values, loss and gradient", () => {
    const { loss, gradient, states } = byHand();
    expect(trace.loss).toBeCloseTo(loss, 14);
    expectNear(
      states.map((_, t) => [...trace.value("s", t + 1).data]),
      states,
    );
    expectNear(trace.gradient("W").toArray() as number[][], gradient);
  });

  it.each([
    ["one sequence", BATCH],
    ["a batch", { x: [X, [...X].reverse()], target: [TARGET, TARGET] }],
  ])("is the same on both backends, for %s", (_, batch: Batch) => {
    const [expected, actual] = [engine.referenceBackend, engine.simdBackend].map((b) => executionOn(b, model, batch));
    expect(expected!.adjoints.some((x) => x !== 0)).toBe(true);
    expect(compared(expected!, actual!)).toEqual([]);
  });

  it("agrees with central differences", () => {
    expect(engine.gradientCheck(model, BATCH).largest).toBeLessThan(1e-7);
  });

  it("has a derivation that is typeset and holds line by line", () => {
    const derived = new engine.Derivation(model, null, trace);
    expect(derived.largestDifference).toBeLessThan(1e-12);
    const delta = derived.lines.find(({ text }) => text.startsWith("δs[t]"))!;
    expect(delta.text).toContain("(1 + relu(U x[t] + W s[t-1] + b) + relu(-(U x[t] + W s[t-1] + b))) .^ 2");
    for (const { left, right } of derived.lines) {
      const tex = `${left.tex} = ${right.map((token) => token.tex).join("")}`;
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: "error" }), tex).not.toThrow();
    }
    const [statement] = model.definition.checked.statements;
    const typeset = engine.texOf(statement!).map(({ tex }) => tex);
    expect(typeset.join("")).toContain("\\operatorname{softsign}\\left(");
  });

  it.each([
    ["magnitude", false],
    ["relu", true],
  ])("what %s is at 0 is told of ReLU alone", (name, isTold) => {
    const network = new engine.Definition(`s[t] = ${name}(U x[t])\nE[t] = halfSquaredError(target[t], s[t])`);
    const built = network.build({ x: 2, s: 3 }, { seed: 4 });
    const derived = new engine.Derivation(built, null, engine.backward(built, BATCH));
    expect(derived.text).toContain("> 0]");
    expect(derived.largestDifference).toBeLessThan(1e-12);
    expect(derived.lines.some(({ notes }) => notes.includes("relu"))).toBe(isTold);
  });

  it("is checked by hand: the right slope passes, a wrong one does not", () => {
    const claims = (slope: string): string => `
      a[t] = U x[t] + W s[t-1] + b
      δ[t] = ${slope} .* (s[t] - target[t] + W' δ[t+1])
      dE_dW[t] = δ[t] s[t-1]'`;
    expect(engine.checkByHand(trace, claims("(1 + relu(a[t]) + relu(-a[t])) .^ (-2)")).passed).toBe(true);
    expect(engine.checkByHand(trace, claims("(1 + relu(a[t]) + relu(-a[t])) .^ (-1)")).passed).toBe(false);
    const forward = claims("(1 + relu(a[t]) + relu(-a[t])) .^ (-2)").replaceAll("s[t] -", "softsign(a[t]) -");
    expect(engine.checkByHand(trace, forward).passed).toBe(true);
  });

  it("bounds the recurrence by its steepest slope", () => {
    expect(engine.simpleRecurrence(model, "s")).toMatchObject({ matrix: "W", steepest: 1 });
  });

  it("has paths that sum to the gradient", () => {
    const { sum, count } = engine.findPaths(trace, "E", "W");
    expect(count).toBeGreaterThan(1n);
    expectNear(sum.toArray() as number[][], byHand().gradient);
  });
});

describe("what a row lacks is named by the compiler", () => {
  const LACKING = {
    "functions/elementwise.ts": `
  noSlope: { kind: "elementwise", arguments: one, value: Math.abs, tex: "n", doc: "n", kernel: "reference" },
  noKernel: {
    kind: "elementwise", arguments: one, value: Math.abs, slope: fromArgument((x) => x, (_, x) => x), tex: "n", doc: "n",
    kernel: "simd",
  },
`,
    "functions/vectors.ts": `
  noRule: { kind: "reduction", arguments: one, tex: "n", doc: "n", kernel: "reference" },
`,
    "functions/losses.ts": `
  noLossRule: { kind: "loss", arguments: two, target: "numbers", tex: "n", doc: "n", kernel: "reference" },
`,
  };
  let errors = "";

  beforeAll(() => {
    for (const [file, rows] of Object.entries(LACKING)) sources.insert(file, END, rows);
    errors = sources.typeErrors();
  }, NO_LIMIT);

  it.each([
    ["a slope", "functions/elementwise.ts", "noSlope|slope"],
    ["the machine's function", "simd/instructions.ts", "noKernel"],
    ["a reduction's rule", "program/rules.ts", "noRule"],
    ["a reduction's instruction", "simd/instructions.ts", "noRule"],
    ["a reduction's value in a derivation", "derivation/evaluate.ts", "noRule"],
    ["a reduction's derivative, backward", "derivation/pullback.ts", "noRule"],
    ["a reduction's derivative, forward", "derivation/pushforward.ts", "noRule"],
    ["a loss's rule", "program/rules.ts", "noLossRule"],
    ["a loss's instruction", "simd/instructions.ts", "noLossRule"],
    ["a loss's value in a derivation", "derivation/evaluate.ts", "noLossRule"],
    ["a loss's derivative", "derivation/pullback.ts", "noLossRule"],
  ])("%s, in %s", (_, file, what) => {
    const found = errors.split(/\n(?=\S)/).filter((error) => error.startsWith(`src/engine/${file}`));
    expect(found.join("\n")).toMatch(new RegExp(what));
  });
});
