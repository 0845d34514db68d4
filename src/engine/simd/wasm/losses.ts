/** Softmax and the losses, one row (one sequence at one time step) after the other. */
import { expOfNegative } from "./exponentials";
import { softplusOf } from "./functions";
import { bytes, LANES, mask, splatted, storeFirst } from "./lanes";

// @ts-ignore: decorator
@inline function at(row: usize, i: i32): f64 {
  return <f64>load<F>(row + bytes(i));
}

// @ts-ignore: decorator
@inline function sumOfLanes(x: v128): F {
  let sum = v128.extract_lane<F>(x, 0) + v128.extract_lane<F>(x, 1);
  if (sizeof<F>() == 4) sum += <F>f32x4.extract_lane(x, 2) + <F>f32x4.extract_lane(x, 3);
  return sum;
}

/** The larger of two, lane by lane; a NaN in `b` is passed over (what is made of the row becomes NaN all the same). */
// @ts-ignore: decorator
@inline function larger(a: v128, b: v128): v128 {
  return sizeof<F>() == 8 ? f64x2.pmax(a, b) : f32x4.pmax(a, b);
}

function largestOf(n: i32, x: usize): F {
  let i = 0;
  let even = splatted(x);
  let odd = even;
  for (; i + 2 * LANES <= n; i += 2 * LANES) {
    even = larger(even, v128.load(x + bytes(i)));
    odd = larger(odd, v128.load(x + bytes(i), 16));
  }
  for (; i < n; i++) even = larger(even, splatted(x + bytes(i)));
  const largest = larger(even, odd);
  let most = max(v128.extract_lane<F>(largest, 0), v128.extract_lane<F>(largest, 1));
  if (sizeof<F>() == 4) most = max(most, max(<F>f32x4.extract_lane(largest, 2), <F>f32x4.extract_lane(largest, 3)));
  return most;
}

/** y = e^(x - largest); their sum. */
function powers(n: i32, x: usize, largest: F, y: usize): F {
  const shift = v128.splat<F>(largest);
  let sums = v128.splat<F>(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const e = expOfNegative(v128.sub<F>(v128.load(x + bytes(i)), shift));
    v128.store(y + bytes(i), e);
    sums = v128.add<F>(sums, e);
  }
  let sum = sumOfLanes(sums);
  for (; i < n; i++) {
    const e = expOfNegative(v128.sub<F>(splatted(x + bytes(i)), shift));
    storeFirst(y + bytes(i), e);
    sum += v128.extract_lane<F>(e, 0);
  }
  return sum;
}

export function softmax(rows: i32, n: i32, x: usize, y: usize): void {
  for (let r = 0; r < rows; r++) {
    const sum = v128.splat<F>(powers(n, x, largestOf(n, x), y));
    let i = 0;
    for (; i + LANES <= n; i += LANES) v128.store(y + bytes(i), v128.div<F>(v128.load(y + bytes(i)), sum));
    for (; i < n; i++) storeFirst(y + bytes(i), v128.div<F>(splatted(y + bytes(i)), sum));
    x += bytes(n);
    y += bytes(n);
  }
}

/** into += y ⊙ (g - yᵀg). */
export function pullSoftmax(rows: i32, n: i32, y: usize, g: usize, into: usize): void {
  for (let r = 0; r < rows; r++) {
    let dot: F = 0;
    for (let i = 0; i < n; i++) dot += load<F>(y + bytes(i)) * load<F>(g + bytes(i));
    for (let i = 0; i < n; i++)
      store<F>(into + bytes(i), load<F>(into + bytes(i)) + load<F>(y + bytes(i)) * (load<F>(g + bytes(i)) - dot));
    y += bytes(n);
    g += bytes(n);
    into += bytes(n);
  }
}

