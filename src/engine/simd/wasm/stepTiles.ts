/** Tiles of the products of single time steps: rows of A that stand side by side, and a packed panel of B. */
import { LANES, asDoubles, bytes, madd } from "./lanes";

/** The number i places behind an address, in every lane. */
// @ts-ignore: decorator
@inline function splattedAt(a: usize, i: i32): v128 {
  // an offset within the instruction costs nothing
  if (i == 0) return sizeof<F>() == 8 ? v128.load64_splat(a) : v128.load32_splat(a);
  if (i == 1) return sizeof<F>() == 8 ? v128.load64_splat(a, 8) : v128.load32_splat(a, 4);
  if (i == 2) return sizeof<F>() == 8 ? v128.load64_splat(a, 16) : v128.load32_splat(a, 8);
  if (i == 3) return sizeof<F>() == 8 ? v128.load64_splat(a, 24) : v128.load32_splat(a, 12);
  if (i == 4) return sizeof<F>() == 8 ? v128.load64_splat(a, 32) : v128.load32_splat(a, 16);
  return sizeof<F>() == 8 ? v128.load64_splat(a, 40) : v128.load32_splat(a, 20);
}

/** Some rows and two vectors of C, time step after time step; their squares are added to `sums`. */
// @ts-ignore: decorator
@inline function tile(rows: i32, steps: i32, K: i32, a: usize, ak: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize): void {
  const c1 = c + ci, c2 = c1 + ci, c3 = c2 + ci, c4 = c3 + ci, c5 = c4 + ci;
  for (; steps > 0; steps--) {
    let s00 = v128.splat<F>(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00;
    let s30 = s00, s31 = s00, s40 = s00, s41 = s00, s50 = s00, s51 = s00;
    for (let k = 0; k < K; k++) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let x = splattedAt(a, 0);
      s00 = madd(x, b0, s00); s01 = madd(x, b1, s01);
      if (rows > 1) { x = splattedAt(a, 1); s10 = madd(x, b0, s10); s11 = madd(x, b1, s11); }
      if (rows > 2) { x = splattedAt(a, 2); s20 = madd(x, b0, s20); s21 = madd(x, b1, s21); }
      if (rows > 3) { x = splattedAt(a, 3); s30 = madd(x, b0, s30); s31 = madd(x, b1, s31); }
      if (rows > 4) { x = splattedAt(a, 4); s40 = madd(x, b0, s40); s41 = madd(x, b1, s41); }
      if (rows > 5) { x = splattedAt(a, 5); s50 = madd(x, b0, s50); s51 = madd(x, b1, s51); }
      a += ak;
      b += 32;
    }
    if (sums != 0) {
      let p = v128.mul<F>(s00, s00), q = v128.mul<F>(s01, s01);
      if (rows > 1) { p = madd(s10, s10, p); q = madd(s11, s11, q); }
      if (rows > 2) { p = madd(s20, s20, p); q = madd(s21, s21, q); }
      if (rows > 3) { p = madd(s30, s30, p); q = madd(s31, s31, q); }
      if (rows > 4) { p = madd(s40, s40, p); q = madd(s41, s41, q); }
      if (rows > 5) { p = madd(s50, s50, p); q = madd(s51, s51, q); }
      v128.store(sums, f64x2.add(v128.load(sums), asDoubles(v128.add<F>(p, q))));
      sums += 16;
    }
    if (add) {
      s00 = v128.add<F>(v128.load(c), s00); s01 = v128.add<F>(v128.load(c, 16), s01);
      if (rows > 1) { s10 = v128.add<F>(v128.load(c1), s10); s11 = v128.add<F>(v128.load(c1, 16), s11); }
      if (rows > 2) { s20 = v128.add<F>(v128.load(c2), s20); s21 = v128.add<F>(v128.load(c2, 16), s21); }
      if (rows > 3) { s30 = v128.add<F>(v128.load(c3), s30); s31 = v128.add<F>(v128.load(c3, 16), s31); }
      if (rows > 4) { s40 = v128.add<F>(v128.load(c4), s40); s41 = v128.add<F>(v128.load(c4, 16), s41); }
      if (rows > 5) { s50 = v128.add<F>(v128.load(c5), s50); s51 = v128.add<F>(v128.load(c5, 16), s51); }
    }
    add = true;
    v128.store(c, s00); v128.store(c, s01, 16);
    if (rows > 1) { v128.store(c1, s10); v128.store(c1, s11, 16); }
    if (rows > 2) { v128.store(c2, s20); v128.store(c2, s21, 16); }
    if (rows > 3) { v128.store(c3, s30); v128.store(c3, s31, 16); }
    if (rows > 4) { v128.store(c4, s40); v128.store(c4, s41, 16); }
    if (rows > 5) { v128.store(c5, s50); v128.store(c5, s51, 16); }
  }
}

function tile6(steps: i32, K: i32, a: usize, ak: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize): void {
  tile(6, steps, K, a, ak, b, c, ci, add, sums);
}

function tile4(steps: i32, K: i32, a: usize, ak: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize): void {
  tile(4, steps, K, a, ak, b, c, ci, add, sums);
}

function tile3(steps: i32, K: i32, a: usize, ak: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize): void {
  tile(3, steps, K, a, ak, b, c, ci, add, sums);
}

function tile1(steps: i32, K: i32, a: usize, ak: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize): void {
  tile(1, steps, K, a, ak, b, c, ci, add, sums);
}

/** As many rows as `rowsOf` says. */
// @ts-ignore: decorator
@inline export function tileOf(rows: i32, steps: i32, K: i32, a: usize, ak: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize): void {
  if (rows == 6) tile6(steps, K, a, ak, b, c, ci, add, sums);
  else if (rows == 4) tile4(steps, K, a, ak, b, c, ci, add, sums);
  else if (rows == 3) tile3(steps, K, a, ak, b, c, ci, add, sums);
  else tile1(steps, K, a, ak, b, c, ci, add, sums);
}
