/**
 * C (+)= A B for any strides of A: element (i, k) of A at `a + i ai + k ak`, row k of B at `b + k bk`, row i of C at
 * `c + i ci` (all in bytes). Every element of C is one chain over k in ascending order, whatever tile it falls into,
 * so the result depends neither on how the work is divided nor on who does it.
 */
import { LANES, bytes, madd, splatted, storeFirst } from "./lanes";

/** Rows of B that are packed at a time: three vectors of each fit the first-level cache beside A. */
const DEPTH: i32 = 256;
/** Fewer rows of A than this do not pay for packing B. */
const FEWEST_TO_PACK: i32 = 12;

function tile4x3(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  const ci2 = ci + ci;
  const ci3 = ci2 + ci;
  const ai2 = ai + ai;
  const ai3 = ai2 + ai;
  let c00 = v128.splat<F>(0), c01 = c00, c02 = c00;
  let c10 = c00, c11 = c00, c12 = c00;
  let c20 = c00, c21 = c00, c22 = c00;
  let c30 = c00, c31 = c00, c32 = c00;
  if (add) {
    c00 = v128.load(c); c01 = v128.load(c, 16); c02 = v128.load(c, 32);
    c10 = v128.load(c + ci); c11 = v128.load(c + ci, 16); c12 = v128.load(c + ci, 32);
    c20 = v128.load(c + ci2); c21 = v128.load(c + ci2, 16); c22 = v128.load(c + ci2, 32);
    c30 = v128.load(c + ci3); c31 = v128.load(c + ci3, 16); c32 = v128.load(c + ci3, 32);
  }
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32);
    let x = splatted(a);
    c00 = madd(x, b0, c00); c01 = madd(x, b1, c01); c02 = madd(x, b2, c02);
    x = splatted(a + ai);
    c10 = madd(x, b0, c10); c11 = madd(x, b1, c11); c12 = madd(x, b2, c12);
    x = splatted(a + ai2);
    c20 = madd(x, b0, c20); c21 = madd(x, b1, c21); c22 = madd(x, b2, c22);
    x = splatted(a + ai3);
    c30 = madd(x, b0, c30); c31 = madd(x, b1, c31); c32 = madd(x, b2, c32);
    a += ak;
    b += bk;
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c02, 32);
  v128.store(c + ci, c10); v128.store(c + ci, c11, 16); v128.store(c + ci, c12, 32);
  v128.store(c + ci2, c20); v128.store(c + ci2, c21, 16); v128.store(c + ci2, c22, 32);
  v128.store(c + ci3, c30); v128.store(c + ci3, c31, 16); v128.store(c + ci3, c32, 32);
}

function tile4x2(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  const ci2 = ci + ci;
  const ci3 = ci2 + ci;
  const ai2 = ai + ai;
  const ai3 = ai2 + ai;
  let c00 = v128.splat<F>(0), c01 = c00;
  let c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00;
  if (add) {
    c00 = v128.load(c); c01 = v128.load(c, 16);
    c10 = v128.load(c + ci); c11 = v128.load(c + ci, 16);
    c20 = v128.load(c + ci2); c21 = v128.load(c + ci2, 16);
    c30 = v128.load(c + ci3); c31 = v128.load(c + ci3, 16);
  }
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = splatted(a);
    c00 = madd(x, b0, c00); c01 = madd(x, b1, c01);
    x = splatted(a + ai);
    c10 = madd(x, b0, c10); c11 = madd(x, b1, c11);
    x = splatted(a + ai2);
    c20 = madd(x, b0, c20); c21 = madd(x, b1, c21);
    x = splatted(a + ai3);
    c30 = madd(x, b0, c30); c31 = madd(x, b1, c31);
    a += ak;
    b += bk;
  }
  v128.store(c, c00); v128.store(c, c01, 16);
  v128.store(c + ci, c10); v128.store(c + ci, c11, 16);
  v128.store(c + ci2, c20); v128.store(c + ci2, c21, 16);
  v128.store(c + ci3, c30); v128.store(c + ci3, c31, 16);
}

