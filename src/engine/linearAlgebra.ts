import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";

const matrixOf = (data: ArrayLike<number>, rows: number, columns: number): Matrix =>
  Matrix.from1DArray(rows, columns, Array.from(data));

/** Singular values of a rows×columns matrix (row-major), largest first. */
export function singularValues(data: ArrayLike<number>, rows: number, columns: number): number[] {
  return new SingularValueDecomposition(matrixOf(data, rows, columns), {
    autoTranspose: true,
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  }).diagonal;
}

const CONVERGED = 1e-11;
const MOST_ITERATIONS = 300;

/**
 * The most that the matrix stretches a vector: its largest singular value, by power iteration on AᵀA; where the two
 * largest lie too near each other for that, by a whole decomposition. NaN when it holds a number that is not finite.
 */
export function largestSingularValue(data: ArrayLike<number>, rows: number, columns: number): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return Number.NaN;
  let v = Float64Array.from({ length: columns }, (_, j) => Math.cos(j + 1)); // any start with a share of every direction
  let before = 0;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const length = Math.hypot(...v);
    if (length === 0) return 0;
    const u = multiply(
      data,
      rows,
      columns,
      v.map((x) => x / length),
    );
    const stretch = Math.hypot(...u);
    if (Math.abs(stretch - before) <= CONVERGED * stretch) return stretch;
    before = stretch;
    v = multiplyTransposed(data, rows, columns, u);
  }
  return singularValues(data, rows, columns)[0] ?? 0;
}

function multiply(data: ArrayLike<number>, rows: number, columns: number, v: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[i] = out[i]! + data[i * columns + j]! * v[j]!;
  return out;
}

function multiplyTransposed(
  data: ArrayLike<number>,
  rows: number,
  columns: number,
  u: Float64Array,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j] = out[j]! + data[i * columns + j]! * u[i]!;
  return out;
}

/** Size of the largest eigenvalue of a square n×n matrix (row-major); NaN when it holds a number that is not finite. */
export function spectralRadius(data: ArrayLike<number>, n: number): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return Number.NaN;
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrixOf(data, n, n), {
    assumeSymmetric: false,
  });
  return Math.max(...realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i]!)));
}
