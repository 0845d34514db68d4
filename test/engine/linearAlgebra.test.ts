import fc from "fast-check";
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { eigenvalues } from "../../src/engine/eigenvalues.js";
import {
  DataError,
  init,
  largestSingularValue,
  Random,
  singularValues,
  spectralRadius,
} from "../../src/engine/index.js";

const shapes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer());
const normalMatrix = (rows: number, columns: number, seed: number): Float64Array =>
  init.normal(1).fill(new Random(seed), { rows, columns });
const transposed = (a: ArrayLike<number>, rows: number, columns: number): number[] =>
  Array.from({ length: rows * columns }, (_, k) => a[(k % rows) * columns + Math.floor(k / rows)]!);
const diagonal = (values: readonly number[]): number[] =>
  values.flatMap((value, i) => values.map((_, j) => (i === j ? value : 0)));
const product = (a: ArrayLike<number>, b: ArrayLike<number>, n: number): number[] =>
  Array.from({ length: n * n }, (_, k) => {
    let sum = 0;
    for (let m = 0; m < n; m++) sum += a[Math.floor(k / n) * n + m]! * b[m * n + (k % n)]!;
    return sum;
  });

function expectAll(actual: readonly number[], expected: readonly number[], bound: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(bound);
}

describe("singular values", () => {
  it("are those that ml-matrix finds", () => {
    fc.assert(
      fc.property(shapes, ([rows, columns, seed]) => {
        const a = normalMatrix(rows, columns, seed);
        const table = Matrix.from1DArray(rows, columns, [...a]);
        const expected = new SingularValueDecomposition(table, { autoTranspose: true }).diagonal;
        expectAll(singularValues(a, rows, columns), expected, 1e-12 * expected[0]!);
      }),
    );
  });

  it("are the same for the transpose, and their squares sum to the matrix's", () => {
    fc.assert(
      fc.property(shapes, ([rows, columns, seed]) => {
        const a = normalMatrix(rows, columns, seed);
        const values = singularValues(a, rows, columns);
        expectAll(singularValues(transposed(a, rows, columns), columns, rows), values, 1e-12 * values[0]!);
        const squares = values.reduce((sum, value) => sum + value * value, 0);
        expect(squares / a.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("keep the digits of small ones", () => {
    const turned = product(init.orthogonal().fill(new Random(1), { rows: 3, columns: 3 }), diagonal([1, 1e-8, 0]), 3);
    const [, small, zero] = singularValues(turned, 3, 3);
    expect(small! / 1e-8).toBeCloseTo(1, 12);
    expect(zero).toBeLessThan(1e-24);
  });
});

describe("the largest singular value", () => {
  it("is the first of all", () => {
    fc.assert(
      fc.property(shapes, ([rows, columns, seed]) => {
        const a = normalMatrix(rows, columns, seed);
        const [first] = singularValues(a, rows, columns);
        expect(largestSingularValue(a, rows, columns) / first!).toBeCloseTo(1, 12);
      }),
    );
  });

  it("is exact where the two largest nearly agree: power iteration would stop too early", () => {
    for (const gap of [1e-2, 1e-6, 1e-9, 0]) {
      const turned = product(
        init.orthogonal().fill(new Random(4), { rows: 5, columns: 5 }),
        diagonal([1 - gap, 1, 0.3, 0.2, 1 - 2 * gap]),
        5,
      );
      expect(Math.abs(largestSingularValue(turned, 5, 5) - 1)).toBeLessThan(1e-14);
    }
  });

  it("of a large Gaussian matrix over √N is near 2, and its spectral radius near 1", () => {
    const n = 120;
    const a = normalMatrix(n, n, 2).map((value) => value / Math.sqrt(n));
    expect(Math.abs(largestSingularValue(a, n, n) - 2)).toBeLessThan(0.1);
    expect(Math.abs(spectralRadius(a, n) - 1)).toBeLessThan(0.15);
  });
});

describe("the spectral radius", () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer());

  it("is that which ml-matrix finds", () => {
    fc.assert(
      fc.property(sizes, ([n, seed]) => {
        const a = normalMatrix(n, n, seed);
        const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, [...a]));
        const expected = Math.max(...realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i]!)));
        expect(spectralRadius(a, n) / expected).toBeCloseTo(1, 10);
      }),
    );
  });

  it("is at most the largest singular value, scales with the matrix and is the transpose's", () => {
    const scales = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(sizes, scales, ([n, seed], scale) => {
        const a = normalMatrix(n, n, seed);
        const radius = spectralRadius(a, n);
        expect(radius).toBeLessThanOrEqual(largestSingularValue(a, n, n) * (1 + 1e-12));
        expect(
          spectralRadius(
            a.map((value) => -scale * value),
            n,
          ) /
            (scale * radius),
        ).toBeCloseTo(1, 10);
        expect(spectralRadius(transposed(a, n, n), n) / radius).toBeCloseTo(1, 10);
      }),
    );
  });

  it("finds complex pairs, and is not misled by what is above the diagonal", () => {
    expect(spectralRadius([0.5, 10, 0, 0.5], 2)).toBe(0.5);
    expect(spectralRadius([0, 1, 0, 0], 2)).toBe(0);
    expect(spectralRadius([3, -4, 4, 3], 2)).toBeCloseTo(5, 14);
    expect(spectralRadius([-7], 1)).toBe(7);
    expect(eigenvalues(Float64Array.of(0, -1, 1, 0), 2)).toEqual([
      [0, 1],
      [0, -1],
    ]);
  });

  it("is found for permutations, where the plain shifts go round in a circle", () => {
    for (const n of [2, 3, 5, 8, 33]) {
      const cycle = Array.from({ length: n * n }, (_, k) => (k % n === (Math.floor(k / n) + 1) % n ? 1 : 0));
      expect(spectralRadius(cycle, n)).toBeCloseTo(1, 12);
    }
  });

  it("is found for small whole numbers, where other programs do not end", () => {
    const known = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1];
    expect(spectralRadius(known, 5)).toBeCloseTo((1 + Math.sqrt(5)) / 2, 12);
    const entries = fc.integer({ min: -1, max: 1 });
    const matrices = fc
      .integer({ min: 2, max: 8 })
      .chain((n) => fc.tuple(fc.constant(n), fc.array(entries, { minLength: n * n, maxLength: n * n })));
    fc.assert(
      fc.property(matrices, ([n, a]) => {
        const values = eigenvalues(Float64Array.from(a), n);
        const trace = a.reduce((sum, value, k) => sum + (k % (n + 1) === 0 ? value : 0), 0);
        expect(values.length).toBe(n);
        expect(Math.abs(values.reduce((sum, [re]) => sum + re, 0) - trace)).toBeLessThan(1e-11);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("all of them", () => {
  const radius = (a: readonly number[]): number => spectralRadius(a, 2);
  const largest = (a: readonly number[]): number => largestSingularValue(a, 2, 2);
  const first = (a: readonly number[]): number => singularValues(a, 2, 2)[0]!;

  it.each([radius, largest, first])("neither overflow nor underflow: %o", (of) => {
    for (const scale of [1e-300, 1e-160, 1e160, 1e300]) expect(of([2 * scale, 0, 0, scale]) / scale).toBeCloseTo(2, 12);
    expect(of([0, 0, 0, 0])).toBe(0);
  });

  it.each([radius, largest, first])("are NaN where a number is not finite: %o", (of) => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(of([1, 0, value, 1])).toBeNaN();
  });

  it.each([radius, largest, first])("refuse a list of the wrong length: %o", (of) => {
    expect(() => of([1, 2, 3])).toThrow(new DataError("a 2×2 matrix has 4 numbers, found 3"));
  });
});
