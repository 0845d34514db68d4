/** The losses, one row (one sequence at one time step) after the other. */
import { crossEntropyOfSoftmax, pullCrossEntropy } from "./crossEntropy";
import { softplusOf } from "./functions";
import { bytes } from "./lanes";
import { MachineLoss, NumberList } from "./opcodes";
import { refuse } from "./unknown";

// @ts-ignore: decorator
@inline function at(row: usize, i: i32): f64 {
  return <f64>load<F>(row + bytes(i));
}

/** x log y with 0 log 0 = 0. */
function timesLog(x: f64, y: f64): f64 {
  return x == 0 ? 0 : x * NativeMath.log(y);
}

function ratio(x: f64, y: f64): f64 {
  return x == 0 ? 0 : x / y;
}

function sigmoidOf(x: f64): f64 {
  const e = NativeMath.exp(-NativeMath.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}

function ofEntry(kind: MachineLoss, t: f64, p: f64, z: f64): f64 {
  switch (kind) {
    case MachineLoss.crossEntropy: return -timesLog(t, p);
    case MachineLoss.binaryCrossEntropy: return -timesLog(t, p) - timesLog(1 - t, 1 - p);
    case MachineLoss.binaryCrossEntropyOfSigmoid:
      return (t != 0 ? t * softplusOf(-z) : 0) + (t != 1 ? (1 - t) * softplusOf(z) : 0);
    case MachineLoss.squaredError: return (t - p) * (t - p);
    case MachineLoss.halfSquaredError: return 0.5 * (t - p) * (t - p);
    default: refuse(NumberList.loss, kind);
  }
  return 0;
}

function ofRow(kind: MachineLoss, n: i32, t: usize, p: usize, z: usize): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += ofEntry(kind, at(t, i), at(p, i), at(z, i));
  return sum;
}

/** @param z the logits; the prediction itself for losses that have none */
export function loss(kind: MachineLoss, rows: i32, n: i32, t: usize, p: usize, z: usize, to: usize): void {
  if (kind == MachineLoss.crossEntropyOfSoftmax) return crossEntropyOfSoftmax(rows, n, t, p, z, to);
  for (let r = 0; r < rows; r++) {
    store<F>(to, <F>ofRow(kind, n, t, p, z));
    t += bytes(n);
    p += bytes(n);
    z += bytes(n);
    to += sizeof<F>();
  }
}

/** The slope by the target (index 0), the prediction (1) or the logits (2). */
function slope(kind: MachineLoss, index: i32, t: f64, p: f64, z: f64): f64 {
  switch (kind) {
    case MachineLoss.crossEntropy: return index == 0 ? -NativeMath.log(p) : -ratio(t, p);
    case MachineLoss.binaryCrossEntropy:
      return index == 0 ? NativeMath.log(1 - p) - NativeMath.log(p) : ratio(1 - t, 1 - p) - ratio(t, p);
    case MachineLoss.binaryCrossEntropyOfSigmoid:
      if (index == 0) return -z;
      if (index == 2) return t == 1 ? -sigmoidOf(-z) : p - t;
      return ratio(1 - t, sigmoidOf(-z)) - ratio(t, p);
    case MachineLoss.squaredError: return index == 0 ? 2 * (t - p) : -2 * (t - p);
    case MachineLoss.halfSquaredError: return index == 0 ? t - p : p - t;
    default: refuse(NumberList.loss, kind);
  }
  return 0;
}

/** into (+)= g · slope. */
export function pullLoss(kind: MachineLoss, index: i32, rows: i32, n: i32, t: usize, p: usize, z: usize, g: usize, into: usize, adds: bool): void {
  for (let r = 0; r < rows; r++) {
    if (kind == MachineLoss.crossEntropyOfSoftmax) pullCrossEntropy(index, n, t, p, z, load<F>(g), into, adds);
    else {
      const seed = <f64>load<F>(g);
      for (let i = 0; i < n; i++) {
        const d = seed * slope(kind, index, at(t, i), at(p, i), at(z, i));
        store<F>(into + bytes(i), <F>(adds ? at(into, i) + d : d));
      }
    }
    t += bytes(n);
    p += bytes(n);
    z += bytes(n);
    g += sizeof<F>();
    into += bytes(n);
  }
}

/** The sum (or mean) of each row. */
export function reduce(rows: i32, n: i32, x: usize, isMean: bool, to: usize): void {
  for (let r = 0; r < rows; r++) {
    let sum: F = 0;
    for (let i = 0; i < n; i++) sum += load<F>(x + bytes(i));
    store<F>(to, isMean ? sum * (<F>1 / <F>n) : sum);
    x += bytes(n);
    to += sizeof<F>();
  }
}

export function pullReduce(rows: i32, n: i32, g: usize, isMean: bool, into: usize): void {
  for (let r = 0; r < rows; r++) {
    const d = isMean ? load<F>(g) * (<F>1 / <F>n) : load<F>(g);
    for (let i = 0; i < n; i++) store<F>(into + bytes(i), load<F>(into + bytes(i)) + d);
    g += sizeof<F>();
    into += bytes(n);
  }
}
