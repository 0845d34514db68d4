/**
 * Σ over time steps of Aₜᵀ Bₜ, the gradient of a matrix: what a time step adds is summed over its rows by itself, from 0,
 * before C has it. So its norm is found on the way, and the sum is the same whether anyone wants norms or not.
 */
import { LANES, asDoubles, bytes, copyNumbers, madd } from "./lanes";
import { DEPTH, SCRATCH } from "./layout";
import { safeRoot } from "./norms";
import { tileOf } from "./stepTiles";
import { rowsOf } from "./tiles";

/** What is read of A again and again stays in the first-level cache. */
const CACHED: i32 = 16384;
/** Columns of a panel. */
const PANEL: i32 = 2 * LANES;
/** Bytes of a time step's squares. */
const SUM: usize = 16;

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

/** Some rows and n columns of C: what fills no two vectors is made in a scratch. */
// @ts-ignore: decorator
@inline function part(rows: i32, n: i32, steps: i32, K: i32, a: usize, ak: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize, scratch: usize): void {
  if (n == 2 * LANES) return tileOf(rows, steps, K, a, ak, b, c, ci, add, sums);
  if (add) for (let i = 0; i < rows; i++) copyNumbers(n, c + <usize>i * ci, scratch + (i << 5));
  tileOf(rows, steps, K, a, ak, b, scratch, 32, add, sums);
  for (let i = 0; i < rows; i++) copyNumbers(n, scratch + (i << 5), c + <usize>i * ci);
}

/** n columns of C. */
function panel(n: i32, steps: i32, M: i32, K: i32, a: usize, b: usize, c: usize, ci: usize, add: bool, sums: usize, scratch: usize): void {
  for (let left = M; left > 0; ) {
    const rows = rowsOf(left, true);
    part(rows, n, steps, K, a, bytes(M), b, c, ci, add, sums, scratch);
    left -= rows;
    a += bytes(rows);
    c += <usize>rows * ci;
  }
}

/** Some panels of columns of C, one after the other. */
function panels(steps: i32, M: i32, N: i32, K: i32, a: usize, b: usize, c: usize, add: bool, sums: usize, step: usize, first: i32, end: i32, room: usize): void {
  for (let p = first; p < end; p++) {
    const j = p * PANEL;
    const n = min(PANEL, N - j);
    packPanel(n, steps * K, b + bytes(j), bytes(N), room);
    panel(n, steps, M, K, a, room, c + bytes(j), bytes(N), add, sums, room + SCRATCH);
    sums += step;
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
 * @param room for the packed rows of a panel and what fills no two vectors: 256 × 48 bytes
 */
export function stepProducts(steps: i32, M: i32, N: i32, K: i32, a: usize, b: usize, c: usize, add: bool, head: usize, first: i32, end: i32, room: usize): void {
  const wanted = load<i32>(head);
  store<i32>(head, wanted, 4);
  const columns = (N + PANEL - 1) / PANEL;
  const sums = head + SUM;
  const step = wanted != 0 ? <usize>steps * SUM : 0;
  if (wanted != 0) memory.fill(sums + <usize>first * step, 0, <usize>(end - first) * step);
  const most = max(1, min(DEPTH / K, CACHED / <i32>bytes(M * K)));
  for (let t = 0; t < steps; t += most) {
    const count = min(most, steps - t);
    const into = wanted != 0 ? sums + <usize>first * step + <usize>t * SUM : 0;
    panels(count, M, N, K, a, b, c, add, into, step, first, end, room);
    if (wanted == 3 && first == 0) squaredRowSums(count, K, M, a, sums + <usize>columns * step + <usize>t * SUM);
    add = true;
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
