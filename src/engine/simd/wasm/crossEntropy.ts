/** The cross-entropy of a softmax, from its logits, one row (one sequence at one time step) after the other. */
import { expOfNegative } from "./exponentials";
import { bytes, LANES, splatted, storeFirst } from "./lanes";
import { largestOf, sumOfLanes } from "./softmax";

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

/** Σ e^(z - largest) in float64. */
// @ts-ignore: decorator
@inline function sumInDoubles(n: i32, z: usize, largest: v128): f64 {
  let sums = f64x2.splat(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const power = expOfNegative(v128.sub<F>(v128.load(z + bytes(i)), largest));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(power));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(i64x2.shuffle(power, power, 1, 1)));
  }
  let sum = sumOfPair(sums);
  for (; i < n; i++) sum += <f64>v128.extract_lane<F>(expOfNegative(v128.sub<F>(splatted(z + bytes(i)), largest)), 0);
  return sum;
}

/**
 * log Σ e^z of a row whose softmax p is made. The largest probability `top` is one over Σ e^(z - largest); in float32, where
 * it is near 1, that sum is made once more in float64, so that a loss near 0 keeps its digits.
 */
function normaliserOf(n: i32, p: usize, z: usize): f64 {
  const top = v128.extract_lane<F>(largestOf(n, p), 0);
  const largest = largestOf(n, z);
  const isExact = sizeof<F>() == 8 || top < CONFIDENT;
  const log = isExact ? -NativeMath.log(<f64>top) : NativeMath.log(sumInDoubles(n, z, largest));
  return <f64>v128.extract_lane<F>(largest, 0) + log;
}

/** d (log Σ e^z - z) of two numbers; 0 where d is. */
// @ts-ignore: decorator
@inline function costOfPair(t: usize, z: usize, normaliser: v128): v128 {
  const d = pair(t);
  return v128.and(f64x2.mul(d, f64x2.sub(normaliser, pair(z))), f64x2.ne(d, f64x2.splat(0)));
}

/** Σ t (log Σ e^z - z): what the target rules out costs nothing, however unlikely it is. */
// @ts-ignore: decorator
@inline function costOfRow(n: i32, t: usize, z: usize, normaliser: f64): f64 {
  const high = f64x2.splat(normaliser);
  let sums = f64x2.splat(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    sums = f64x2.add(sums, costOfPair(t + bytes(i), z + bytes(i), high));
    if (LANES == 4) sums = f64x2.add(sums, costOfPair(t + bytes(i + 2), z + bytes(i + 2), high));
  }
  let sum = sumOfPair(sums);
  for (; i < n; i++) {
    const d = <f64>load<F>(t + bytes(i));
    if (d != 0) sum += d * (normaliser - <f64>load<F>(z + bytes(i)));
  }
  return sum;
}

/** The cross-entropy of rows whose softmax p is made. */
export function crossEntropyOfSoftmax(rows: i32, n: i32, t: usize, p: usize, z: usize, to: usize): void {
  for (let r = 0; r < rows; r++) {
    store<F>(to, <F>costOfRow(n, t, z, normaliserOf(n, p, z)));
    t += bytes(n);
    p += bytes(n);
    z += bytes(n);
    to += sizeof<F>();
  }
}

/** What a vector or a number is added to. Where nothing stands yet nothing is read either: it is far away in memory. */
// @ts-ignore: decorator
@inline function before(into: usize, isVector: bool, adds: bool): v128 {
  if (!adds) return v128.splat<F>(0);
  return isVector ? v128.load(into) : splatted(into);
}

/** into (+)= g (p Σt - t): a softmax's cross-entropy by its logits. */
// @ts-ignore: decorator
@inline function pullLogits(n: i32, t: usize, p: usize, g: F, mass: F, into: usize, adds: bool): void {
  const seed = v128.splat<F>(g);
  const weight = v128.splat<F>(mass);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const d = v128.sub<F>(v128.mul<F>(v128.load(p + bytes(i)), weight), v128.load(t + bytes(i)));
    v128.store(into + bytes(i), v128.add<F>(before(into + bytes(i), true, adds), v128.mul<F>(seed, d)));
  }
  for (; i < n; i++) {
    const d = v128.sub<F>(v128.mul<F>(splatted(p + bytes(i)), weight), splatted(t + bytes(i)));
    storeFirst(into + bytes(i), v128.add<F>(before(into + bytes(i), false, adds), v128.mul<F>(seed, d)));
  }
}

/** g t / p where t is not 0. */
// @ts-ignore: decorator
@inline function slopes(seed: v128, d: v128, p: v128): v128 {
  return v128.and(v128.div<F>(v128.mul<F>(seed, d), p), v128.ne<F>(d, v128.splat<F>(0)));
}

/** into (-)= g t / p where t is not 0: a softmax's cross-entropy by its probabilities. */
// @ts-ignore: decorator
@inline function pullProbabilities(n: i32, t: usize, p: usize, g: F, into: usize, adds: bool): void {
  const seed = v128.splat<F>(g);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const slope = slopes(seed, v128.load(t + bytes(i)), v128.load(p + bytes(i)));
    v128.store(into + bytes(i), v128.sub<F>(before(into + bytes(i), true, adds), slope));
  }
  for (; i < n; i++) {
    const slope = slopes(seed, splatted(t + bytes(i)), splatted(p + bytes(i)));
    storeFirst(into + bytes(i), v128.sub<F>(before(into + bytes(i), false, adds), slope));
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
export function pullCrossEntropy(index: i32, n: i32, t: usize, p: usize, z: usize, g: F, into: usize, adds: bool): void {
  if (index == 1) return pullProbabilities(n, t, p, g, into, adds);
  if (index == 2) return pullLogits(n, t, p, g, sumOf(n, t), into, adds);
  const normaliser = normaliserOf(n, p, z);
  for (let i = 0; i < n; i++) {
    const d = <f64>g * (normaliser - <f64>load<F>(z + bytes(i)));
    store<F>(into + bytes(i), <F>(adds ? <f64>load<F>(into + bytes(i)) + d : d));
  }
}
