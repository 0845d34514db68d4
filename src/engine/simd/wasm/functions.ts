/** Elementwise functions and their slopes, over any number of entries. */
import { Constant, add, constant, exp, mul, sigmoid, tanh } from "./exponentials";
import { LANES, bytes, splatted, storeFirst } from "./lanes";
import { MachineFunction, NumberList } from "./opcodes";
import { refuse } from "./unknown";

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

// @ts-ignore: decorator
@inline function apply(f: MachineFunction, x: v128): v128 {
  switch (f) {
    case MachineFunction.negate: return v128.neg<F>(x);
    case MachineFunction.tanh: return tanh(x);
    case MachineFunction.sigmoid: return sigmoid(x);
    case MachineFunction.relu: return relu(x);
    case MachineFunction.softplus: return lanes(x, softplusOf);
    case MachineFunction.exp: return exp(x);
    case MachineFunction.log: return lanes(x, logOf);
    case MachineFunction.square: return mul(x, x);
    case MachineFunction.identity: return x;
    default: refuse(NumberList.elementFunction, f);
  }
  return x;
}

/** Numbers of memory: a vector, or one of them in every lane. */
// @ts-ignore: decorator
@inline function fetch(at: usize, isVector: bool): v128 {
  return isVector ? v128.load(at) : splatted(at);
}

/** f'(x) times the adjoint g of y = f(x). Only what the slope needs is read. */
// @ts-ignore: decorator
@inline function pulled(f: MachineFunction, x: usize, y: usize, g: usize, isVector: bool): v128 {
  const seed = fetch(g, isVector);
  if (f == MachineFunction.identity) return seed;
  if (f == MachineFunction.negate) return v128.neg<F>(seed);
  if (f == MachineFunction.relu) return v128.and(seed, v128.gt<F>(fetch(y, isVector), constant(Constant.zero)));
  if (f == MachineFunction.softplus) return mul(seed, sigmoid(fetch(x, isVector)));
  if (f == MachineFunction.log) return mul(seed, v128.div<F>(constant(Constant.one), fetch(x, isVector)));
  if (f == MachineFunction.exp) return mul(seed, fetch(y, isVector));
  if (f == MachineFunction.square) {
    const twice = fetch(x, isVector);
    return mul(seed, add(twice, twice));
  }
  if (f == MachineFunction.tanh) {
    const value = fetch(y, isVector);
    return mul(seed, v128.sub<F>(constant(Constant.one), mul(value, value)));
  }
  if (f == MachineFunction.sigmoid) {
    const value = fetch(y, isVector);
    return mul(seed, mul(value, v128.sub<F>(constant(Constant.one), value)));
  }
  refuse(NumberList.elementFunction, f);
  return seed;
}

// @ts-ignore: decorator
@inline function mapWith(f: MachineFunction, n: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + LANES <= n; i += LANES) v128.store(y + bytes(i), apply(f, v128.load(x + bytes(i))));
  for (; i < n; i++) storeFirst(y + bytes(i), apply(f, v128.splat<F>(load<F>(x + bytes(i)))));
}

/** y = f(x) for n numbers. */
export function map(f: MachineFunction, n: i32, x: usize, y: usize): void {
  switch (f) {
    case MachineFunction.identity: mapWith(MachineFunction.identity, n, x, y); break;
    case MachineFunction.negate: mapWith(MachineFunction.negate, n, x, y); break;
    case MachineFunction.tanh: mapWith(MachineFunction.tanh, n, x, y); break;
    case MachineFunction.sigmoid: mapWith(MachineFunction.sigmoid, n, x, y); break;
    case MachineFunction.relu: mapWith(MachineFunction.relu, n, x, y); break;
    case MachineFunction.softplus: mapWith(MachineFunction.softplus, n, x, y); break;
    case MachineFunction.exp: mapWith(MachineFunction.exp, n, x, y); break;
    case MachineFunction.log: mapWith(MachineFunction.log, n, x, y); break;
    case MachineFunction.square: mapWith(MachineFunction.square, n, x, y); break;
    default: refuse(NumberList.elementFunction, f);
  }
}

// @ts-ignore: decorator
@inline function pullWith(f: MachineFunction, n: i32, x: usize, y: usize, g: usize, into: usize, adds: bool): void {
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
export function pull(f: MachineFunction, n: i32, x: usize, y: usize, g: usize, into: usize, adds: bool): void {
  switch (f) {
    case MachineFunction.identity: pullWith(MachineFunction.identity, n, x, y, g, into, adds); break;
    case MachineFunction.negate: pullWith(MachineFunction.negate, n, x, y, g, into, adds); break;
    case MachineFunction.tanh: pullWith(MachineFunction.tanh, n, x, y, g, into, adds); break;
    case MachineFunction.sigmoid: pullWith(MachineFunction.sigmoid, n, x, y, g, into, adds); break;
    case MachineFunction.relu: pullWith(MachineFunction.relu, n, x, y, g, into, adds); break;
    case MachineFunction.softplus: pullWith(MachineFunction.softplus, n, x, y, g, into, adds); break;
    case MachineFunction.exp: pullWith(MachineFunction.exp, n, x, y, g, into, adds); break;
    case MachineFunction.log: pullWith(MachineFunction.log, n, x, y, g, into, adds); break;
    case MachineFunction.square: pullWith(MachineFunction.square, n, x, y, g, into, adds); break;
    default: refuse(NumberList.elementFunction, f);
  }
}
