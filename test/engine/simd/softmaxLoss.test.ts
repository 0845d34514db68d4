/** A softmax and its cross-entropy in one instruction: the same bits as from two, where both are of the same rows. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Definition, Random } from "../../../src/engine/index.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { groupsOf } from "../../../src/engine/simd/groups.js";
import { type Build, builds } from "../../../src/engine/simd/kernels.js";
import { lossesAtSoftmaxes } from "../../../src/engine/simd/pairs.js";
import { planOf } from "../../../src/engine/simd/plan.js";
import { withSumsAsTerms } from "../../../src/engine/simd/sums.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { MachineLoss } from "../../../src/engine/simd/wasm/opcodes.js";
import { holds } from "../../support/property.js";
import { differences } from "./backends.js";
import { batchFor } from "./batches.js";
import { benchOf } from "./machines.js";

interface Rows {
  readonly rows: number;
  readonly n: number;
  /** Of the logits: large ones make rows that are sure of themselves. */
  readonly scale: number;
  readonly targets: "one-hot" | "soft" | "none";
  /** Numbers that stand among the logits. */
  readonly special: readonly number[];
}

const rowsOfNumbers: fc.Arbitrary<Rows> = fc.record({
  rows: fc.integer({ min: 1, max: 30 }),
  n: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 300 })),
  scale: fc.constantFrom(1, 5, 40, 1000),
  targets: fc.constantFrom("one-hot", "soft", "none"),
  special: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    fc.array(fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1e30), { maxLength: 3 }),
  ),
});

const random = new Random(6);

function targetOf({ n, targets }: Rows): number[] {
  const hot = Math.floor(random.uniform(0, n));
  if (targets === "soft") return Array.from({ length: n }, () => random.uniform(0, 1) / n);
  return Array.from({ length: n }, (_, i) => (targets === "one-hot" && i === hot ? 1 : 0));
}

/** Probabilities and losses by two instructions and by one. */
function made(dtype: Dtype, build: Build, shape: Rows) {
  const { rows, n, scale, special } = shape;
  const bench = benchOf(dtype, build, 4 * rows * n + 2 * rows);
  const logits = bench.place(Array.from({ length: rows * n }, () => random.uniform(-scale, scale)));
  for (const x of special) logits.numbers[Math.floor(random.uniform(0, rows * n))] = x;
  const target = bench.place(Array.from({ length: rows }, () => targetOf(shape)).flat());
  const ways = [0, 1].map(
    () => [bench.place(new Float64Array(rows * n)), bench.place(new Float64Array(rows))] as const,
  );
  const [[p, E], [q, D]] = ways as [(typeof ways)[0], (typeof ways)[0]];
  bench.run(Code.softmax, rows, n, logits.at, p.at);
  bench.run(Code.loss, MachineLoss.crossEntropyOfSoftmax, rows, n, target.at, p.at, logits.at, E.at);
  bench.run(Code.softmaxCrossEntropy, rows, n, target.at, q.at, logits.at, D.at);
  return { byTwo: [[...p.numbers], [...E.numbers]], byOne: [[...q.numbers], [...D.numbers]] };
}

describe.each(["float64", "float32"] as const)("in %s", (dtype) => {
  it.each(builds())("one instruction of the %s kernels has the bits of two", (build) => {
    holds(
      fc.property(rowsOfNumbers, (shape) => {
        const { byOne, byTwo } = made(dtype, build, shape);
        expect(byOne).toEqual(byTwo);
      }),
      80,
    );
  });
});

/** log Σ e^(z - z_hot), where the hot one is the largest: a loss near 0 keeps its digits. */
const lossOf = (z: readonly number[], hot: number): number =>
  Math.log1p(z.reduce((sum, x, i) => (i === hot ? sum : sum + Math.exp(x - z[hot]!)), 0));

/** The loss of one row, by the instruction for both. */
function lossBy(dtype: Dtype, build: Build, z: readonly number[], hot: number): { by: number; logits: number[] } {
  const bench = benchOf(dtype, build, 3 * z.length + 1);
  const logits = bench.place(z);
  const target = bench.place(z.map((_, i) => (i === hot ? 1 : 0)));
  const p = bench.place(new Float64Array(z.length));
  const loss = bench.place([Number.NaN]);
  bench.run(Code.softmaxCrossEntropy, 1, z.length, target.at, p.at, logits.at, loss.at);
  return { by: loss.numbers[0]!, logits: [...logits.numbers] };
}

