/**
 * What an optimizer does with a gradient, entry by entry, over n parameters w and their gradients g in the build's number
 * type. What it remembers of each entry is in double precision: squares of numbers that float32 holds neither overflow
 * nor underflow. Every list has room for whole vectors, zero behind its n numbers.
 */
import { bytes, LANES } from "./lanes";
import { NumberList, UpdateRule } from "./opcodes";
import { refuse } from "./unknown";

/** Two numbers of a list, as doubles. */
// @ts-ignore: decorator
@inline function pair(x: usize): v128 {
  if (sizeof<F>() == 8) return v128.load(x);
  return f64x2.promote_low_f32x4(v128.load64_zero(x));
}

// @ts-ignore: decorator
@inline function storePair(x: usize, doubles: v128): void {
  if (sizeof<F>() == 8) v128.store(x, doubles);
  else v128.store64_lane(x, f32x4.demote_f64x2_zero(doubles), 0);
}

/** A factor of the formula, in both lanes. */
// @ts-ignore: decorator
@inline function factor(factors: usize, i: i32): v128 {
  return v128.load64_splat(factors + (<usize>i << 3));
}

/** Four numbers in float32. */
// @ts-ignore: decorator
@inline function joined(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** Where the slot after `slot` begins. */
// @ts-ignore: decorator
@inline function slotAfter(slot: usize, n: i32): usize {
  return slot + ((<usize>n + 3) >> 2 << 5);
}

/** w - rate m / (share √v + ε) for two numbers; the adaptive rules' factors begin with rate, share and ε. */
// @ts-ignore: decorator
@inline function descend(w: usize, m: v128, v: v128, factors: usize): void {
  const root = f64x2.add(f64x2.mul(factor(factors, 1), f64x2.sqrt(v)), factor(factors, 2));
  storePair(w, f64x2.sub(pair(w), f64x2.div(f64x2.mul(factor(factors, 0), m), root)));
}

/** Whether float32 numbers of ordinary size may be updated in float32: no factor takes them out of its range. */
function isOrdinary(factors: usize): bool {
  return load<f64>(factors) < 100 && load<f64>(factors, 16) > 1e-12;
}

/** The same for four float32 numbers; roots and quotients, which take the most time, of all four at once where they can. */
// @ts-ignore: decorator
@inline function descendTwice(w: usize, m0: v128, m1: v128, v0: v128, v1: v128, factors: usize, ordinary: bool, rate: v128, share: v128, epsilon: v128): void {
  const m = joined(m0, m1), v = joined(v0, v1), most = f32x4.splat(1e36);
  if (ordinary && i32x4.all_true(v128.and(f32x4.lt(v, most), f32x4.lt(f32x4.abs(m), most)))) {
    const root = f32x4.add(f32x4.mul(share, f32x4.sqrt(v)), epsilon);
    v128.store(w, f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(rate, m), root)));
  } else {
    descend(w, m0, v0, factors);
    descend(w + 8, m1, v1, factors);
  }
}

/** w - lr g; there is nothing to remember, so the build's own numbers do. */
function sgd(n: i32, w: usize, g: usize, factors: usize): void {
  const lr = v128.splat<F>(<F>load<f64>(factors));
  for (let i = 0; i < n; i += LANES) {
    const at = bytes(i);
    v128.store(w + at, v128.sub<F>(v128.load(w + at), v128.mul<F>(lr, v128.load(g + at))));
  }
}

/** A slot becomes what is kept of it, and x. */
// @ts-ignore: decorator
@inline function plus(slot: usize, kept: v128, x: v128): v128 {
  const sum = f64x2.add(f64x2.mul(kept, v128.load(slot)), x);
  v128.store(slot, sum);
  return sum;
}

/** v ← m v + g, w ← w - lr v */
function momentum(n: i32, w: usize, g: usize, slot: usize, factors: usize): void {
  const lr = factor(factors, 0), kept = factor(factors, 1);
  for (let i = 0; i < n; i += 2) {
    const at = bytes(i);
    storePair(w + at, f64x2.sub(pair(w + at), f64x2.mul(lr, plus(slot, kept, pair(g + at)))));
    slot += 16;
  }
}

