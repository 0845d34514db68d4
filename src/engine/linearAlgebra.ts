import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import { DataError } from "./errors.js";

/**
 * Singular values of a rows×columns matrix (row-major), largest first: how much it stretches along each of its axes.
 * All NaN when a number is not finite.
 * @throws DataError when there are not rows×columns numbers
 */
export function singularValues(data: ArrayLike<number>, rows: number, columns: number): number[] {
  const { scaled, scale } = prepare(data, rows, columns);
  if (Number.isNaN(scale)) return new Array<number>(Math.min(rows, columns)).fill(Number.NaN);
  const options = { autoTranspose: true, computeLeftSingularVectors: false, computeRightSingularVectors: false };
  const { diagonal } = new SingularValueDecomposition(Matrix.from1DArray(rows, columns, scaled), options);
  return diagonal.map((value) => value * scale);
}

/** Relative change of the estimate at which the power iteration ends. */
const CONVERGED = 1e-13;
const MOST_ITERATIONS = 300;

/**
 * The most that a rows×columns matrix (row-major) stretches a vector: its largest singular value, by power iteration on
 * AᵀA; by the whole decomposition where the two largest lie too near each other for that. NaN when a number is not finite.
 * @throws DataError when there are not rows×columns numbers
 */
export function largestSingularValue(data: ArrayLike<number>, rows: number, columns: number): number {
  const { scaled, scale } = prepare(data, rows, columns);
  if (Number.isNaN(scale)) return Number.NaN;
  let v = Float64Array.from({ length: columns }, (_, j) => Math.cos(j + 1)); // a share of every direction
  let before = 0;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const length = Math.hypot(...v);
    if (length === 0) break;
    const u = times(scaled, rows, columns, 1, columns, v, 1 / length);
    const stretch = Math.hypot(...u);
    if (Math.abs(stretch - before) <= CONVERGED * stretch) return stretch * scale;
    before = stretch;
    v = times(scaled, columns, rows, columns, 1, u, 1);
  }
  return singularValues(data, rows, columns)[0] ?? 0;
}

/** factor · A v, or Aᵀ v, by the strides along a row of the result's matrix and from one row to the next. */
function times(
  a: Float64Array,
  rows: number,
  columns: number,
  along: number,
  down: number,
  v: Float64Array,
  factor: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += a[i * down + j * along]! * v[j]!;
    out[i] = sum * factor;
  }
  return out;
}

/**
 * Size of the largest eigenvalue of a square n×n matrix (row-major); NaN when it holds a number that is not finite.
 * @throws DataError when there are not n×n numbers
 */
export function spectralRadius(data: ArrayLike<number>, n: number): number {
  const { scaled, scale } = prepare(data, n, n);
  if (Number.isNaN(scale)) return Number.NaN;
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, scaled), {
    assumeSymmetric: false,
  });
  return Math.max(...realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i]!))) * scale;
}

/** The matrix divided by its largest number, so that no square overflows or underflows; the scale is NaN when one is not finite. */
function prepare(data: ArrayLike<number>, rows: number, columns: number): { scaled: Float64Array; scale: number } {
  if (data.length !== rows * columns)
    throw new DataError(`a ${rows}×${columns} matrix has ${rows * columns} numbers, found ${data.length}`);
  const scaled = Float64Array.from(data);
  const largest = scaled.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!scaled.every(Number.isFinite)) return { scaled, scale: Number.NaN };
  return { scaled: largest === 0 ? scaled : scaled.map((value) => value / largest), scale: largest };
}
