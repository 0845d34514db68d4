/**
 * Tiles of a matrix product: some rows and one or two vectors of C in registers, over all of K. V8 has 15 vector registers:
 * six rows of two vectors, two of B and a number of A fill them. A thirteenth sum would live in memory, and what waits
 * for a store and a load at every turn runs at two thirds of the speed. Without the fused multiply-add every product
 * needs a register too: four rows then.
 */
import { LANES, bytes, copyNumbers, madd, splatted } from "./lanes";

// @ts-ignore: decorator
@inline function tile(rows: i32, isWide: bool, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  const a2 = ai << 1, a3 = ai * 3, a4 = ai << 2, a5 = ai * 5;
  const c1 = c + ci, c2 = c1 + ci, c3 = c2 + ci, c4 = c3 + ci, c5 = c4 + ci;
  const zero = v128.splat<F>(0);
  let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero;
  let s30 = zero, s31 = zero, s40 = zero, s41 = zero, s50 = zero, s51 = zero;
  if (add) {
    s00 = v128.load(c);
    if (isWide) s01 = v128.load(c, 16);
    if (rows > 1) { s10 = v128.load(c1); if (isWide) s11 = v128.load(c1, 16); }
    if (rows > 2) { s20 = v128.load(c2); if (isWide) s21 = v128.load(c2, 16); }
    if (rows > 3) { s30 = v128.load(c3); if (isWide) s31 = v128.load(c3, 16); }
    if (rows > 4) { s40 = v128.load(c4); if (isWide) s41 = v128.load(c4, 16); }
    if (rows > 5) { s50 = v128.load(c5); if (isWide) s51 = v128.load(c5, 16); }
  }
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b);
    const b1 = isWide ? v128.load(b, 16) : b0;
    let x = splatted(a);
    s00 = madd(x, b0, s00);
    if (isWide) s01 = madd(x, b1, s01);
    if (rows > 1) { x = splatted(a + ai); s10 = madd(x, b0, s10); if (isWide) s11 = madd(x, b1, s11); }
    if (rows > 2) { x = splatted(a + a2); s20 = madd(x, b0, s20); if (isWide) s21 = madd(x, b1, s21); }
    if (rows > 3) { x = splatted(a + a3); s30 = madd(x, b0, s30); if (isWide) s31 = madd(x, b1, s31); }
    if (rows > 4) { x = splatted(a + a4); s40 = madd(x, b0, s40); if (isWide) s41 = madd(x, b1, s41); }
    if (rows > 5) { x = splatted(a + a5); s50 = madd(x, b0, s50); if (isWide) s51 = madd(x, b1, s51); }
    a += ak;
    b += bk;
  }
  v128.store(c, s00);
  if (isWide) v128.store(c, s01, 16);
  if (rows > 1) { v128.store(c1, s10); if (isWide) v128.store(c1, s11, 16); }
  if (rows > 2) { v128.store(c2, s20); if (isWide) v128.store(c2, s21, 16); }
  if (rows > 3) { v128.store(c3, s30); if (isWide) v128.store(c3, s31, 16); }
  if (rows > 4) { v128.store(c4, s40); if (isWide) v128.store(c4, s41, 16); }
  if (rows > 5) { v128.store(c5, s50); if (isWide) v128.store(c5, s51, 16); }
}

function tile6x2(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(6, true, K, a, ai, ak, b, bk, c, ci, add);
}

function tile4x2(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(4, true, K, a, ai, ak, b, bk, c, ci, add);
}

function tile3x2(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(3, true, K, a, ai, ak, b, bk, c, ci, add);
}

function tile1x2(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(1, true, K, a, ai, ak, b, bk, c, ci, add);
}

function tile6x1(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(6, false, K, a, ai, ak, b, bk, c, ci, add);
}

function tile4x1(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(4, false, K, a, ai, ak, b, bk, c, ci, add);
}

function tile3x1(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(3, false, K, a, ai, ak, b, bk, c, ci, add);
}

function tile1x1(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  tile(1, false, K, a, ai, ak, b, bk, c, ci, add);
}

const TENTH = v128.splat<F>(0.1);
/** Whether `madd` rounds once: a number's square that was rounded before leaves nothing of it. */
const isFused: bool = v128.any_true(madd(TENTH, TENTH, v128.neg<F>(v128.mul<F>(TENTH, TENTH))));

/** Rows of the next tile: what avoids a last one of a single row or two, which would wait for its own sums. */
// @ts-ignore: decorator
@inline export function rowsOf(left: i32, isWide: bool): i32 {
  const takesSix = isFused || !isWide;
  if (takesSix && (left >= 12 || left == 6 || left == 9 || left == 10)) return 6;
  return left >= 4 ? 4 : left == 3 ? 3 : 1;
}

