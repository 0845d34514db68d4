/**
 * Σ over time steps of Aₜᵀ Bₜ, the gradient of a matrix: what a time step adds is summed over its rows by itself, from 0,
 * before C has it. So its norm is found on the way, and the sum is the same whether anyone wants norms or not.
 */
import { LANES, asDoubles, bytes, copyNumbers, madd } from "./lanes";
import { DEPTH, SCRATCH } from "./layout";
import { safeRoot } from "./norms";
import { rowsOf } from "./tiles";

/** What is read of A again and again stays in the first-level cache. */
const CACHED: i32 = 16384;
/** Bytes of a time step's squares. */
const SUM: usize = 16;

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

/** The rows of a panel one behind the other, zeros where it lacks columns. */
function packPanel(n: i32, K: i32, b: usize, bk: usize, into: usize): void {
  for (let k = 0; k < K; k++) {
    if (n == 2 * LANES) {
      v128.store(into, v128.load(b));
      v128.store(into, v128.load(b, 16), 16);
    } else {
      v128.store(into, v128.splat<F>(0));
      v128.store(into, v128.splat<F>(0), 16);
      copyNumbers(n, b, into);
    }
    into += 32;
    b += bk;
  }
}

/** n columns of C. */
function panel(n: i32, steps: i32, M: i32, K: i32, a: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize, scratch: usize): void {
  const isWhole = n == 2 * LANES;
  const ak = bytes(M);
  for (let left = M; left > 0; ) {
    const rows = rowsOf(left, true);
    const to = isWhole ? c : scratch;
    const step = isWhole ? ci : 32;
    if (!isWhole && add) for (let i = 0; i < rows; i++) copyNumbers(n, c + <usize>i * ci, scratch + (i << 5));
    if (rows == 6) tile6(steps, K, a, ak, b, to, step, add, sums);
    else if (rows == 4) tile4(steps, K, a, ak, b, to, step, add, sums);
    else if (rows == 3) tile3(steps, K, a, ak, b, to, step, add, sums);
    else tile1(steps, K, a, ak, b, to, step, add, sums);
    if (!isWhole) for (let i = 0; i < rows; i++) copyNumbers(n, scratch + (i << 5), c + <usize>i * ci);
    left -= rows;
    a += bytes(rows);
    c += <usize>rows * ci;
  }
}

/** Adds up the squares of what each time step's K rows of M numbers sum up to. */
function squaredRowSums(steps: i32, K: i32, M: i32, a: usize, sums: usize): void {
  const step = bytes(M);
  for (let t = 0; t < steps; t++) {
    let whole = f64x2.splat(0);
    let j = 0;
    for (; j + 4 * LANES <= M; j += 4 * LANES) {
      let at = a + bytes(j);
      let s0 = v128.splat<F>(0), s1 = s0, s2 = s0, s3 = s0;
      for (let k = 0; k < K; k++) {
        s0 = v128.add<F>(s0, v128.load(at));
        s1 = v128.add<F>(s1, v128.load(at, 16));
        s2 = v128.add<F>(s2, v128.load(at, 32));
        s3 = v128.add<F>(s3, v128.load(at, 48));
        at += step;
      }
      whole = f64x2.add(whole, asDoubles(madd(s0, s0, madd(s1, s1, madd(s2, s2, v128.mul<F>(s3, s3))))));
    }
    for (; j < M; j++) {
      let at = a + bytes(j);
      let sum: F = 0;
      for (let k = 0; k < K; k++) {
        sum += load<F>(at);
        at += step;
      }
      whole = f64x2.add(whole, f64x2.replace_lane(f64x2.splat(0), 0, <f64>sum * <f64>sum));
    }
    v128.store(sums, whole);
    sums += SUM;
    a += <usize>K * step;
  }
}

/**
 * Some columns of C (+)= Σₜ Aₜᵀ Bₜ: Aₜ is K×M, Bₜ K×N, each behind the one before.
 * @param K at most 256
 * @param head a word that says what is wanted (1: the squares of each step's product, 3: also those of the sums of Aₜ's rows),
 *   one that is set to what it says, and 16 bytes on what is wanted: panel after panel of two vectors of columns, then Aₜ,
 *   for every time step two doubles that are summed up
 * @param first of the panels to be made; `end` is that behind the last
 * @param room 256 × 48 bytes
 */
export function stepProducts(steps: i32, M: i32, N: i32, K: i32, a: usize, b: usize, c: usize, add: bool, head: usize, first: i32, end: i32, room: usize): void {
  const wanted = load<i32>(head);
  store<i32>(head, wanted, 4);
  const panels = (N + 2 * LANES - 1) / (2 * LANES);
  const sums = head + SUM;
  if (wanted != 0) memory.fill(sums + <usize>(first * steps) * SUM, 0, <usize>((end - first) * steps) * SUM);
  const most = max(1, min(DEPTH / K, CACHED / <i32>bytes(M * K)));
  for (let t = 0; t < steps; t += most) {
    const count = min(most, steps - t);
    for (let p = first; p < end; p++) {
      const j = p * 2 * LANES;
      const n = min(2 * LANES, N - j);
      packPanel(n, count * K, b + bytes(j), bytes(N), room);
      const into = wanted != 0 ? sums + <usize>(p * steps + t) * SUM : 0;
      panel(n, count, M, K, a, room, c + bytes(j), bytes(N), add || t > 0, into, room + SCRATCH);
    }
    if (wanted == 3 && first == 0) squaredRowSums(count, K, M, a, sums + <usize>(panels * steps + t) * SUM);
    a += bytes(count * K * M);
    b += bytes(count * K * N);
  }
}

/**
 * Norms of time steps, as doubles, from what `stepProducts` left.
 * @param sums where the first of some panels stands
 * @param into -1 where squares may have overflowed or vanished
 */
export function stepNorms(steps: i32, panels: i32, sums: usize, into: usize): void {
  for (let t = 0; t < steps; t++) {
    let sum = f64x2.splat(0);
    for (let p = 0; p < panels; p++) sum = f64x2.add(sum, v128.load(sums + <usize>(p * steps + t) * SUM));
    store<f64>(into, safeRoot(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
    into += 8;
  }
}
