/** Matrices laid out anew: transposed, or as panels of the columns that a product reads together. */
import { LANES, bytes, copyNumbers } from "./lanes";

/** Rows of B that are packed at a time: two vectors of each fit the first-level cache beside A. */
export const DEPTH: i32 = 256;

/** What a product's columns that fill no vector are made in stands behind so many packed rows of two vectors. */
export const SCRATCH: usize = <usize>DEPTH * 32;

/** LANES × LANES numbers; rows stand `fromRow` and `toRow` bytes apart. */
// @ts-ignore: decorator
@inline function transposeSquare(from: usize, fromRow: usize, to: usize, toRow: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + fromRow);
  if (sizeof<F>() == 8) {
    v128.store(to, i64x2.shuffle(r0, r1, 0, 2));
    v128.store(to + toRow, i64x2.shuffle(r0, r1, 1, 3));
    return;
  }
  const r2 = v128.load(from + (fromRow << 1)), r3 = v128.load(from + fromRow * 3);
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5), high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5), high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to + toRow, i64x2.shuffle(low01, low23, 1, 3));
  v128.store(to + (toRow << 1), i64x2.shuffle(high01, high23, 0, 2));
  v128.store(to + toRow * 3, i64x2.shuffle(high01, high23, 1, 3));
}

/** Rows × columns numbers whose rows stand `fromRow` bytes apart, to columns × rows with `toRow`. */
function transposed(rows: i32, columns: i32, from: usize, fromRow: usize, to: usize, toRow: usize): void {
  let i = 0;
  for (; i + LANES <= rows; i += LANES) {
    let j = 0;
    for (; j + LANES <= columns; j += LANES)
      transposeSquare(from + <usize>i * fromRow + bytes(j), fromRow, to + <usize>j * toRow + bytes(i), toRow);
    for (; j < columns; j++) moveNumbers(LANES, from + <usize>i * fromRow + bytes(j), fromRow, to + <usize>j * toRow + bytes(i));
  }
  if (i == rows) return;
  for (let j = 0; j < columns; j++)
    moveNumbers(rows - i, from + <usize>i * fromRow + bytes(j), fromRow, to + <usize>j * toRow + bytes(i));
}

/** n numbers that stand `fromRow` bytes apart, next to each other. */
// @ts-ignore: decorator
@inline function moveNumbers(n: i32, from: usize, fromRow: usize, to: usize): void {
  for (let k = 0; k < n; k++) {
    store<F>(to, load<F>(from));
    from += fromRow;
    to += sizeof<F>();
  }
}

/** The transpose of a rows×columns matrix. */
export function transpose(rows: i32, columns: i32, from: usize, into: usize): void {
  transposed(rows, columns, from, bytes(columns), into, bytes(rows));
}

/** Copies a panel of K rows of n numbers (one or two vectors, or what fills none), its rows next to each other. */
function packPanel(n: i32, K: i32, b: usize, bk: usize, into: usize): void {
  for (let k = 0; k < K; k++) {
    if (n >= LANES) v128.store(into, v128.load(b));
    if (n == 2 * LANES) v128.store(into, v128.load(b, 16), 16);
    if (n < LANES) copyNumbers(n, b, into);
    into += bytes(n);
    b += bk;
  }
}

/** Columns of the next panel. */
// @ts-ignore: decorator
@inline export function panelOf(left: i32): i32 {
  return left >= 2 * LANES ? 2 * LANES : min(left, LANES);
}

/**
 * Lays B out as `gemm` reads it: panel after panel of each stretch of K. Element (k, j) of B stands at `b + k bk + j bj`,
 * where one of the two is the next number.
 */
export function pack(K: i32, N: i32, b: usize, bk: usize, bj: usize, into: usize): void {
  for (let k = 0; k < K; k += DEPTH) {
    const depth = min(DEPTH, K - k);
    const from = b + <usize>k * bk;
    for (let j = 0; j < N; ) {
      const n = panelOf(N - j);
      if (bj == sizeof<F>()) packPanel(n, depth, from + bytes(j), bk, into);
      else transposed(n, depth, from + <usize>j * bj, bj, into, bytes(n));
      into += <usize>depth * bytes(n);
      j += n;
    }
  }
}
