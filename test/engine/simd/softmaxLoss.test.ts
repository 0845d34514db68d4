/** The cross-entropy of a softmax, from its logits. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/index.js";
import type { Dtype } from "../../../src/engine/program/program.js";

import { type Build, builds } from "../../../src/engine/simd/kernels.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { MachineLoss } from "../../../src/engine/simd/wasm/opcodes.js";
import { benchOf } from "./machines.js";

const random = new Random(6);

/** log Σ e^(z - z_hot), where the hot one is the largest: a loss near 0 keeps its digits. */
const lossOf = (z: readonly number[], hot: number): number =>
  Math.log1p(z.reduce((sum, x, i) => (i === hot ? sum : sum + Math.exp(x - z[hot]!)), 0));

/** The loss of one row. */
function lossBy(dtype: Dtype, build: Build, z: readonly number[], hot: number): { by: number; logits: number[] } {
  const bench = benchOf(dtype, build, 3 * z.length + 1);
  const logits = bench.place(z);
  const target = bench.place(z.map((_, i) => (i === hot ? 1 : 0)));
  const p = bench.place(new Float64Array(z.length));
  const loss = bench.place([Number.NaN]);
  bench.run(Code.softmax, 1, z.length, logits.at, p.at);
  bench.run(Code.loss, MachineLoss.crossEntropyOfSoftmax, 1, z.length, target.at, p.at, logits.at, loss.at);
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
