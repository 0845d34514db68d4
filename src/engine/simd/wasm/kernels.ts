/**
 * A machine for numeric programs: a tape of instructions in memory, each an opcode and its arguments as 32-bit words
 * (addresses in bytes). One call runs a whole forward or backward pass.
 */
import { Binary, combine, pullBinary } from "./binary";
import { map, pull } from "./functions";
import { gemm } from "./gemm";
import { LANES, bytes } from "./lanes";
import { pack, transpose } from "./layout";
import { loss, pullLoss, pullReduce, pullSoftmax, reduce, softmax } from "./losses";
import { norms, productNorms } from "./norms";

export { norm } from "./norms";
export { clamp, scale, update } from "./updates";

enum Code {
  end,
  zero,
  gemm,
  transpose,
  map,
  pull,
  combine,
  pullBinary,
  softmax,
  pullSoftmax,
  loss,
  pullLoss,
  reduce,
  pullReduce,
  copyRows,
  addRows,
  pack,
  norms,
  productNorms,
}

// @ts-ignore: decorator
@inline function word(tape: usize, i: i32): i32 {
  return load<i32>(tape + (<usize>i << 2));
}

/** Copies rows of n numbers; `from` and `to` step by their own strides, in bytes. */
function copyRows(rows: i32, n: i32, from: usize, fromRow: usize, to: usize, toRow: usize): void {
  for (let r = 0; r < rows; r++) {
    memory.copy(to, from, bytes(n));
    from += fromRow;
    to += toRow;
  }
}

/** All rows onto one: a stretch of columns at a time, its sums in registers. */
function sumRows(rows: i32, n: i32, from: usize, fromRow: usize, to: usize): void {
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
function addRows(rows: i32, n: i32, from: usize, fromRow: usize, to: usize, toRow: usize): void {
  if (toRow == 0) return sumRows(rows, n, from, fromRow, to);
  for (let r = 0; r < rows; r++) {
    combine(Binary.add, 1, n, to, 0, sizeof<F>(), from, 0, sizeof<F>(), to, false);
    from += fromRow;
    to += toRow;
  }
}

/** @param room for the packed rows of a product */
export function run(tape: usize, room: usize): void {
  for (;;) {
    const t = tape;
    switch (word(t, 0)) {
      case Code.zero:
        memory.fill(word(t, 1), 0, bytes(word(t, 2)));
        tape += 12;
        break;
      case Code.gemm:
        gemm(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10), word(t, 11) != 0, room);
        tape += 48;
        break;
      case Code.transpose:
        transpose(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.map:
        map(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.pull:
        pull(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7) != 0);
        tape += 32;
        break;
      case Code.combine:
        combine(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10), word(t, 11) != 0);
        tape += 48;
        break;
      case Code.pullBinary:
        pullBinary(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10), word(t, 11), word(t, 12), word(t, 13), word(t, 14), word(t, 15) != 0);
        tape += 64;
        break;
      case Code.softmax:
        softmax(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.pullSoftmax:
        pullSoftmax(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5));
        tape += 24;
        break;
      case Code.loss:
        loss(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7));
        tape += 32;
        break;
      case Code.pullLoss:
        pullLoss(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10) != 0);
        tape += 44;
        break;
      case Code.reduce:
        reduce(word(t, 1), word(t, 2), word(t, 3), word(t, 4) != 0, word(t, 5));
        tape += 24;
        break;
      case Code.pullReduce:
        pullReduce(word(t, 1), word(t, 2), word(t, 3), word(t, 4) != 0, word(t, 5));
        tape += 24;
        break;
      case Code.copyRows:
        copyRows(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6));
        tape += 28;
        break;
      case Code.addRows:
        addRows(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6));
        tape += 28;
        break;
      case Code.pack:
        pack(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6));
        tape += 28;
        break;
      case Code.norms:
        norms(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.productNorms:
        productNorms(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10), word(t, 11), word(t, 12), word(t, 13), room);
        tape += 56;
        break;
      default:
        return;
    }
  }
}
