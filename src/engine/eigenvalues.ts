import { NumericError } from "./errors.js";
import { hessenberg, householder, reflectColumns, reflectRows } from "./hessenberg.js";

/** Real and imaginary part. */
export type Complex = readonly [re: number, im: number];

/** Steps on one block; a handful is usual. */
const MOST_STEPS = 300;

/**
 * Eigenvalues of a real matrix, in no order: Francis' implicit double-shift QR on its Hessenberg form (Golub & Van Loan,
 * Matrix Computations, section 7.5).
 * @param matrix n×n finite numbers, row-major; left as it is
 * @throws NumericError when it does not converge
 */
export function eigenvalues(matrix: Float64Array, n: number): Complex[] {
  const h = hessenberg(matrix, n);
  const found: Complex[] = [];
  let [high, steps] = [n - 1, 0];
  while (high >= 0) {
    const low = blockStart(h, n, high);
    if (high - low > 1) {
      if (++steps > MOST_STEPS) throw new NumericError(`the eigenvalues of a ${n}×${n} matrix did not converge`);
      francisStep(h, n, low, high, shiftsOf(h, n, high, steps));
      continue;
    }
    found.push(...(high === low ? [[h[high * n + high]!, 0] as const] : pairOf(h, n, low)));
    [high, steps] = [low - 1, 0];
  }
  return found;
}

/** The first row of the last block that does not fall apart; what is negligible below the diagonal becomes 0. */
function blockStart(h: Float64Array, n: number, high: number): number {
  for (let i = high; i > 0; i--) {
    const below = i * n + i - 1;
    const neighbours = Math.abs(h[below - n]!) + Math.abs(h[i * n + i]!);
    if (Math.abs(h[below]!) > Number.EPSILON * (neighbours || largestOf(h))) continue;
    h[below] = 0;
    return i;
  }
  return 0;
}

const largestOf = (h: Float64Array): number => h.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The two eigenvalues of the 2×2 block that begins at row and column `low`. */
function pairOf(h: Float64Array, n: number, low: number): Complex[] {
  const [a, b] = [h[low * n + low]!, h[low * n + low + 1]!];
  const [c, d] = [h[(low + 1) * n + low]!, h[(low + 1) * n + low + 1]!];
  const half = (a - d) / 2;
  const discriminant = half * half + b * c;
  if (discriminant < 0) {
    const im = Math.sqrt(-discriminant);
    return [
      [d + half, im],
      [d + half, -im],
    ];
  }
  const root = half + (half < 0 ? -1 : 1) * Math.sqrt(discriminant); // of one sign: nothing cancels
  return [
    [d + root, 0],
    [root === 0 ? d : d - (b * c) / root, 0],
  ];
}

/** Sum and product of the two shifts: the last 2×2 block's eigenvalues; every tenth step others, to break a cycle. */
function shiftsOf(h: Float64Array, n: number, high: number, step: number): readonly [sum: number, product: number] {
  const last = high * n + high;
  if (step % 10 === 0) {
    const size = Math.abs(h[last - 1]!) + Math.abs(h[last - n - 2]!);
    return [1.5 * size, size * size];
  }
  const [a, b, c, d] = [h[last - n - 1]!, h[last - n]!, h[last - 1]!, h[last]!];
  return [a + d, a * d - b * c];
}

/** One double step on rows and columns `low` to `high`: a bulge is made at the top and chased out at the bottom. */
function francisStep(h: Float64Array, n: number, low: number, high: number, shifts: readonly [number, number]): void {
  let x = firstColumn(h, n, low, shifts);
  for (let k = low; k < high; k++) {
    const v = householder(x);
    if (v) {
      reflectRows(h, n, v, k, Math.max(low, k - 1), high);
      reflectColumns(h, n, v, k, low, Math.min(k + 3, high));
    }
    const rows = Math.min(3, high - k);
    x = Float64Array.from({ length: rows }, (_, i) => h[(k + 1 + i) * n + k]!);
  }
}

/** The first three numbers of the first column of H² - sum·H + product·I. */
function firstColumn(
  h: Float64Array,
  n: number,
  low: number,
  [sum, product]: readonly [sum: number, product: number],
): Float64Array {
  const at = low * n + low;
  const [a, b, c, d] = [h[at]!, h[at + 1]!, h[at + n]!, h[at + n + 1]!];
  return Float64Array.of(a * a + b * c - sum * a + product, c * (a + d - sum), c * h[at + 2 * n + 1]!);
}