export enum Loss {
  crossEntropy,
  crossEntropyOfSoftmax,
  binaryCrossEntropy,
  binaryCrossEntropyOfSigmoid,
  squaredError,
  halfSquaredError,
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

/** Two numbers of memory as float64. */
// @ts-ignore: decorator
@inline function pair(at: usize): v128 {
  return sizeof<F>() == 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-ignore: decorator
@inline function sumOfPair(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Beyond this probability a float32 has too few digits left for the loss, which is near 0. */
const CONFIDENT: F = 0.9;

/**
 * log Σ e^(z - largest) of a row: 0 or more. The largest probability is one over that sum; in float32, where it is near 1,
 * the sum is made once more in float64, so that a loss near 0 keeps its digits.
 */
function logSumExp(n: i32, z: usize, largest: F, p: usize): f64 {
  const top = largestOf(n, p);
  if (sizeof<F>() == 8 || top < CONFIDENT) return -NativeMath.log(<f64>top);
  const shift = v128.splat<F>(largest);
  let sums = f64x2.splat(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const e = expOfNegative(v128.sub<F>(v128.load(z + bytes(i)), shift));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(e));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(i64x2.shuffle(e, e, 1, 1)));
  }
  let sum = sumOfPair(sums);
  for (; i < n; i++) sum += <f64>v128.extract_lane<F>(expOfNegative(v128.sub<F>(splatted(z + bytes(i)), shift)), 0);
  return NativeMath.log(sum);
}

/** d (log Σ e^z - z) of two numbers; 0 where d is. */
// @ts-ignore: decorator
@inline function costOfPair(t: usize, z: usize, normaliser: v128): v128 {
  const d = pair(t);
  return v128.and(f64x2.mul(d, f64x2.sub(normaliser, pair(z))), f64x2.ne(d, f64x2.splat(0)));
}

/** Σ t (log Σ e^z - z): what the target rules out costs nothing, however unlikely it is. */
function crossEntropyOfRow(n: i32, t: usize, p: usize, z: usize): f64 {
  const largest = largestOf(n, z);
  const normaliser = <f64>largest + logSumExp(n, z, largest, p);
  const high = f64x2.splat(normaliser);
  let sums = f64x2.splat(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    if (!v128.any_true(v128.load(t + bytes(i)))) continue; // a one-hot target is nearly all zeros
    sums = f64x2.add(sums, costOfPair(t + bytes(i), z + bytes(i), high));
    if (LANES == 4) sums = f64x2.add(sums, costOfPair(t + bytes(i + 2), z + bytes(i + 2), high));
  }
  let sum = sumOfPair(sums);
  for (; i < n; i++) if (at(t, i) != 0) sum += at(t, i) * (normaliser - at(z, i));
  return sum;
}

function ofEntry(kind: Loss, t: f64, p: f64, z: f64): f64 {
  switch (kind) {
    case Loss.crossEntropy: return -timesLog(t, p);
    case Loss.binaryCrossEntropy: return -timesLog(t, p) - timesLog(1 - t, 1 - p);
    case Loss.binaryCrossEntropyOfSigmoid:
      return (t != 0 ? t * softplusOf(-z) : 0) + (t != 1 ? (1 - t) * softplusOf(z) : 0);
    case Loss.squaredError: return (t - p) * (t - p);
    default: return 0.5 * (t - p) * (t - p);
  }
}

function ofRow(kind: Loss, n: i32, t: usize, p: usize, z: usize): f64 {
  let sum: f64 = 0;
  if (kind == Loss.crossEntropyOfSoftmax) return crossEntropyOfRow(n, t, p, z);
  for (let i = 0; i < n; i++) sum += ofEntry(kind, at(t, i), at(p, i), at(z, i));
  return sum;
}

/** @param z the logits; the prediction itself for losses that have none */
export function loss(kind: Loss, rows: i32, n: i32, t: usize, p: usize, z: usize, to: usize): void {
  for (let r = 0; r < rows; r++) {
    store<F>(to, <F>ofRow(kind, n, t, p, z));
    t += bytes(n);
    p += bytes(n);
    z += bytes(n);
    to += sizeof<F>();
  }
}

/** The slope by the target (index 0), the prediction (1) or the logits (2). */
function slope(kind: Loss, index: i32, t: f64, p: f64, z: f64): f64 {
  switch (kind) {
    case Loss.crossEntropy: return index == 0 ? -NativeMath.log(p) : -ratio(t, p);
    case Loss.binaryCrossEntropy:
      return index == 0 ? NativeMath.log(1 - p) - NativeMath.log(p) : ratio(1 - t, 1 - p) - ratio(t, p);
    case Loss.binaryCrossEntropyOfSigmoid:
      if (index == 0) return -z;
      if (index == 2) return t == 1 ? -sigmoidOf(-z) : p - t;
      return ratio(1 - t, sigmoidOf(-z)) - ratio(t, p);
    case Loss.squaredError: return index == 0 ? 2 * (t - p) : -2 * (t - p);
    default: return index == 0 ? t - p : p - t;
  }
}

/** into (+)= g (p Σt - t): a softmax's cross-entropy by its logits. */
function pullLogits(n: i32, t: usize, p: usize, g: F, mass: F, into: usize, adds: bool): void {
  const kept = mask(adds);
  const seed = v128.splat<F>(g);
  const weight = v128.splat<F>(mass);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const d = v128.sub<F>(v128.mul<F>(v128.load(p + bytes(i)), weight), v128.load(t + bytes(i)));
    v128.store(into + bytes(i), v128.add<F>(v128.and(v128.load(into + bytes(i)), kept), v128.mul<F>(seed, d)));
  }
  for (; i < n; i++) {
    const d = v128.sub<F>(v128.mul<F>(splatted(p + bytes(i)), weight), splatted(t + bytes(i)));
    storeFirst(into + bytes(i), v128.add<F>(v128.and(splatted(into + bytes(i)), kept), v128.mul<F>(seed, d)));
  }
}

