/** Elementwise functions and their slopes, over any number of entries. */
import { Constant, add, constant, exp, mul, sigmoid, tanh } from "./exponentials";
import { LANES, bytes, splatted, storeFirst } from "./lanes";

// @ts-ignore: decorator
@inline function relu(x: v128): v128 {
  return v128.max<F>(x, constant(Constant.zero));
}

/** Lane by lane through a function of float64. */
// @ts-ignore: decorator
@inline function lanes(x: v128, f: (x: f64) => f64): v128 {
  let y = x;
  if (sizeof<F>() == 8) {
    y = f64x2.replace_lane(y, 0, f(f64x2.extract_lane(x, 0)));
    return f64x2.replace_lane(y, 1, f(f64x2.extract_lane(x, 1)));
  }
  y = f32x4.replace_lane(y, 0, <f32>f(<f64>f32x4.extract_lane(x, 0)));
  y = f32x4.replace_lane(y, 1, <f32>f(<f64>f32x4.extract_lane(x, 1)));
  y = f32x4.replace_lane(y, 2, <f32>f(<f64>f32x4.extract_lane(x, 2)));
  return f32x4.replace_lane(y, 3, <f32>f(<f64>f32x4.extract_lane(x, 3)));
}

export function softplusOf(x: f64): f64 {
  return NativeMath.max(x, 0) + NativeMath.log1p(NativeMath.exp(-NativeMath.abs(x)));
}
export function logOf(x: f64): f64 {
  return NativeMath.log(x);
}

export const enum Function {
  identity,
  negate,
  tanh,
  sigmoid,
  relu,
  softplus,
  exp,
  log,
  square,
}

// @ts-ignore: decorator
@inline function apply(f: Function, x: v128): v128 {
  switch (f) {
    case Function.negate: return v128.neg<F>(x);
    case Function.tanh: return tanh(x);
    case Function.sigmoid: return sigmoid(x);
    case Function.relu: return relu(x);
    case Function.softplus: return lanes(x, softplusOf);
    case Function.exp: return exp(x);
    case Function.log: return lanes(x, logOf);
    case Function.square: return mul(x, x);
    default: return x;
  }
}

/** Numbers of memory: a vector, or one of them in every lane. */
// @ts-ignore: decorator
@inline function fetch(at: usize, isVector: bool): v128 {
  return isVector ? v128.load(at) : splatted(at);
}

/** f'(x) times the adjoint g of y = f(x). Only what the slope needs is read. */
// @ts-ignore: decorator
@inline function pulled(f: Function, x: usize, y: usize, g: usize, isVector: bool): v128 {
  const seed = fetch(g, isVector);
  if (f == Function.negate) return v128.neg<F>(seed);
  if (f == Function.relu) return v128.and(seed, v128.gt<F>(fetch(y, isVector), constant(Constant.zero)));
  if (f == Function.softplus) return mul(seed, sigmoid(fetch(x, isVector)));
  if (f == Function.log) return mul(seed, v128.div<F>(constant(Constant.one), fetch(x, isVector)));
  if (f == Function.exp) return mul(seed, fetch(y, isVector));
  if (f == Function.square) {
    const twice = fetch(x, isVector);
    return mul(seed, add(twice, twice));
  }
  if (f == Function.tanh) {
    const value = fetch(y, isVector);
    return mul(seed, v128.sub<F>(constant(Constant.one), mul(value, value)));
  }
  if (f == Function.sigmoid) {
    const value = fetch(y, isVector);
    return mul(seed, mul(value, v128.sub<F>(constant(Constant.one), value)));
  }
  return seed;
}

// @ts-ignore: decorator
@inline function mapWith(f: Function, n: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + LANES <= n; i += LANES) v128.store(y + bytes(i), apply(f, v128.load(x + bytes(i))));
  for (; i < n; i++) storeFirst(y + bytes(i), apply(f, v128.splat<F>(load<F>(x + bytes(i)))));
}

/** y = f(x) for n numbers. */
export function map(f: Function, n: i32, x: usize, y: usize): void {
  switch (f) {
    case Function.identity: mapWith(Function.identity, n, x, y); break;
    case Function.negate: mapWith(Function.negate, n, x, y); break;
    case Function.tanh: mapWith(Function.tanh, n, x, y); break;
    case Function.sigmoid: mapWith(Function.sigmoid, n, x, y); break;
    case Function.relu: mapWith(Function.relu, n, x, y); break;
    case Function.softplus: mapWith(Function.softplus, n, x, y); break;
    case Function.exp: mapWith(Function.exp, n, x, y); break;
    case Function.log: mapWith(Function.log, n, x, y); break;
    default: mapWith(Function.square, n, x, y);
  }
}

// @ts-ignore: decorator
@inline function pullWith(f: Function, n: i32, x: usize, y: usize, g: usize, into: usize, adds: bool): void {
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const at = bytes(i);
    const p = pulled(f, x + at, y + at, g + at, true);
    v128.store(into + at, adds ? add(v128.load(into + at), p) : p);
  }
  for (; i < n; i++) {
    const at = bytes(i);
    const p = pulled(f, x + at, y + at, g + at, false);
    storeFirst(into + at, adds ? add(splatted(into + at), p) : p);
  }
}

/** into (+)= f'(x) g for n numbers. */
export function pull(f: Function, n: i32, x: usize, y: usize, g: usize, into: usize, adds: bool): void {
  switch (f) {
    case Function.identity: pullWith(Function.identity, n, x, y, g, into, adds); break;
    case Function.negate: pullWith(Function.negate, n, x, y, g, into, adds); break;
    case Function.tanh: pullWith(Function.tanh, n, x, y, g, into, adds); break;
    case Function.sigmoid: pullWith(Function.sigmoid, n, x, y, g, into, adds); break;
    case Function.relu: pullWith(Function.relu, n, x, y, g, into, adds); break;
    case Function.softplus: pullWith(Function.softplus, n, x, y, g, into, adds); break;
    case Function.exp: pullWith(Function.exp, n, x, y, g, into, adds); break;
    case Function.log: pullWith(Function.log, n, x, y, g, into, adds); break;
    default: pullWith(Function.square, n, x, y, g, into, adds);
  }
}