/** log Σ e^z and z are about 12 and are subtracted in float64, whose last digit is there worth 1.8e-15. */
const ROUNDING = 8e-15;

/** Relative errors as everywhere between the backends; of a float32's sums too, where the loss is about 0.1. */
describe.each([
  ["float64", 1e-12],
  ["float32", 1e-5],
] as const)("a loss in %s", (dtype, tolerance) => {
  describe.each(builds())("by the %s kernels", (build) => {
    it("keeps its digits where it is near 0", () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 20 }), fc.double({ min: 3, max: 12, noNaN: true }), (n, lead) => {
          const hot = Math.floor(random.uniform(0, n));
          const z = Array.from({ length: n }, (_, i) => (i === hot ? lead : random.uniform(-1, 0)));
          const { by, logits } = lossBy(dtype, build, z, hot);
          const exact = lossOf(logits, hot);
          expect(Math.abs(by - exact)).toBeLessThan(tolerance * exact + ROUNDING);
        }),
      );
    });

    it("is 0 where the largest is far above all others, wherever it stands", () => {
      for (let n = 2; n < 20; n++)
        for (let hot = 0; hot < n; hot++) {
          const z = Array.from({ length: n }, (_, i) => (i === hot ? 1000 : -1000));
          expect(lossBy(dtype, build, z, hot).by).toBe(0);
        }
    });

    it("is not touched by what is impossible and not asked for", () => {
      for (let n = 2; n < 10; n++)
        for (let hot = 0; hot < n; hot++) {
          const z = Array.from({ length: n }, (_, i) => (i === hot ? 0 : i % 2 === hot % 2 ? -1 : -Infinity));
          const exact = lossOf(z, hot);
          expect(Math.abs(lossBy(dtype, build, z, hot).by - exact)).toBeLessThanOrEqual(tolerance * exact);
        }
    });
  });
});

/** Kinds of what goes together with a softmax at each place of the forward pass, for a network of these equations. */
function softmaxesOf(equations: readonly string[], sizes: Record<string, number>): string[] {
  const definition = new Definition(equations.join("\n"));
  const model = definition.build(sizes, { seed: 2 });
  expect(differences(model, batchFor(definition, sizes, 4, 3))).toEqual([]);
  const operations = withSumsAsTerms(model.newExecution(4, 3).program.forward);
  return lossesAtSoftmaxes(planOf(operations, 3).flatMap(({ runs }) => groupsOf(runs)))
    .map((group) => group.map(({ operation }) => operation.kind).join(" "))
    .filter((kinds) => /softmax/i.test(kinds));
}

const TOGETHER = "softmax crossEntropyOfSoftmax";

describe("a softmax", () => {
  const state = "s[t] = tanh(U x[t] + W s[t-1] + b)";

  it("takes its cross-entropy along", () => {
    const output = ["y[t] = softmax(V s[t] + c)", "E[t] = crossEntropy(target[t], y[t])"];
    expect(softmaxesOf([state, ...output], { x: 3, s: 4, y: 2 })).toEqual([TOGETHER]);
  });

  it("takes one of two cross-entropies along", () => {
    const output = [
      "y[t] = softmax(V s[t] + c)",
      "E[t] = crossEntropy(target[t], y[t]) + crossEntropy(other[t], y[t])",
    ];
    expect(softmaxesOf([state, ...output], { x: 3, s: 4, y: 2 })).toEqual([TOGETHER, "crossEntropyOfSoftmax"]);
  });

  it("in a recurrence stands alone when the loss waits for all time steps", () => {
    const equations = [
      "y[t] = softmax(V s[t-1] + c)",
      "s[t] = tanh(U x[t] + P y[t] + b)",
      "E[t] = crossEntropy(target[t], y[t])",
    ];
    expect(new Set(softmaxesOf(equations, { x: 3, s: 4, y: 2 }))).toEqual(
      new Set(["softmax", "crossEntropyOfSoftmax"]),
    );
  });

  it("stands alone when the target is made after it", () => {
    const output = ["y[t] = softmax(V s[t] + c)", "q[t] = sigmoid(Q y[t])", "E[t] = crossEntropy(q[t], y[t])"];
    expect(softmaxesOf([state, ...output], { x: 3, s: 4, y: 2, q: 2 })).toEqual(["softmax", "crossEntropyOfSoftmax"]);
  });
});
