/**
 * Vectors of 128 bits over the build's number type `F` (f32 or f64, given by `--use F=…`), and the fused multiply-add.
 */

/** Numbers in a vector. */
// @ts-ignore: decorator
@inline export const LANES: i32 = 16 / sizeof<F>();
/** log2 of the bytes of a number. */
// @ts-ignore: decorator
@inline export const SHIFT: i32 = sizeof<F>() == 8 ? 3 : 2;

/**
 * a b + c, rounded once where the engine has the fused instruction: the relaxed minimum and maximum, which the kernels
 * have no other use for, mark where ../builds.ts puts the product and the sum, or the fused instruction.
 */
// @ts-ignore: decorator
@inline export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_max(f32x4.relaxed_min(a, b), c);
}

/** One number of memory in every lane. */
// @ts-ignore: decorator
@inline export function splatted(at: usize): v128 {
  return sizeof<F>() == 8 ? v128.load64_splat(at) : v128.load32_splat(at);
}

/** Writes the first lane. */
// @ts-ignore: decorator
@inline export function storeFirst(at: usize, value: v128): void {
  store<F>(at, v128.extract_lane<F>(value, 0));
}

// @ts-ignore: decorator
@inline export function bytes(count: i32): usize {
  return (<usize>count) << SHIFT;
}

/** All bits for numbers that are added to, none for those that are written anew. */
// @ts-ignore: decorator
@inline export function mask(keeps: bool): v128 {
  return i32x4.splat(keeps ? -1 : 0);
}

/** Two lanes of doubles that sum up to what a vector's lanes do. */
// @ts-ignore: decorator
@inline export function asDoubles(x: v128): v128 {
  if (sizeof<F>() == 8) return x;
  return f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3)));
}

/** Numbers that are too few for a vector. */
// @ts-ignore: decorator
@inline export function copyNumbers(n: i32, from: usize, to: usize): void {
  for (let j = 0; j < n; j++) store<F>(to + bytes(j), load<F>(from + bytes(j)));
}