function tile4x1(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  let c0 = v128.splat<F>(0), c1 = c0, c2 = c0, c3 = c0;
  const ai2 = ai + ai;
  const ai3 = ai2 + ai;
  if (add) {
    c0 = v128.load(c); c1 = v128.load(c + ci); c2 = v128.load(c + ci + ci); c3 = v128.load(c + ci + ci + ci);
  }
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b);
    c0 = madd(splatted(a), b0, c0);
    c1 = madd(splatted(a + ai), b0, c1);
    c2 = madd(splatted(a + ai2), b0, c2);
    c3 = madd(splatted(a + ai3), b0, c3);
    a += ak;
    b += bk;
  }
  v128.store(c, c0); v128.store(c + ci, c1); v128.store(c + ci + ci, c2); v128.store(c + ci + ci + ci, c3);
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

function tile1x1(K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  let c0 = add ? v128.load(c) : v128.splat<F>(0);
  for (let k = 0; k < K; k++) {
    c0 = madd(splatted(a), v128.load(b), c0);
    a += ak;
    b += bk;
  }
  v128.store(c, c0);
}

/** One number: a column that fills no vector. */
function single(K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  let c0 = add ? splatted(c) : v128.splat<F>(0);
  for (let k = 0; k < K; k++) {
    c0 = madd(splatted(a), splatted(b), c0);
    a += ak;
    b += bk;
  }
  storeFirst(c, c0);
}

/** One row of C. */
function row(N: i32, K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  let j = 0;
  for (; j + 8 * LANES <= N; j += 8 * LANES) tile1x8(K, a, ak, b + bytes(j), bk, c + bytes(j), add);
  for (; j + 4 * LANES <= N; j += 4 * LANES) tile1x4(K, a, ak, b + bytes(j), bk, c + bytes(j), add);
  for (; j + LANES <= N; j += LANES) tile1x1(K, a, ak, b + bytes(j), bk, c + bytes(j), add);
  for (; j < N; j++) single(K, a, ak, b + bytes(j), bk, c + bytes(j), add);
}

/** One row of C and up to three vectors of it. */
function tile1(width: i32, K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  if (width == 1) return tile1x1(K, a, ak, b, bk, c, add);
  let c0 = v128.splat<F>(0), c1 = c0, c2 = c0;
  if (add) {
    c0 = v128.load(c); c1 = v128.load(c, 16);
    if (width == 3) c2 = v128.load(c, 32);
  }
  for (let k = 0; k < K; k++) {
    const x = splatted(a);
    c0 = madd(x, v128.load(b), c0); c1 = madd(x, v128.load(b, 16), c1);
    if (width == 3) c2 = madd(x, v128.load(b, 32), c2);
    a += ak;
    b += bk;
  }
  v128.store(c, c0); v128.store(c, c1, 16);
  if (width == 3) v128.store(c, c2, 32);
}

/** Vectors of the next panel of columns: three, or what avoids a panel of one, which would wait for its own sums. */
// @ts-ignore: decorator
@inline function widthOf(left: i32): i32 {
  return left >= 5 || left == 3 ? 3 : left >= 2 ? 2 : 1;
}

/** Copies a panel of K rows, its rows next to each other. */
function packPanel(width: i32, K: i32, b: usize, bk: usize, into: usize): void {
  for (let k = 0; k < K; k++) {
    v128.store(into, v128.load(b));
    if (width > 1) v128.store(into, v128.load(b, 16), 16);
    if (width > 2) v128.store(into, v128.load(b, 32), 32);
    into += <usize>width << 4;
    b += bk;
  }
}

/** Copies numbers that stand `bj` apart, K rows of n. */
function packNumbers(n: i32, K: i32, b: usize, bk: usize, bj: usize, into: usize): void {
  for (let k = 0; k < K; k++) {
    let from = b;
    for (let j = 0; j < n; j++) {
      store<F>(into, load<F>(from));
      into += sizeof<F>();
      from += bj;
    }
    b += bk;
  }
}