/** into (-)= g t / p where t is not 0: a softmax's cross-entropy by its probabilities. */
function pullProbabilities(n: i32, t: usize, p: usize, g: F, into: usize, adds: bool): void {
  const kept = mask(adds);
  const seed = v128.splat<F>(g);
  const zero = v128.splat<F>(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const d = v128.load(t + bytes(i));
    const slope = v128.and(v128.div<F>(v128.mul<F>(seed, d), v128.load(p + bytes(i))), v128.ne<F>(d, zero));
    v128.store(into + bytes(i), v128.sub<F>(v128.and(v128.load(into + bytes(i)), kept), slope));
  }
  for (; i < n; i++) {
    const d = splatted(t + bytes(i));
    const slope = v128.and(v128.div<F>(v128.mul<F>(seed, d), splatted(p + bytes(i))), v128.ne<F>(d, zero));
    storeFirst(into + bytes(i), v128.sub<F>(v128.and(splatted(into + bytes(i)), kept), slope));
  }
}

function sumOf(n: i32, x: usize): F {
  let sums = v128.splat<F>(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) sums = v128.add<F>(sums, v128.load(x + bytes(i)));
  let sum = sumOfLanes(sums);
  for (; i < n; i++) sum += load<F>(x + bytes(i));
  return sum;
}

/** into (+)= g · slope, for a softmax's cross-entropy. */
function pullCrossEntropy(index: i32, n: i32, t: usize, p: usize, z: usize, g: F, into: usize, adds: bool): void {
  if (index == 1) return pullProbabilities(n, t, p, g, into, adds);
  if (index == 2) return pullLogits(n, t, p, g, sumOf(n, t), into, adds);
  const largest = largestOf(n, z);
  const normaliser = <f64>largest + logSumExp(n, z, largest, p);
  for (let i = 0; i < n; i++) {
    const d = <f64>g * (normaliser - at(z, i));
    store<F>(into + bytes(i), <F>(adds ? at(into, i) + d : d));
  }
}

/** into (+)= g · slope. */
export function pullLoss(kind: Loss, index: i32, rows: i32, n: i32, t: usize, p: usize, z: usize, g: usize, into: usize, adds: bool): void {
  for (let r = 0; r < rows; r++) {
    if (kind == Loss.crossEntropyOfSoftmax) pullCrossEntropy(index, n, t, p, z, load<F>(g), into, adds);
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
