/** Rows of numbers that step by strides of their own, in bytes. */
import { combine } from "./binary";
import { MachineBinary } from "./opcodes";
import { LANES, bytes } from "./lanes";

/** Copies rows of n numbers; `from` and `to` step by their own strides, in bytes. */
export function copyRows(rows: i32, n: i32, from: usize, fromRow: usize, to: usize, toRow: usize): void {
  for (let r = 0; r < rows; r++) {
    memory.copy(to, from, bytes(n));
    from += fromRow;
    to += toRow;
  }
}

/** All rows onto one: a stretch of columns at a time, its sums in registers. */
export function sumRows(rows: i32, n: i32, from: usize, fromRow: usize, to: usize): void {
  let j = 0;
  for (; j + 4 * LANES <= n; j += 4 * LANES) {
    const into = to + bytes(j);
    let at = from + bytes(j);
    let s0 = v128.load(into), s1 = v128.load(into, 16), s2 = v128.load(into, 32), s3 = v128.load(into, 48);
    for (let r = 0; r < rows; r++) {
      s0 = v128.add<F>(s0, v128.load(at));
      s1 = v128.add<F>(s1, v128.load(at, 16));
      s2 = v128.add<F>(s2, v128.load(at, 32));
      s3 = v128.add<F>(s3, v128.load(at, 48));
      at += fromRow;
    }
    v128.store(into, s0); v128.store(into, s1, 16); v128.store(into, s2, 32); v128.store(into, s3, 48);
  }
  for (; j < n; j++) {
    let at = from + bytes(j);
    let sum = load<F>(to + bytes(j));
    for (let r = 0; r < rows; r++) {
      sum += load<F>(at);
      at += fromRow;
    }
    store<F>(to + bytes(j), sum);
  }
}

/** Adds rows to rows, or all rows to one when `toRow` is 0. */
export function addRows(rows: i32, n: i32, from: usize, fromRow: usize, to: usize, toRow: usize): void {
  if (toRow == 0) return sumRows(rows, n, from, fromRow, to);
  for (let r = 0; r < rows; r++) {
    combine(MachineBinary.add, 1, n, to, 0, sizeof<F>(), from, 0, sizeof<F>(), to, false);
    from += fromRow;
    to += toRow;
  }
}
