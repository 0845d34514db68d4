/** Sums of products of three or four vectors, and what goes back through a product to both of its factors. */
import { LANES, bytes, splatted, storeFirst } from "./lanes";

// @ts-ignore: decorator
@inline function fetch(at: usize, isVector: bool): v128 {
  return isVector ? v128.load(at) : splatted(at);
}

// @ts-ignore: decorator
@inline function put(at: usize, isVector: bool, x: v128): void {
  if (isVector) v128.store(at, x);
  else storeFirst(at, x);
}

/** One vector, or one number. The second product is added to the rounded first one, as two instructions would do. */
// @ts-ignore: decorator
@inline function sumAt(at: usize, isVector: bool, a: usize, b: usize, c: usize, d: usize, to: usize, adds: bool): void {
  let first = v128.mul<F>(fetch(a + at, isVector), fetch(b + at, isVector));
  if (adds) first = v128.add<F>(fetch(to + at, isVector), first);
  put(to + at, isVector, v128.add<F>(first, v128.mul<F>(fetch(c + at, isVector), fetch(d + at, isVector))));
}

/** to (+)= a ∘ b + c ∘ d, n numbers each: what a gated state is made of. */
export function sumOfProducts(n: i32, a: usize, b: usize, c: usize, d: usize, to: usize, adds: bool): void {
  let i = 0;
  for (; i + LANES <= n; i += LANES) sumAt(bytes(i), true, a, b, c, d, to, adds);
  for (; i < n; i++) sumAt(bytes(i), false, a, b, c, d, to, adds);
}

// @ts-ignore: decorator
@inline function pullAt(at: usize, isVector: bool, a: usize, b: usize, g: usize, toA: usize, addsA: bool, toB: usize, addsB: bool): void {
  // 0 + -0 is 0, as where an adjoint is cleared and added to
  const zero = v128.splat<F>(0);
  const seed = fetch(g + at, isVector);
  const left = v128.mul<F>(seed, fetch(b + at, isVector));
  const right = v128.mul<F>(seed, fetch(a + at, isVector));
  put(toA + at, isVector, v128.add<F>(addsA ? fetch(toA + at, isVector) : zero, left));
  put(toB + at, isVector, v128.add<F>(addsB ? fetch(toB + at, isVector) : zero, right));
}

/** Adjoints of both factors of a ∘ b, whose own is g; n numbers each. */
export function pullProduct(n: i32, a: usize, b: usize, g: usize, toA: usize, addsA: bool, toB: usize, addsB: bool): void {
  let i = 0;
  for (; i + LANES <= n; i += LANES) pullAt(bytes(i), true, a, b, g, toA, addsA, toB, addsB);
  for (; i < n; i++) pullAt(bytes(i), false, a, b, g, toA, addsA, toB, addsB);
}
