/**
 * Elementwise functions on vectors, the same code for every lane, so that a number's result does not depend on where it
 * stands. Bounds on the error (tested over the whole range): 2 ulp in float64, 4 ulp in float32.
 */
import { LANES, bytes, madd, splatted, storeFirst } from "./lanes";

/** Places in the table of constants. An engine builds a constant vector anew wherever it stands, but spreads a number of memory in one instruction. */
const enum Constant {
  zero,
  one,
  minusTwo,
  log2e,
  /** Adding it leaves the nearest whole number in the low bits. */
  toWhole,
  /** ln 2 in two parts: the first has so few digits that its product with a whole number is exact. */
  ln2High,
  ln2Low,
  /** Exponents that a number can have without becoming subnormal. */
  leastPower,
  mostPower,
  /** Beyond these e^x is 0 or infinite. */
  leastExp,
  mostExp,
  /** Beyond this tanh is ±1. */
  mostTanh,
  near,
  p0,
  p1,
  p2,
  q0,
  q1,
  q2,
  /** 1/2!, 1/3!, … */
  series,
}

const TABLE: usize = sizeof<F>() == 8
  ? memory.data<f64>([
      0, 1, -2, 1.4426950408889634, 6755399441055744, 0.6931471803691238, 1.9082149292705877e-10, -1022, 1023, -746, 710,
      22, 0.625, -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3,
      1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3, 0.5, 0.16666666666666666,
      4.1666666666666664e-2, 8.333333333333333e-3, 1.388888888888889e-3, 1.984126984126984e-4, 2.48015873015873e-5,
      2.7557319223985893e-6, 2.755731922398589e-7, 2.505210838544172e-8, 2.08767569878681e-9, 1.6059043836821613e-10,
    ])
  : memory.data<f32>([
      0, 1, -2, 1.4426950408889634, 12582912, 0.693359375, -2.12194440e-4, -126, 127, -104.5, 89.5,
      10, 0.625, -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3,
      1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3, 0.5, 0.16666666666666666,
      4.1666666666666664e-2, 8.333333333333333e-3, 1.388888888888889e-3, 1.984126984126984e-4,
    ]);
/** Terms of e^r - 1 - r that matter. */
const TERMS: i32 = sizeof<F>() == 8 ? 12 : 6;

