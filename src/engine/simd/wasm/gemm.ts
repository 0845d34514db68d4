/**
 * C (+)= A B for any strides of A: element (i, k) of A at `a + i ai + k ak`, row k of B at `b + k bk`, row i of C at
 * `c + i ci` (all in bytes). Every element of C is one chain over k in ascending order, whatever tile it falls into,
 * so the result depends neither on how the work is divided nor on who does it.
 */
import { LANES, bytes } from "./lanes";
import { DEPTH, SCRATCH, panelOf } from "./layout";
import { lastColumns, panel, row } from "./tiles";

/** All columns of some rows for a stretch of K. */
function block(M: i32, N: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool, room: usize): void {
  const isPacked = bk == 0;
  let j = 0;
  while (N - j >= LANES) {
    const n = panelOf(N - j);
    const from = isPacked ? b + <usize>K * bytes(j) : b + bytes(j);
    panel(n > LANES, M, K, a, ai, ak, from, isPacked ? bytes(n) : bk, c + bytes(j), ci, add);
    j += n;
  }
  if (j == N) return;
  const from = isPacked ? b + <usize>K * bytes(j) : b + bytes(j);
  lastColumns(N - j, M, K, a, ai, ak, from, isPacked ? bytes(N - j) : bk, c + bytes(j), ci, add, room + SCRATCH);
}

/**
 * @param bk 0 when B was laid out by `pack`
 * @param room for the columns that fill no vector: 256 × 48 bytes
 */
export function gemm(M: i32, N: i32, K: i32, a: usize, ai: usize, ak: usize, b: usize, bk: usize, c: usize, ci: usize, add: bool, room: usize): void {
  for (let k = 0; k < K; k += DEPTH) {
    const depth = min(DEPTH, K - k);
    const adds = add || k > 0;
    if (M < 4 && bk != 0) for (let i = 0; i < M; i++) row(N, depth, a + <usize>i * ai, ak, b, bk, c + <usize>i * ci, adds, room + SCRATCH);
    else block(M, N, depth, a, ai, ak, b, bk, c, ci, adds, room);
    a += <usize>depth * ak;
    b += bk == 0 ? <usize>depth * bytes(N) : <usize>depth * bk;
  }
}