/** M rows of C, two vectors of it wide, or one. */
export function panel(isWide: bool, M: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  for (let left = M; left > 0; ) {
    const rows = rowsOf(left, isWide);
    if (isWide) {
      if (rows == 6) tile6x2(K, a, ai, ak, b, bk, c, ci, add);
      else if (rows == 4) tile4x2(K, a, ai, ak, b, bk, c, ci, add);
      else if (rows == 3) tile3x2(K, a, ai, ak, b, bk, c, ci, add);
      else tile1x2(K, a, ai, ak, b, bk, c, ci, add);
    } else if (rows == 6) tile6x1(K, a, ai, ak, b, bk, c, ci, add);
    else if (rows == 4) tile4x1(K, a, ai, ak, b, bk, c, ci, add);
    else if (rows == 3) tile3x1(K, a, ai, ak, b, bk, c, ci, add);
    else tile1x1(K, a, ai, ak, b, bk, c, ci, add);
    left -= rows;
    a += ai * rows;
    c += ci * rows;
  }
}

/**
 * The n columns that fill no vector. The tile reads whole vectors of B (what stands behind its rows plays no part) and
 * writes to a scratch, from which only these columns are taken.
 * @param scratch 6 vectors
 */
export function lastColumns(n: i32, M: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool, scratch: usize): void {
  for (let left = M; left > 0; ) {
    const rows = rowsOf(left, false);
    if (add) for (let i = 0; i < rows; i++) copyNumbers(n, c + <usize>i * ci, scratch + (i << 4));
    panel(false, rows, K, a, ai, ak, b, bk, scratch, 16, add);
    for (let i = 0; i < rows; i++) copyNumbers(n, scratch + (i << 4), c + <usize>i * ci);
    left -= rows;
    a += ai * rows;
    c += ci * rows;
  }
}

function tile1x8(K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  let c0 = v128.splat<F>(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  if (add) {
    c0 = v128.load(c); c1 = v128.load(c, 16); c2 = v128.load(c, 32); c3 = v128.load(c, 48);
    c4 = v128.load(c, 64); c5 = v128.load(c, 80); c6 = v128.load(c, 96); c7 = v128.load(c, 112);
  }
  for (let k = 0; k < K; k++) {
    const x = splatted(a);
    c0 = madd(x, v128.load(b), c0); c1 = madd(x, v128.load(b, 16), c1);
    c2 = madd(x, v128.load(b, 32), c2); c3 = madd(x, v128.load(b, 48), c3);
    c4 = madd(x, v128.load(b, 64), c4); c5 = madd(x, v128.load(b, 80), c5);
    c6 = madd(x, v128.load(b, 96), c6); c7 = madd(x, v128.load(b, 112), c7);
    a += ak;
    b += bk;
  }
  v128.store(c, c0); v128.store(c, c1, 16); v128.store(c, c2, 32); v128.store(c, c3, 48);
  v128.store(c, c4, 64); v128.store(c, c5, 80); v128.store(c, c6, 96); v128.store(c, c7, 112);
}

function tile1x4(K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  let c0 = v128.splat<F>(0), c1 = c0, c2 = c0, c3 = c0;
  if (add) {
    c0 = v128.load(c); c1 = v128.load(c, 16); c2 = v128.load(c, 32); c3 = v128.load(c, 48);
  }
  for (let k = 0; k < K; k++) {
    const x = splatted(a);
    c0 = madd(x, v128.load(b), c0); c1 = madd(x, v128.load(b, 16), c1);
    c2 = madd(x, v128.load(b, 32), c2); c3 = madd(x, v128.load(b, 48), c3);
    a += ak;
    b += bk;
  }
  v128.store(c, c0); v128.store(c, c1, 16); v128.store(c, c2, 32); v128.store(c, c3, 48);
}

/**
 * One row of C. At its end whole tiles go on into a scratch, from which only what the row lacks is taken: a tile of fewer
 * vectors takes no less time, as every sum waits for the one before it.
 * @param scratch 8 vectors
 */
export function row(N: i32, K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool, scratch: usize): void {
  let left = N;
  for (; left >= 8 * LANES; left -= 8 * LANES) {
    tile1x8(K, a, ak, b, bk, c, add);
    b += 128;
    c += 128;
  }
  if (left == 0) return;
  if (left == 4 * LANES) return tile1x4(K, a, ak, b, bk, c, add);
  if (left == 2 * LANES) return tile1x2(K, a, 0, ak, b, bk, c, 0, add);
  if (left == LANES) return tile1x1(K, a, 0, ak, b, bk, c, 0, add);
  if (add) copyNumbers(left, c, scratch);
  if (left > 4 * LANES) tile1x8(K, a, ak, b, bk, scratch, add);
  else tile1x4(K, a, ak, b, bk, scratch, add);
  copyNumbers(left, scratch, c);
}