// @ts-ignore: decorator
@inline function constant(index: i32): v128 {
  return splatted(TABLE + bytes(index));
}
// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 {
  return v128.add<F>(a, b);
}
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 {
  return v128.sub<F>(a, b);
}
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 {
  return v128.mul<F>(a, b);
}
/** a where the mask's bits are set, else b. */
// @ts-ignore: decorator
@inline function select(a: v128, b: v128, mask: v128): v128 {
  if (!ASC_FEATURE_RELAXED_SIMD) return v128.bitselect(a, b, mask);
  return sizeof<F>() == 8 ? i64x2.relaxed_laneselect(a, b, mask) : i32x4.relaxed_laneselect(a, b, mask);
}
/** x held between two bounds; NaN stays NaN. */
// @ts-ignore: decorator
@inline function held(x: v128, least: Constant, most: Constant): v128 {
  if (sizeof<F>() == 8) return f64x2.pmax(f64x2.pmin(x, constant(most)), constant(least));
  return f32x4.pmax(f32x4.pmin(x, constant(most)), constant(least));
}
/** The nearest whole number, still with `toWhole` added. */
// @ts-ignore: decorator
@inline function shifted(x: v128): v128 {
  return add(x, constant(Constant.toWhole));
}
/** 2^n within the range of normal exponents. @param n with `toWhole` added */
// @ts-ignore: decorator
@inline function powerOfTwo(n: v128): v128 {
  if (sizeof<F>() == 8) return i64x2.shl(i64x2.add(n, i64x2.splat(1023)), 52);
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** e^r - 1 for r = x - n ln 2, |r| ≤ ln 2 / 2: the series, to the term that no digit feels. */
// @ts-ignore: decorator
@inline function expm1Rest(x: v128, n: v128): v128 {
  const r = sub(sub(x, mul(n, constant(Constant.ln2High))), mul(n, constant(Constant.ln2Low)));
  const s = mul(r, r);
  // odd and even powers apart: two short chains instead of one long one
  let odd = constant(Constant.series + TERMS - 1);
  let even = constant(Constant.series + TERMS - 2);
  if (sizeof<F>() == 8) {
    odd = madd(odd, s, constant(Constant.series + 9));
    even = madd(even, s, constant(Constant.series + 8));
    odd = madd(odd, s, constant(Constant.series + 7));
    even = madd(even, s, constant(Constant.series + 6));
    odd = madd(odd, s, constant(Constant.series + 5));
    even = madd(even, s, constant(Constant.series + 4));
  }
  odd = madd(odd, s, constant(Constant.series + 3));
  even = madd(even, s, constant(Constant.series + 2));
  odd = madd(odd, s, constant(Constant.series + 1));
  even = madd(even, s, constant(Constant.series));
  return madd(s, madd(odd, r, even), r);
}

// @ts-ignore: decorator
@inline export function exp(x: v128): v128 {
  const inside = held(x, Constant.leastExp, Constant.mostExp);
  const n = sub(shifted(mul(inside, constant(Constant.log2e))), constant(Constant.toWhole));
  const p = add(expm1Rest(inside, n), constant(Constant.one));
  // 2^n in two steps, so that results below the smallest normal number are rounded, not lost
  const most = held(n, Constant.leastPower, Constant.mostPower);
  return mul(mul(p, powerOfTwo(shifted(most))), powerOfTwo(shifted(sub(n, most))));
}

// @ts-ignore: decorator
@inline export function sigmoid(x: v128): v128 {
  const one = constant(Constant.one);
  const e = exp(v128.neg<F>(v128.abs<F>(x)));
  const above = select(one, e, v128.ge<F>(x, constant(Constant.zero)));
  return v128.div<F>(above, add(e, one));
}

/**
 * Near 0 a rational function of x² (S. L. Moshier, Cephes), elsewhere 1 - 2 / (e^(2|x|) + 1): neither cancels where it
 * is used, and both end in the same one division.
 */
// @ts-ignore: decorator
@inline export function tanh(x: v128): v128 {
  const size = v128.abs<F>(x);
  const sign = v128.xor(x, size);
  const s = mul(x, x);
  let p = madd(s, constant(Constant.p0), constant(Constant.p1));
  p = mul(mul(madd(p, s, constant(Constant.p2)), s), size);
  let q = add(s, constant(Constant.q0));
  q = madd(madd(q, s, constant(Constant.q1)), s, constant(Constant.q2));
  const inside = held(size, Constant.zero, Constant.mostTanh);
  const twice = add(inside, inside);
  const whole = shifted(mul(twice, constant(Constant.log2e)));
  const rest = expm1Rest(twice, sub(whole, constant(Constant.toWhole)));
  const one = constant(Constant.one);
  const e = madd(add(rest, one), powerOfTwo(whole), one);
  const isNear = v128.lt<F>(size, constant(Constant.near));
  const fraction = v128.div<F>(select(p, constant(Constant.minusTwo), isNear), select(q, e, isNear));
  return v128.or(add(select(size, one, isNear), fraction), sign);
}

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

/** f'(x) times the adjoint g of y = f(x). */
// @ts-ignore: decorator
@inline function pulled(f: Function, x: v128, y: v128, g: v128): v128 {
  switch (f) {
    case Function.negate: return v128.neg<F>(g);
    case Function.tanh: return mul(g, v128.sub<F>(constant(Constant.one), mul(y, y)));
    case Function.sigmoid: return mul(g, mul(y, v128.sub<F>(constant(Constant.one), y)));
    case Function.relu: return v128.and(g, v128.gt<F>(x, constant(Constant.zero)));
    case Function.softplus: return mul(g, sigmoid(x));
    case Function.exp: return mul(g, y);
    case Function.log: return mul(g, v128.div<F>(constant(Constant.one), x));
    case Function.square: return mul(g, add(x, x));
    default: return g;
  }
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
