/** Sums of products of vectors, and what goes back through a product, against plain arithmetic: bit by bit. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/index.js";
import { builds } from "../../../src/engine/simd/kernels.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { benchOf } from "./machines.js";

const random = new Random(8);
const numbers = (count: number) => Array.from({ length: count }, () => random.uniform(-1, 1));
const sizes = fc.record({ n: fc.integer({ min: 1, max: 40 }), adds: fc.boolean(), addsToOther: fc.boolean() });

describe.each(["float64", "float32"] as const)("in %s", (dtype) => {
  const rounded = dtype === "float32" ? Math.fround : (x: number) => x;

  describe.each(builds())("the %s kernels", (build) => {
    it("add two products, each rounded, to what is there or to nothing", () => {
      fc.assert(
        fc.property(sizes, ({ n, adds }) => {
          const bench = benchOf(dtype, build, 5 * n + 1);
          const vectors = Array.from({ length: 4 }, () => bench.place(numbers(n)));
          const to = bench.place(numbers(n + 1));
          const before = [...to.numbers];
          bench.run(Code.sumOfProducts, n, ...vectors.map(({ at }) => at), to.at, adds ? 1 : 0);
          const [a, b, c, d] = vectors.map((vector) => vector.numbers);
          const expected = before.map((old, i) => {
            if (i === n) return old; // what follows stays
            const first = rounded(a![i]! * b![i]!);
            return rounded((adds ? rounded(old + first) : first) + rounded(c![i]! * d![i]!));
          });
          expect([...to.numbers]).toEqual(expected);
        }),
      );
    });

    it("take an adjoint back to both factors, each set or added to", () => {
      fc.assert(
        fc.property(sizes, ({ n, adds, addsToOther }) => {
          const bench = benchOf(dtype, build, 5 * n + 2);
          const [a, b, g] = [bench.place(numbers(n)), bench.place(numbers(n)), bench.place(numbers(n))];
          const [toA, toB] = [bench.place(numbers(n + 1)), bench.place(numbers(n + 1))];
          const [oldA, oldB] = [[...toA.numbers], [...toB.numbers]];
          bench.run(Code.pullProduct, n, a.at, b.at, g.at, toA.at, adds ? 1 : 0, toB.at, addsToOther ? 1 : 0);
          const pulled = (old: readonly number[], isAdded: boolean, factor: ArrayLike<number>) =>
            old.map((x, i) => (i === n ? x : rounded((isAdded ? x : 0) + rounded(g.numbers[i]! * factor[i]!))));
          expect([...toA.numbers]).toEqual(pulled(oldA, adds, b.numbers));
          expect([...toB.numbers]).toEqual(pulled(oldB, addsToOther, a.numbers));
        }),
      );
    });
  });
});
