/** What goes back through a product to both of its factors. */
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

// @ts-ignore: decorator
@inline function pullWith(n: i32, a: usize, b: usize, g: usize, toA: usize, addsA: bool, toB: usize, addsB: bool): void {
  let i = 0;
  for (; i + LANES <= n; i += LANES) pullAt(bytes(i), true, a, b, g, toA, addsA, toB, addsB);
  for (; i < n; i++) pullAt(bytes(i), false, a, b, g, toA, addsA, toB, addsB);
}

/** Adjoints of both factors of a ∘ b, whose own is g; n numbers each. */
export function pullProduct(n: i32, a: usize, b: usize, g: usize, toA: usize, addsA: bool, toB: usize, addsB: bool): void {
  // what is not added to is not read either: its numbers are far away in memory
  if (addsA || addsB) pullWith(n, a, b, g, toA, addsA, toB, addsB);
  else pullWith(n, a, b, g, toA, false, toB, false);
}
