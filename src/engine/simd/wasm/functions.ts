/**
 * Elementwise functions on vectors, the same code for every lane, so that a number's result does not depend on where it
 * stands. Bounds on the error (tested over the whole range): 2 ulp in float64, 4 ulp in float32.
 */
import { bytes, LANES, madd, storeFirst } from "./lanes";

// @ts-expect-error: decorator
@inline function vector(value: f64): v128 {
  return v128.splat<F>(<F>value);
}
// @ts-expect-error: decorator
@inline function add(a: v128, b: v128): v128 {
  return v128.add<F>(a, b);
}
// @ts-expect-error: decorator
@inline function mul(a: v128, b: v128): v128 {
  return v128.mul<F>(a, b);
}

/** 2^n for whole numbers n within the range of normal exponents. */
// @ts-expect-error: decorator
@inline function powerOfTwo(n: v128): v128 {
  if (sizeof<F>() == 8) {
    // adding 1.5 · 2^52 leaves n in the low bits
    const bits = add(n, vector(6755399441055744));
    return i64x2.shl(i64x2.add(bits, i64x2.splat(1023)), 52);
  }
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
}

/** r = x - n ln 2 with n = round(x / ln 2), |r| ≤ ln 2 / 2. */
// @ts-expect-error: decorator
@inline function remainder(x: v128, n: v128): v128 {
  // ln 2 in two parts: the first has so few digits that its product with n is exact
  if (sizeof<F>() == 8)
    return v128.sub<F>(v128.sub<F>(x, mul(n, vector(0.6931471803691238))), mul(n, vector(1.9082149292705877e-10)));
  return v128.sub<F>(v128.sub<F>(x, mul(n, vector(0.693359375))), mul(n, vector(-2.12194440e-4)));
}

/** e^r - 1 for |r| ≤ ln 2 / 2: the series, to the term that no digit feels. */
// @ts-expect-error: decorator
@inline function expm1Near0(r: v128): v128 {
  let q: v128;
  if (sizeof<F>() == 8) {
    q = vector(1.6059043836821613e-10);
    q = madd(q, r, vector(2.08767569878681e-9));
    q = madd(q, r, vector(2.505210838544172e-8));
    q = madd(q, r, vector(2.755731922398589e-7));
    q = madd(q, r, vector(2.7557319223985893e-6));
    q = madd(q, r, vector(2.48015873015873e-5));
    q = madd(q, r, vector(1.984126984126984e-4));
    q = madd(q, r, vector(1.388888888888889e-3));
  } else {
    q = vector(1.984126984126984e-4);
    q = madd(q, r, vector(1.388888888888889e-3));
  }
  q = madd(q, r, vector(8.333333333333333e-3));
  q = madd(q, r, vector(4.1666666666666664e-2));
  q = madd(q, r, vector(0.16666666666666666));
  q = madd(q, r, vector(0.5));
  return madd(mul(r, r), q, r);
}

// @ts-expect-error: decorator
@inline function orNaN(x: v128, value: v128): v128 {
  return v128.bitselect(value, x, v128.eq<F>(x, x));
}

// @ts-expect-error: decorator
@inline export function exp(x: v128): v128 {
  const most = sizeof<F>() == 8 ? 710.0 : 89.5;
  const least = sizeof<F>() == 8 ? -746.0 : -104.5;
  const inside = v128.max<F>(v128.min<F>(x, vector(most)), vector(least));
  const n = v128.nearest<F>(mul(inside, vector(1.4426950408889634)));
  const p = expm1Near0(remainder(inside, n));
  // 2^n in two steps, so that results below the smallest normal number are rounded, not lost
  const half = v128.floor<F>(mul(n, vector(0.5)));
  const y = mul(mul(add(p, vector(1)), powerOfTwo(half)), powerOfTwo(v128.sub<F>(n, half)));
  return orNaN(x, y);
}

// @ts-expect-error: decorator
@inline export function sigmoid(x: v128): v128 {
  const e = exp(v128.neg<F>(v128.abs<F>(x)));
  const above = v128.bitselect(vector(1), e, v128.ge<F>(x, vector(0)));
  return orNaN(x, v128.div<F>(above, add(e, vector(1))));
}

/**
 * Near 0 a rational function of x² (S. L. Moshier, Cephes), elsewhere 1 - 2 / (e^(2|x|) + 1): neither cancels where it
 * is used, and both end in the same one division.
 */
// @ts-expect-error: decorator
@inline export function tanh(x: v128): v128 {
  const sign = v128.and(x, v128.splat<F>(<F>-0.0));
  const size = v128.abs<F>(x);
  const s = mul(x, x);
  let p = madd(s, vector(-9.64399179425052238628e-1), vector(-9.92877231001918586564e1));
  p = mul(mul(madd(p, s, vector(-1.61468768441708447952e3)), s), size);
  let q = add(s, vector(1.12811678491632931402e2));
  q = madd(madd(q, s, vector(2.23548839060100448583e3)), s, vector(4.84406305325125486048e3));
  const e = add(exp(add(size, size)), vector(1));
  const isNear = v128.lt<F>(size, vector(0.625));
  const fraction = v128.div<F>(v128.bitselect(p, vector(-2), isNear), v128.bitselect(q, e, isNear));
  return orNaN(x, v128.or(add(v128.bitselect(size, vector(1), isNear), fraction), sign));
}

// @ts-expect-error: decorator
@inline function relu(x: v128): v128 {
  return v128.max<F>(x, vector(0));
}

/** Lane by lane through a function of float64. */
// @ts-expect-error: decorator
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

export enum Function {
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

// @ts-expect-error: decorator
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

/** f'(x) times the adjoint g of y = f(x). */
// @ts-expect-error: decorator
@inline function pulled(f: Function, x: v128, y: v128, g: v128): v128 {
  switch (f) {
    case Function.negate: return v128.neg<F>(g);
    case Function.tanh: return mul(g, v128.sub<F>(vector(1), mul(y, y)));
    case Function.sigmoid: return mul(g, mul(y, v128.sub<F>(vector(1), y)));
    case Function.relu: return v128.and(g, v128.gt<F>(x, vector(0)));
    case Function.softplus: return mul(g, sigmoid(x));
    case Function.exp: return mul(g, y);
    case Function.log: return mul(g, v128.div<F>(vector(1), x));
    case Function.square: return mul(g, add(x, x));
    default: return g;
  }
}

// @ts-expect-error: decorator
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

// @ts-expect-error: decorator
@inline function pullWith(f: Function, n: i32, x: usize, y: usize, g: usize, into: usize, adds: bool): void {
  let i = 0;
  for (; i + LANES <= n; i += LANES) {
    const at = bytes(i);
    const p = pulled(f, v128.load(x + at), v128.load(y + at), v128.load(g + at));
    v128.store(into + at, adds ? add(v128.load(into + at), p) : p);
  }
  for (; i < n; i++) {
    const at = bytes(i);
    const p = pulled(f, v128.splat<F>(load<F>(x + at)), v128.splat<F>(load<F>(y + at)), v128.splat<F>(load<F>(g + at)));
    storeFirst(into + at, adds ? add(v128.splat<F>(load<F>(into + at)), p) : p);
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
