/**
 * C (+)= A B for any strides of A: element (i, k) of A at `a + i ai + k ak`, row k of B at `b + k bk`, row i of C at
 * `c + i ci` (all in bytes). Every element of C is one chain over k in ascending order, whatever tile it falls into,
 * so the result depends neither on how the work is divided nor on who does it.
 */
import { LANES, bytes } from "./lanes";
import { lastColumns, panel, row } from "./tiles";

/** Rows of B that are packed at a time: two vectors of each fit the first-level cache beside A. */
const DEPTH: i32 = 256;
/** Fewer rows of A than this do not pay for packing B. */
const FEWEST_TO_PACK: i32 = 12;
/** The scratch of the last columns stands behind the packed rows. */
const SCRATCH: usize = 256 * 32;

/** Copies a panel of K rows of one or two vectors, its rows next to each other. */
function packPanel(isWide: bool, K: i32, b: usize, bk: usize, into: usize): void {
  for (let k = 0; k < K; k++) {
    v128.store(into, v128.load(b));
    if (isWide) v128.store(into, v128.load(b, 16), 16);
    into += isWide ? 32 : 16;
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
    for (let j = 0; j < N; ) {
      const n = N - j >= 2 * LANES ? 2 * LANES : N - j >= LANES ? LANES : N - j;
      packNumbers(n, depth, from + <usize>j * bj, bk, bj, into);
      into += <usize>depth * bytes(n);
      j += n;
    }
  }
}

/** All rows and columns for a stretch of K. */
function block(M: i32, N: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool, room: usize): void {
  const isPacked = bk == 0;
  let j = 0;
  while (N - j >= LANES) {
    const isWide = N - j >= 2 * LANES;
    const n = isWide ? 2 * LANES : LANES;
    let from = isPacked ? b + <usize>K * bytes(j) : b + bytes(j);
    let step = isPacked ? bytes(n) : bk;
    if (!isPacked && M >= FEWEST_TO_PACK) {
      packPanel(isWide, K, from, bk, room);
      from = room;
      step = bytes(n);
    }
    panel(isWide, M, K, a, ai, ak, from, step, c + bytes(j), ci, add);
    j += n;
  }
  if (j == N) return;
  const from = isPacked ? b + <usize>K * bytes(j) : b + bytes(j);
  lastColumns(N - j, M, K, a, ai, ak, from, isPacked ? bytes(N - j) : bk, c + bytes(j), ci, add, room + SCRATCH);
}

/** A transposed A is read line by line of memory for every panel: so many of its rows stay in the first-level cache. */
// @ts-ignore: decorator
@inline function stretchOf(rowBytes: usize): i32 {
  return max(32, min(DEPTH, <i32>(16384 / rowBytes)));
}

/**
 * @param bk 0 when B was laid out by `pack`
 * @param room for the packed rows of B and the scratch: 256 × 48 bytes
 */
export function gemm(M: i32, N: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool, room: usize): void {
  const most = bk == 0 || ak <= ai ? DEPTH : stretchOf(ak);
  for (let k = 0; k < K; k += most) {
    const depth = min(most, K - k);
    const adds = add || k > 0;
    if (M < 4 && bk != 0) for (let i = 0; i < M; i++) row(N, depth, a + <usize>i * ai, ak, b, bk, c + <usize>i * ci, adds, room + SCRATCH);
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
