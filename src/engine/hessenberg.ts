/**
 * The reflection that takes `x` onto the first axis (Householder). No square of its numbers may overflow.
 * @returns the unit vector v of I - 2vvᵀ, or undefined when there is nothing to reflect
 */
export function householder(x: Float64Array): Float64Array | undefined {
  let tail = 0;
  for (let i = 1; i < x.length; i++) tail += x[i]! * x[i]!;
  if (tail === 0) return undefined;
  const first = x[0]! + (x[0]! < 0 ? -1 : 1) * Math.sqrt(x[0]! * x[0]! + tail);
  const length = Math.sqrt(first * first + tail);
  const v = new Float64Array(x.length);
  v[0] = first / length;
  for (let i = 1; i < x.length; i++) v[i] = x[i]! / length;
  return v;
}

/** Rows `top`… of columns `from` to `to` (included), times I - 2vvᵀ from the left; in place. */
export function reflectRows(h: Float64Array, n: number, v: Float64Array, top: number, from: number, to: number): void {
  for (let j = from; j <= to; j++) {
    let dot = 0;
    for (let i = 0; i < v.length; i++) dot += v[i]! * h[(top + i) * n + j]!;
    for (let i = 0; i < v.length; i++) h[(top + i) * n + j] = h[(top + i) * n + j]! - 2 * dot * v[i]!;
  }
}

/** Columns `left`… of rows `from` to `to` (included), times I - 2vvᵀ from the right; in place. */
export function reflectColumns(
  h: Float64Array,
  n: number,
  v: Float64Array,
  left: number,
  from: number,
  to: number,
): void {
  for (let i = from; i <= to; i++) {
    let dot = 0;
    for (let j = 0; j < v.length; j++) dot += v[j]! * h[i * n + left + j]!;
    for (let j = 0; j < v.length; j++) h[i * n + left + j] = h[i * n + left + j]! - 2 * dot * v[j]!;
  }
}

/**
 * A matrix with the same eigenvalues and zeros below its first subdiagonal; a symmetric one becomes tridiagonal
 * (Golub & Van Loan, Matrix Computations, algorithm 7.4.2).
 * @param matrix n×n, row-major; left as it is
 */
export function hessenberg(matrix: Float64Array, n: number): Float64Array {
  const h = Float64Array.from(matrix);
  for (let k = 0; k + 2 < n; k++) {
    const v = householder(Float64Array.from({ length: n - k - 1 }, (_, i) => h[(k + 1 + i) * n + k]!));
    if (!v) continue;
    reflectRows(h, n, v, k + 1, k, n - 1);
    reflectColumns(h, n, v, k + 1, 0, n - 1);
  }
  return h;
}
