/** The proof of plans: right ones pass, and a plan in which one word of one instruction is changed does not. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Definition, type Dtype, type Sizes } from "../../../../src/engine/index.js";
import { type Compiled, compiled } from "../../../../src/engine/simd/compiled.js";
import type { Code } from "../../../../src/engine/simd/tape.js";
import type { Pass } from "../../../../src/engine/simd/tapeWriter.js";
import { cells } from "../../../../src/lab/cells.js";
import { randomNetwork } from "../../randomNetwork.js";
import { instructionsOf } from "../instructions.js";
import { faultsOf } from "./planFaults.js";

const planOf = (text: string, sizes: Sizes, T: number, B: number, threads = 1, dtype: Dtype = "float64"): Compiled =>
  compiled(new Definition(text).build(sizes, { dtype }).program(T, B), threads);

const OUTPUT = "E[t] = squaredError(target[t], s[t])";
const textOf = ({ equations }: Definition): string => equations.join("\n");

/** Of each instruction, the words that are addresses (A) or flags (F); others are sizes, strides and numbers of functions. */
const WORDS: Partial<Record<keyof typeof Code, string>> = {
  zero: "A.",
  gemm: "...A..A.A.F",
  transpose: "..AA",
  map: "..AA",
  pull: "...AAAF", // the slopes of tanh and sigmoid are told from the result: the argument is not read
  combine: "...A..A..AF",
  copyRows: "..A.A.",
  addRows: "..A.A.",
  sumOfProducts: ".AAAAAF",
  pullProduct: ".AAAAFAF",
  pullSoftmax: "..AAA",
};
interface Change {
  readonly pass: "forward" | "backward";
  readonly stretch: number;
  readonly word: number;
  readonly what: string;
  readonly to: (word: number) => number;
}

/** Every change of one word: an address moved by one number, or a flag turned. */
function changesOf({ alone, program }: Compiled): Change[] {
  const bytes = program.dtype === "float32" ? 4 : 8;
  return (["forward", "backward"] as const).flatMap((pass) =>
    alone[pass].flatMap(([tape], stretch) => {
      if (!(tape instanceof Int32Array)) return [];
      const changes: Change[] = [];
      for (const { name, at } of instructionsOf(tape))
        [...(WORDS[name] ?? "")].forEach((kind, i) => {
          const what = `${pass} ${name} word ${i + 1}`;
          const word = at + 1 + i;
          if (kind === "A") changes.push({ pass, stretch, word, what, to: (address) => address + bytes });
          if (kind === "F") changes.push({ pass, stretch, word, what, to: (flag) => 1 - flag });
        });
      return changes;
    }),
  );
}

function changed(plan: Compiled, { pass, stretch, word, to }: Change): Compiled {
  const passes: Pass = plan.alone[pass].map((steps, i) =>
    i !== stretch ? steps : steps.map((tape) => (tape instanceof Int32Array ? withWord(tape, word, to) : tape)),
  );
  return { ...plan, alone: { ...plan.alone, [pass]: passes } };
}

function withWord(tape: Int32Array, word: number, to: (word: number) => number): Int32Array {
  const copy = tape.slice();
  copy[word] = to(copy[word]!);
  return copy;
}

describe("a plan", () => {
  it.each([
    ["elman", { x: 3, s: 4, y: 2 }],
    ["lstm", { x: 3, h: 4, y: 2 }],
    ["gru", { x: 3, h: 4, y: 2 }],
    ["bidirectional", { x: 3, f: 4, r: 2, y: 2 }],
    ["manyToOne", { x: 3, s: 4, y: 2 }],
    ["feedForward", { x: 3, a: 4, y: 2 }],
  ] as const)("of %s is right, for one thread and for two", (name, sizes) => {
    for (const [T, B] of [
      [1, 1],
      [5, 1],
      [3, 9],
    ] as const)
      for (const dtype of ["float64", "float32"] as const)
        expect(faultsOf(planOf(textOf(cells[name]), sizes, T, B, 2, dtype)), `${T} ${B} ${dtype}`).toEqual([]);
  });

  it("is right for random networks", () => {
    fc.assert(
      fc.property(randomNetwork, fc.constantFrom(1, 2, 9), ({ text, sizes, T }, B) => {
        expect(faultsOf(planOf(text, sizes, T, B)), text).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["elman", textOf(cells.elman), { x: 3, s: 4, y: 2 }],
    [
      "a gated state",
      `z[t] = sigmoid(P x[t] + Q s[t-1])\ns[t] = z[t] .* s[t-1] + (1 - z[t]) .* tanh(U x[t])\n${OUTPUT}`,
      { x: 3, s: 4 },
    ],
    ["a concat", `s[t] = tanh(W concat(x[t], s[t-1]))\n${OUTPUT}`, { x: 3, s: 4 }],
  ] as const)("of %s in which one word is changed is wrong", (_name, text, sizes) => {
    const plan = planOf(text, sizes as Sizes, 3, 1);
    const changes = changesOf(plan);
    const unseen = changes.filter((change) => faultsOf(changed(plan, change)).length === 0);
    expect(changes.length).toBeGreaterThan(60);
    expect(unseen.map(({ what }) => what)).toEqual([]);
  });

  it("whose factors overlap in time must not go back to both at once", () => {
    const text = "q[t] = tanh(U x[t] + W q[t-1])\ny[t] = q[t] .* q[t+1]\nE[t] = squaredError(target[t], y[t])";
    const plan = planOf(text, { x: 2, q: 3 }, 4, 1);
    expect(faultsOf(plan)).toEqual([]);
    const tapes = plan.alone.backward.flatMap(([tape]) => (tape instanceof Int32Array ? [tape] : []));
    expect(tapes.flatMap(instructionsOf).some(({ name }) => name === "pullProduct")).toBe(false);
  });
});
