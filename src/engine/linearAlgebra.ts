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

/** The most that the matrix stretches a vector: its largest singular value. */
export function largestSingularValue(data: ArrayLike<number>, rows: number, columns: number): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return Number.NaN;
  return singularValues(data, rows, columns)[0] ?? 0;
}

/** Size of the largest eigenvalue of a square n×n matrix (row-major); NaN when it holds a number that is not finite. */
export function spectralRadius(data: ArrayLike<number>, n: number): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return Number.NaN;
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrixOf(data, n, n), {
    assumeSymmetric: false,
  });
  return Math.max(...realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i]!)));
}