/** a g² */
// @ts-ignore: decorator
@inline function square(a: v128, g: v128): v128 {
  return f64x2.mul(f64x2.mul(a, g), g);
}

/** A factor in float32. */
// @ts-ignore: decorator
@inline function narrow(factors: usize, i: i32): v128 {
  return f32x4.splat(<f32>load<f64>(factors + (<usize>i << 3)));
}

/** s ← d s + a g², w ← w - lr g / (√s + ε): a mean of squares, or with d = a = 1 their sum */
function rootMeanSquare(n: i32, w: usize, g: usize, slot: usize, factors: usize): void {
  const kept = factor(factors, 3), added = factor(factors, 4);
  const ordinary = isOrdinary(factors), rate = narrow(factors, 0), share = narrow(factors, 1), epsilon = narrow(factors, 2);
  for (let i = 0; i < n; i += LANES) {
    const at = bytes(i);
    const g0 = pair(g + at);
    const v0 = plus(slot, kept, square(added, g0));
    if (sizeof<F>() == 8) descend(w + at, g0, v0, factors);
    else {
      const g1 = pair(g + at + 8);
      const v1 = plus(slot + 16, kept, square(added, g1));
      descendTwice(w + at, g0, g1, v0, v1, factors, ordinary, rate, share, epsilon);
    }
    slot += LANES * 8;
  }
}

/** m ← b₁ m + (1 - b₁) g, v ← b₂ v + (1 - b₂) g², w ← w - rate m / (share √v + ε), which rate and share correct for the start */
function adam(n: i32, w: usize, g: usize, slot: usize, factors: usize): void {
  const kept1 = factor(factors, 3), added1 = factor(factors, 4), kept2 = factor(factors, 5), added2 = factor(factors, 6);
  const ordinary = isOrdinary(factors), rate = narrow(factors, 0), share = narrow(factors, 1), epsilon = narrow(factors, 2);
  let second = slotAfter(slot, n);
  for (let i = 0; i < n; i += LANES) {
    const at = bytes(i);
    const g0 = pair(g + at);
    const m0 = plus(slot, kept1, f64x2.mul(added1, g0)), v0 = plus(second, kept2, square(added2, g0));
    if (sizeof<F>() == 8) descend(w + at, m0, v0, factors);
    else {
      const g1 = pair(g + at + 8);
      const m1 = plus(slot + 16, kept1, f64x2.mul(added1, g1)), v1 = plus(second + 16, kept2, square(added2, g1));
      descendTwice(w + at, m0, m1, v0, v1, factors, ordinary, rate, share, epsilon);
    }
    slot += LANES * 8;
    second += LANES * 8;
  }
}

/**
 * Updates the parameters and what the optimizer remembers.
 * @param slots what it remembers, one list of doubles behind the other
 * @param factors of the formula, as doubles
 */
export function update(rule: UpdateRule, n: i32, w: usize, g: usize, slots: usize, factors: usize): void {
  switch (rule) {
    case UpdateRule.sgd: sgd(n, w, g, factors); break;
    case UpdateRule.momentum: momentum(n, w, g, slots, factors); break;
    case UpdateRule.rootMeanSquare: rootMeanSquare(n, w, g, slots, factors); break;
    case UpdateRule.adam: adam(n, w, g, slots, factors); break;
    default: refuse(NumberList.updateRule, rule);
  }
}

/** Multiplies every number. */
export function scale(n: i32, x: usize, by: f64): void {
  const factors = v128.splat<F>(<F>by);
  for (let i = 0; i < n; i += LANES) v128.store(x + bytes(i), v128.mul<F>(v128.load(x + bytes(i)), factors));
}

/** Cuts every number to ±most; NaN stays NaN. */
export function clamp(n: i32, x: usize, most: f64): void {
  const high = v128.splat<F>(<F>most), low = v128.splat<F>(<F>-most);
  for (let i = 0; i < n; i += LANES) {
    const at = bytes(i);
    v128.store(x + at, v128.pmax<F>(v128.pmin<F>(v128.load(x + at), high), low));
  }
}
