/**
 * C (+)= A B for any strides of A: element (i, k) of A at `a + i ai + k ak`, row k of B at `b + k bk`, row i of C at
 * `c + i ci` (all in bytes). Every element of C is one chain over k in ascending order, whatever tile it falls into,
 * so the result depends neither on how the work is divided nor on who does it.
 */
import { bytes, LANES, madd, splatted, storeFirst } from "./lanes";

/** Rows of B that are packed at a time: three vectors of each fit the first-level cache beside A. */
const DEPTH: i32 = 256;
/** Fewer rows of A than this do not pay for packing B. */
const FEWEST_TO_PACK: i32 = 12;

function tile4x3(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  const ci2 = ci + ci;
  const ci3 = ci2 + ci;
  const ai2 = ai + ai;
  const ai3 = ai2 + ai;
  let c00 = v128.splat<F>(0),
    c01 = c00,
    c02 = c00;
  let c10 = c00,
    c11 = c00,
    c12 = c00;
  let c20 = c00,
    c21 = c00,
    c22 = c00;
  let c30 = c00,
    c31 = c00,
    c32 = c00;
  if (add) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c02 = v128.load(c, 32);
    c10 = v128.load(c + ci);
    c11 = v128.load(c + ci, 16);
    c12 = v128.load(c + ci, 32);
    c20 = v128.load(c + ci2);
    c21 = v128.load(c + ci2, 16);
    c22 = v128.load(c + ci2, 32);
    c30 = v128.load(c + ci3);
    c31 = v128.load(c + ci3, 16);
    c32 = v128.load(c + ci3, 32);
  }
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16),
      b2 = v128.load(b, 32);
    let x = splatted(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    c02 = madd(x, b2, c02);
    x = splatted(a + ai);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    c12 = madd(x, b2, c12);
    x = splatted(a + ai2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    c22 = madd(x, b2, c22);
    x = splatted(a + ai3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    c32 = madd(x, b2, c32);
    a += ak;
    b += bk;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c + ci, c10);
  v128.store(c + ci, c11, 16);
  v128.store(c + ci, c12, 32);
  v128.store(c + ci2, c20);
  v128.store(c + ci2, c21, 16);
  v128.store(c + ci2, c22, 32);
  v128.store(c + ci3, c30);
  v128.store(c + ci3, c31, 16);
  v128.store(c + ci3, c32, 32);
}

function tile4x1(K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool): void {
  let c0 = v128.splat<F>(0),
    c1 = c0,
    c2 = c0,
    c3 = c0;
  const ai2 = ai + ai;
  const ai3 = ai2 + ai;
  if (add) {
    c0 = v128.load(c);
    c1 = v128.load(c + ci);
    c2 = v128.load(c + ci + ci);
    c3 = v128.load(c + ci + ci + ci);
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
  v128.store(c, c0);
  v128.store(c + ci, c1);
  v128.store(c + ci + ci, c2);
  v128.store(c + ci + ci + ci, c3);
}

function tile1x8(K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  let c0 = v128.splat<F>(0),
    c1 = c0,
    c2 = c0,
    c3 = c0,
    c4 = c0,
    c5 = c0,
    c6 = c0,
    c7 = c0;
  if (add) {
    c0 = v128.load(c);
    c1 = v128.load(c, 16);
    c2 = v128.load(c, 32);
    c3 = v128.load(c, 48);
    c4 = v128.load(c, 64);
    c5 = v128.load(c, 80);
    c6 = v128.load(c, 96);
    c7 = v128.load(c, 112);
  }
  for (let k = 0; k < K; k++) {
    const x = splatted(a);
    c0 = madd(x, v128.load(b), c0);
    c1 = madd(x, v128.load(b, 16), c1);
    c2 = madd(x, v128.load(b, 32), c2);
    c3 = madd(x, v128.load(b, 48), c3);
    c4 = madd(x, v128.load(b, 64), c4);
    c5 = madd(x, v128.load(b, 80), c5);
    c6 = madd(x, v128.load(b, 96), c6);
    c7 = madd(x, v128.load(b, 112), c7);
    a += ak;
    b += bk;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

function tile1x4(K: i32, a: usize, ak: usize, b: usize, bk: usize, c: usize, add: bool): void {
  let c0 = v128.splat<F>(0),
    c1 = c0,
    c2 = c0,
    c3 = c0;
  if (add) {
    c0 = v128.load(c);
    c1 = v128.load(c, 16);
    c2 = v128.load(c, 32);
    c3 = v128.load(c, 48);
  }
  for (let k = 0; k < K; k++) {
    const x = splatted(a);
    c0 = madd(x, v128.load(b), c0);
    c1 = madd(x, v128.load(b, 16), c1);
    c2 = madd(x, v128.load(b, 32), c2);
    c3 = madd(x, v128.load(b, 48), c3);
    a += ak;
    b += bk;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
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

/** Copies three vectors of each of K rows of B into one block. */
function pack3(K: i32, b: usize, bk: usize, into: usize): void {
  for (let k = 0; k < K; k++) {
    v128.store(into, v128.load(b));
    v128.store(into, v128.load(b, 16), 16);
    v128.store(into, v128.load(b, 32), 32);
    into += 48;
    b += bk;
  }
}

/** Rows i0 … of a stretch of K, for all columns. */
function block(
  M: i32,
  N: i32,
  K: i32,
  a: usize,
  ai: usize,
  ak: usize,
  b: usize,
  bk: usize,
  c: usize,
  ci: usize,
  add: bool,
  pack: usize,
): void {
  const whole = M & ~3;
  let j = 0;
  for (; j + 3 * LANES <= N; j += 3 * LANES) {
    let from = b + bytes(j);
    let step = bk;
    if (M >= FEWEST_TO_PACK) {
      pack3(K, from, bk, pack);
      from = pack;
      step = 48;
    }
    for (let i = 0; i < whole; i += 4)
      tile4x3(K, a + <usize>i * ai, ai, ak, from, step, c + <usize>i * ci + bytes(j), ci, add);
  }
  for (; j + LANES <= N; j += LANES) {
    for (let i = 0; i < whole; i += 4)
      tile4x1(K, a + <usize>i * ai, ai, ak, b + bytes(j), bk, c + <usize>i * ci + bytes(j), ci, add);
  }
  for (; j < N; j++) {
    for (let i = 0; i < whole; i++)
      single(K, a + <usize>i * ai, ak, b + bytes(j), bk, c + <usize>i * ci + bytes(j), add);
  }
  for (let i = whole; i < M; i++) row(N, K, a + <usize>i * ai, ak, b, bk, c + <usize>i * ci, add);
}

/** @param pack room for 256 × 48 bytes */
export function gemm(
  M: i32,
  N: i32,
  K: i32,
  a: usize,
  ai: usize,
  ak: usize,
  b: usize,
  bk: usize,
  c: usize,
  ci: usize,
  add: bool,
  pack: usize,
): void {
  for (let k = 0; k < K; k += DEPTH)
    block(M, N, min(DEPTH, K - k), a + <usize>k * ak, ai, ak, b + <usize>k * bk, bk, c, ci, add || k > 0, pack);
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
