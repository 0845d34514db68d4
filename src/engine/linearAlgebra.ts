import { wholeNumber } from "./checkedNumbers.js";
import { norm } from "./clipping.js";
import { eigenvalues } from "./eigenvalues.js";
import { DataError } from "./errors.js";
import { hessenberg } from "./hessenberg.js";
import { isListLike, shown } from "./shown.js";

/** Rounds over all pairs of columns; six to ten are usual. */
const MOST_SWEEPS = 60;

/**
 * Singular values of a rows×columns matrix (row-major), largest first: how much it stretches along each of its axes. By
 * one-sided Jacobi rotations (Hestenes 1958), which keep the digits of the small ones too. All NaN when a number is not finite.
 * @throws DataError when there are not rows×columns numbers
 */
export function singularValues(data: ArrayLike<number>, rows: number, columns: number): number[] {
  const { scaled, scale } = prepare(data, rows, columns);
  const count = Math.min(rows, columns);
  if (Number.isNaN(scale)) return new Array<number>(count).fill(Number.NaN);
  const vectors = Array.from({ length: count }, (_, k) =>
    rows <= columns
      ? scaled.slice(k * columns, (k + 1) * columns)
      : Float64Array.from({ length: rows }, (_, i) => scaled[i * columns + k]!),
  );
  for (let sweep = 0; sweep < MOST_SWEEPS && orthogonalise(vectors); sweep++);
  return vectors.map((v) => norm(v) * scale).sort((a, b) => b - a);
}

/** One sweep: turns each pair of vectors in its plane until they are at right angles. @returns false when all were */
function orthogonalise(vectors: readonly Float64Array[]): boolean {
  const squares = Float64Array.from(vectors, (v) => dot(v, v));
  let turned = false;
  for (let p = 0; p < vectors.length; p++) {
    for (let q = p + 1; q < vectors.length; q++) {
      const product = dot(vectors[p]!, vectors[q]!);
      if (Math.abs(product) <= 1e-15 * Math.sqrt(squares[p]! * squares[q]!)) continue;
      const change = rotate(vectors[p]!, vectors[q]!, (squares[q]! - squares[p]!) / (2 * product)) * product;
      squares[p] = Math.max(0, squares[p]! - change);
      squares[q] = Math.max(0, squares[q]! + change);
      turned = true;
    }
  }
  return turned;
}

/** @param zeta cotangent of twice the angle @returns its tangent */
function rotate(a: Float64Array, b: Float64Array, zeta: number): number {
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = cosine * (x - tangent * y);
    b[i] = cosine * (y + tangent * x);
  }
  return tangent;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * The most that a rows×columns matrix (row-major) stretches a vector: its largest singular value. From the tridiagonal form of
 * AᵀA (or AAᵀ, the smaller one), so that the time it takes does not depend on the numbers. NaN when one is not finite.
 * @throws DataError when there are not rows×columns numbers
 */
export function largestSingularValue(data: ArrayLike<number>, rows: number, columns: number): number {
  const { scaled, scale } = prepare(data, rows, columns);
  if (Number.isNaN(scale)) return Number.NaN;
  const n = Math.min(rows, columns);
  const tridiagonal = hessenberg(gram(scaled, rows, columns), n);
  const diagonal = Float64Array.from({ length: n }, (_, i) => tridiagonal[i * n + i]!);
  const beside = Float64Array.from({ length: Math.max(0, n - 1) }, (_, i) => tridiagonal[(i + 1) * n + i]!);
  return Math.sqrt(largestEigenvalue(diagonal, beside)) * scale;
}

/** AᵀA, or AAᵀ when A has fewer rows than columns. */
function gram(a: Float64Array, rows: number, columns: number): Float64Array {
  const n = Math.min(rows, columns);
  const [across, along] = rows <= columns ? [columns, 1] : [1, columns]; // from one vector to the next, and within it
  const length = Math.max(rows, columns);
  const out = new Float64Array(n * n);
  for (let p = 0; p < n; p++) {
    for (let q = 0; q <= p; q++) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += a[p * across + i * along]! * a[q * across + i * along]!;
      out[p * n + q] = sum;
      out[q * n + p] = sum;
    }
  }
  return out;
}

/** Of a symmetric tridiagonal matrix without negative eigenvalues, by halving an interval that holds it. */
function largestEigenvalue(diagonal: Float64Array, beside: Float64Array): number {
  let high = 0; // Gershgorin: no eigenvalue lies beyond a row's sum
  for (let i = 0; i < diagonal.length; i++)
    high = Math.max(high, diagonal[i]! + Math.abs(beside[i - 1] ?? 0) + Math.abs(beside[i] ?? 0));
  let low = 0;
  for (let middle = high / 2; middle > low && middle < high; middle = low + (high - low) / 2) {
    if (isAboveAll(middle, diagonal, beside)) high = middle;
    else low = middle;
  }
  return high;
}

/** Sturm: no eigenvalue is above `x` when every pivot of T - xI is negative. */
function isAboveAll(x: number, diagonal: Float64Array, beside: Float64Array): boolean {
  let pivot = -1;
  for (let i = 0; i < diagonal.length; i++) {
    const edge = beside[i - 1] ?? 0;
    pivot = diagonal[i]! - x - (edge * edge) / pivot;
    if (pivot >= 0) return false;
  }
  return true;
}

/**
 * Size of the largest eigenvalue of a square n×n matrix (row-major); NaN when it holds a number that is not finite.
 * @throws DataError when there are not n×n numbers
 */
export function spectralRadius(data: ArrayLike<number>, n: number): number {
  const { scaled, scale } = prepare(data, n, n);
  if (Number.isNaN(scale)) return Number.NaN;
  return eigenvalues(scaled, n).reduce((most, [re, im]) => Math.max(most, Math.hypot(re, im)), 0) * scale;
}

/** The matrix divided by its largest number, so that no square overflows or underflows; the scale is NaN when one is not finite. */
function prepare(data: ArrayLike<number>, rows: number, columns: number): { scaled: Float64Array; scale: number } {
  wholeNumber("the number of rows", rows);
  wholeNumber("the number of columns", columns);
  if (!isListLike(data))
    throw new DataError(`expected the numbers of a matrix, row by row (of a tensor its data), found ${shown(data)}`);
  if (data.length !== rows * columns)
    throw new DataError(`a ${rows}×${columns} matrix has ${rows * columns} numbers, found ${data.length}`);
  const odd = Array.prototype.find.call(data, (value: unknown) => typeof value !== "number");
  if (odd !== undefined) throw new DataError(`a matrix consists of numbers, found ${shown(odd)}`);
  const scaled = Float64Array.from(data);
  const largest = scaled.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!scaled.every(Number.isFinite)) return { scaled, scale: Number.NaN };
  return { scaled: largest === 0 ? scaled : scaled.map((value) => value / largest), scale: largest };
}
