/**
 * What an optimizer does with a gradient, entry by entry, over n parameters w and their gradients g in the build's number
 * type. What it remembers of each entry is in double precision, and so is the arithmetic with it: squares of numbers that
 * float32 holds neither overflow nor underflow. Every list has room for whole vectors, zero behind its n numbers.
 */
import { bytes, LANES } from "./lanes";

/** In the order of `RULES` in simdUpdates.ts. */
enum Rule {
  sgd,
  momentum,
  rootMeanSquare,
  adam,
}

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

/** Where the slot after `slot` begins. */
// @ts-ignore: decorator
@inline function slotAfter(slot: usize, n: i32): usize {
  return slot + (<usize>(n + 1) >> 1 << 4);
}

/** w - move / (root + ε) */
// @ts-ignore: decorator
@inline function descend(w: usize, move: v128, root: v128, epsilon: v128): void {
  storePair(w, f64x2.sub(pair(w), f64x2.div(move, f64x2.add(root, epsilon))));
}

/** w - lr g; there is nothing to remember, so the build's own numbers do. */
function sgd(n: i32, w: usize, g: usize, factors: usize): void {
  const lr = v128.splat<F>(<F>load<f64>(factors));
  for (let i = 0; i < n; i += LANES) {
    const at = bytes(i);
    v128.store(w + at, v128.sub<F>(v128.load(w + at), v128.mul<F>(lr, v128.load(g + at))));
  }
}

/** v ← m v + g, w ← w - lr v */
function momentum(n: i32, w: usize, g: usize, slot: usize, factors: usize): void {
  const lr = factor(factors, 0), kept = factor(factors, 1);
  for (let i = 0; i < n; i += 2) {
    const at = bytes(i);
    const velocity = f64x2.add(f64x2.mul(kept, v128.load(slot)), pair(g + at));
    v128.store(slot, velocity);
    storePair(w + at, f64x2.sub(pair(w + at), f64x2.mul(lr, velocity)));
    slot += 16;
  }
}

/** s ← d s + a g², w ← w - lr g / (√s + ε): a mean of squares, or with d = a = 1 their sum */
function rootMeanSquare(n: i32, w: usize, g: usize, slot: usize, factors: usize): void {
  const lr = factor(factors, 0), kept = factor(factors, 1), added = factor(factors, 2), epsilon = factor(factors, 3);
  for (let i = 0; i < n; i += 2) {
    const at = bytes(i);
    const gradient = pair(g + at);
    const square = f64x2.mul(f64x2.mul(added, gradient), gradient);
    const mean = f64x2.add(f64x2.mul(kept, v128.load(slot)), square);
    v128.store(slot, mean);
    descend(w + at, f64x2.mul(lr, gradient), f64x2.sqrt(mean), epsilon);
    slot += 16;
  }
}

/** m ← b₁ m + (1 - b₁) g, v ← b₂ v + (1 - b₂) g², w ← w - rate m / (share √v + ε), which rate and share correct for the start */
function adam(n: i32, w: usize, g: usize, slot: usize, factors: usize): void {
  const rate = factor(factors, 0), share = factor(factors, 5), epsilon = factor(factors, 6);
  const kept1 = factor(factors, 1), added1 = factor(factors, 2), kept2 = factor(factors, 3), added2 = factor(factors, 4);
  let second = slotAfter(slot, n);
  for (let i = 0; i < n; i += 2) {
    const at = bytes(i);
    const gradient = pair(g + at);
    const m = f64x2.add(f64x2.mul(kept1, v128.load(slot)), f64x2.mul(added1, gradient));
    const v = f64x2.add(f64x2.mul(kept2, v128.load(second)), f64x2.mul(f64x2.mul(added2, gradient), gradient));
    v128.store(slot, m);
    v128.store(second, v);
    descend(w + at, f64x2.mul(rate, m), f64x2.mul(share, f64x2.sqrt(v)), epsilon);
    slot += 16;
    second += 16;
  }
}

/**
 * Updates the parameters and what the optimizer remembers.
 * @param slots what it remembers, one list of doubles behind the other
 * @param factors of the formula, as doubles
 */
export function update(rule: Rule, n: i32, w: usize, g: usize, slots: usize, factors: usize): void {
  switch (rule) {
    case Rule.sgd: sgd(n, w, g, factors); break;
    case Rule.momentum: momentum(n, w, g, slots, factors); break;
    case Rule.rootMeanSquare: rootMeanSquare(n, w, g, slots, factors); break;
    default: adam(n, w, g, slots, factors);
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
