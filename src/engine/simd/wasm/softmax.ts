/** Softmax, one row (one sequence at one time step) after the other. */
import { expOfNegative } from "./exponentials";
import { bytes, LANES, splatted, storeFirst } from "./lanes";

/** The sum of a vector's lanes. */
// @ts-ignore: decorator
@inline export function sumOfLanes(x: v128): F {
  let sum = v128.extract_lane<F>(x, 0) + v128.extract_lane<F>(x, 1);
  if (sizeof<F>() == 4) sum += <F>f32x4.extract_lane(x, 2) + <F>f32x4.extract_lane(x, 3);
  return sum;
}

/** The larger of two, lane by lane; a NaN in `b` is passed over (what is made of the row becomes NaN all the same). */
// @ts-ignore: decorator
@inline function larger(a: v128, b: v128): v128 {
  return sizeof<F>() == 8 ? f64x2.pmax(a, b) : f32x4.pmax(a, b);
}

/** The largest of n numbers, in every lane. No branch asks which of two is larger: half of the answers would surprise. */
// @ts-ignore: decorator
@inline export function largestOf(n: i32, x: usize): v128 {
  let i = 0;
  let even = splatted(x);
  let odd = even;
  for (; i + 2 * LANES <= n; i += 2 * LANES) {
    even = larger(even, v128.load(x + bytes(i)));
    odd = larger(odd, v128.load(x + bytes(i), 16));
  }
  if (i + LANES <= n) {
    even = larger(even, v128.load(x + bytes(i)));
    i += LANES;
  }
  for (; i < n; i++) odd = larger(odd, splatted(x + bytes(i)));
  let most = larger(even, odd);
  most = larger(most, i64x2.shuffle(most, most, 1, 0));
  return sizeof<F>() == 8 ? most : larger(most, i32x4.shuffle(most, most, 1, 0, 3, 2));
}

/** The first numbers of a vector, fewer than it has. */
// @ts-ignore: decorator
@inline function storeSome(n: i32, to: usize, x: v128): void {
  storeFirst(to, x);
  if (sizeof<F>() == 8) return;
  if (n > 1) store<f32>(to, f32x4.extract_lane(x, 1), 4);
  if (n > 2) store<f32>(to, f32x4.extract_lane(x, 2), 8);
}

/** y = e^(x - largest); their sum. What stands behind a row plays no part, though vectors reach over it. */
// @ts-ignore: decorator
@inline export function powers(n: i32, x: usize, largest: v128, y: usize): F {
  let sums = v128.splat<F>(0);
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const e = expOfNegative(v128.sub<F>(v128.load(x + bytes(i)), largest));
    v128.store(y + bytes(i), e);
    sums = v128.add<F>(sums, e);
  }
  let sum = sumOfLanes(sums);
  if (i == n) return sum;
  const e = expOfNegative(v128.sub<F>(v128.load(x + bytes(i)), largest));
  storeSome(n - i, y + bytes(i), e);
  sum += v128.extract_lane<F>(e, 0);
  if (sizeof<F>() == 8) return sum;
  if (n - i > 1) sum += <F>f32x4.extract_lane(e, 1);
  if (n - i > 2) sum += <F>f32x4.extract_lane(e, 2);
  return sum;
}

/** Divides n numbers. */
// @ts-ignore: decorator
@inline export function divide(n: i32, y: usize, by: F): void {
  const divisor = v128.splat<F>(by);
  let i = 0;
  for (; i + LANES <= n; i += LANES) v128.store(y + bytes(i), v128.div<F>(v128.load(y + bytes(i)), divisor));
  if (i < n) storeSome(n - i, y + bytes(i), v128.div<F>(v128.load(y + bytes(i)), divisor));
}

export function softmax(rows: i32, n: i32, x: usize, y: usize): void {
  for (let r = 0; r < rows; r++) {
    divide(n, y, powers(n, x, largestOf(n, x), y));
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