/**
 * Lays B out as `gemm` reads it: panel after panel of each stretch of K, then the columns that fill no vector.
 * Element (k, j) of B stands at `b + k bk + j bj`.
 */
export function pack(K: i32, N: i32, b: usize, bk: usize, bj: usize, into: usize): void {
  for (let k = 0; k < K; k += DEPTH) {
    const depth = min(DEPTH, K - k);
    const from = b + <usize>k * bk;
    let j = 0;
    for (let left = N / LANES; left > 0; ) {
      const width = widthOf(left);
      packNumbers(width * LANES, depth, from + <usize>j * bj, bk, bj, into);
      into += <usize>depth * bytes(width * LANES);
      j += width * LANES;
      left -= width;
    }
    packNumbers(N - j, depth, from + <usize>j * bj, bk, bj, into);
    into += <usize>depth * bytes(N - j);
  }
}

/** All rows of a panel. */
function panel(width: i32, M: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  let i = 0;
  for (; i + 4 <= M; i += 4) {
    if (width == 3) tile4x3(K, a, ai, ak, b, bk, c, ci, add);
    else if (width == 2) tile4x2(K, a, ai, ak, b, bk, c, ci, add);
    else tile4x1(K, a, ai, ak, b, bk, c, ci, add);
    a += ai << 2;
    c += ci << 2;
  }
  for (; i < M; i++) {
    tile1(width, K, a, ak, b, bk, c, add);
    a += ai;
    c += ci;
  }
}

/** All rows and columns for a stretch of K. */
function block(M: i32, N: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool, room: usize): void {
  const isPacked = bk == 0;
  let j = 0;
  for (let left = N / LANES; left > 0; ) {
    const width = widthOf(left);
    let from = isPacked ? b + <usize>K * bytes(j) : b + bytes(j);
    let step = isPacked ? <usize>width << 4 : bk;
    if (!isPacked && M >= FEWEST_TO_PACK) {
      packPanel(width, K, from, bk, room);
      from = room;
      step = <usize>width << 4;
    }
    panel(width, M, K, a, ai, ak, from, step, c + bytes(j), ci, add);
    j += width * LANES;
    left -= width;
  }
  const from = isPacked ? b + <usize>K * bytes(j) : b + bytes(j);
  const step = isPacked ? bytes(N - j) : bk;
  for (let i = 0; i < M; i++) {
    for (let r = j; r < N; r++) single(K, a + <usize>i * ai, ak, from + bytes(r - j), step, c + <usize>i * ci + bytes(r), add);
  }
}

/** A transposed A is read line by line of memory for every panel: so many of its rows stay in the first-level cache. */
// @ts-ignore: decorator
@inline function stretchOf(rowBytes: usize): i32 {
  return max(32, min(DEPTH, <i32>(16384 / rowBytes)));
}

/**
 * @param bk 0 when B was laid out by `pack`
 * @param room for the packed rows of B: 256 × 48 bytes
 */
export function gemm(M: i32, N: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool, room: usize): void {
  const most = bk == 0 || ak <= ai ? DEPTH : stretchOf(ak);
  for (let k = 0; k < K; k += most) {
    const depth = min(most, K - k);
    const adds = add || k > 0;
    if (M < 4 && bk != 0) for (let i = 0; i < M; i++) row(N, depth, a + <usize>i * ai, ak, b, bk, c + <usize>i * ci, adds);
    else block(M, N, depth, a, ai, ak, b, bk, c, ci, adds, room);
    a += <usize>depth * ak;
    b += bk == 0 ? <usize>depth * bytes(N) : <usize>depth * bk;
  }
}

/** The transpose of a rows×columns matrix. */
export function transpose(rows: i32, columns: i32, from: usize, into: usize): void {
  for (let i = 0; i < rows; i++) {
    let to = into + bytes(i);
    for (let j = 0; j < columns; j++) {
      store<F>(to, load<F>(from));
      from += sizeof<F>();
      to += bytes(rows);
    }
  }
}
