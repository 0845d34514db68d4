/**
 * Exponential functions of vectors, the same code for every lane, so that a number's result does not depend on where it
 * stands. Bounds on the error (tested over the whole range): 2 ulp in float64, 4 ulp in float32.
 */
import { bytes, madd, splatted } from "./lanes";

/** Places in the table of constants. An engine builds a constant vector anew wherever it stands, but spreads a number of memory in one instruction. */
export const enum Constant {
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
  /** What `expOfNegative` raises its power of two by, taken back. */
  lower,
  /** 1/2!, 1/3!, … */
  series,
}

const TABLE: usize = sizeof<F>() == 8
  ? memory.data<f64>([
      0, 1, -2, 1.4426950408889634, 6755399441055744, 0.6931471803691238, 1.9082149292705877e-10, -1022, 1023, -746, 710,
      22, 0.625, -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3,
      1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3, 6.223015277861142e-61, 0.5, 0.16666666666666666,
      4.1666666666666664e-2, 8.333333333333333e-3, 1.388888888888889e-3, 1.984126984126984e-4, 2.48015873015873e-5,
      2.7557319223985893e-6, 2.755731922398589e-7, 2.505210838544172e-8, 2.08767569878681e-9, 1.6059043836821613e-10,
    ])
  : memory.data<f32>([
      0, 1, -2, 1.4426950408889634, 12582912, 0.693359375, -2.12194440e-4, -126, 127, -104.5, 89.5,
      10, 0.625, -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3,
      1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3, 5.421010862427522e-20, 0.5, 0.16666666666666666,
      4.1666666666666664e-2, 8.333333333333333e-3, 1.388888888888889e-3, 1.984126984126984e-4,
    ]);
/** Terms of e^r - 1 - r that matter. */
const TERMS: i32 = sizeof<F>() == 8 ? 12 : 6;

// @ts-ignore: decorator
@inline export function constant(index: i32): v128 {
  return splatted(TABLE + bytes(index));
}
// @ts-ignore: decorator
@inline export function add(a: v128, b: v128): v128 {
  return v128.add<F>(a, b);
}
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 {
  return v128.sub<F>(a, b);
}
// @ts-ignore: decorator
@inline export function mul(a: v128, b: v128): v128 {
  return v128.mul<F>(a, b);
}
/** a where the mask's bits are set, else b: one more instruction that ../builds.ts replaces. */
// @ts-ignore: decorator
@inline function select(a: v128, b: v128, mask: v128): v128 {
  return i32x4.relaxed_laneselect(a, b, mask);
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

/** e^x for x ≤ 0 (or NaN): there 2^n is at most 1, so that one product is exact and only the last one rounds. */
// @ts-ignore: decorator
@inline export function expOfNegative(x: v128): v128 {
  const least = constant(Constant.leastExp);
  const inside = sizeof<F>() == 8 ? f64x2.pmax(x, least) : f32x4.pmax(x, least);
  const whole = shifted(mul(inside, constant(Constant.log2e)));
  const p = add(expm1Rest(inside, sub(whole, constant(Constant.toWhole))), constant(Constant.one));
  const raised = sizeof<F>() == 8
    ? i64x2.shl(i64x2.add(whole, i64x2.splat(1023 + 200)), 52)
    : i32x4.shl(i32x4.add(whole, i32x4.splat(127 + 64)), 23);
  return mul(mul(p, raised), constant(Constant.lower));
}

// @ts-ignore: decorator
@inline export function sigmoid(x: v128): v128 {
  const one = constant(Constant.one);
  const e = expOfNegative(v128.neg<F>(v128.abs<F>(x)));
  const above = select(one, e, v128.ge<F>(x, constant(Constant.zero)));
  return v128.div<F>(above, add(e, one));
}

/**
 * Near 0 a rational function of x² (S. L. Moshier, Cephes), elsewhere 1 - 2 / (e^(2|x|) + 1): neither cancels where it
 * is used, and both end in the same one division.
 */
// @ts-ignore: decorator
@inline function tanh64(x: v128): v128 {
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

/** Numbers of float32's tanh: 2 / ln 2, the bounds, 2^r by powers of r from the fifth down, (tanh x - x) / x³ by powers of x². */
const TANH32: usize = memory.data<f32>([
  2.8853900817779268, 10, 0.625, 1.3264643656485768e-3, 9.671512181543176e-3, 5.550733942505143e-2, 0.24022242104809508,
  0.6931469775303886, -5.704887966681322e-3, 2.063900289909132e-2, -5.373969062975543e-2, 0.13331441922982415,
  -0.3333328193256552,
]);

// @ts-ignore: decorator
@inline function constant32(index: i32): v128 {
  return v128.load32_splat(TANH32 + (<usize>index << 2));
}

/**
 * Near 0 a polynomial, elsewhere 1 - 2 / (2^(2|x| / ln 2) + 1), where an error of the power hardly counts. Both fitted to
 * the largest relative error being the least: 5e-9 and 9e-8.
 */
// @ts-ignore: decorator
@inline function tanh32(x: v128): v128 {
  const size = f32x4.abs(x);
  const power = f32x4.mul(f32x4.pmin(size, constant32(1)), constant32(0));
  const whole = shifted(power);
  const r = f32x4.sub(power, f32x4.sub(whole, constant(Constant.toWhole)));
  const s = f32x4.mul(size, size);
  let p = constant32(3);
  let q = constant32(8);
  p = madd(p, r, constant32(4)); q = madd(q, s, constant32(9));
  p = madd(p, r, constant32(5)); q = madd(q, s, constant32(10));
  p = madd(p, r, constant32(6)); q = madd(q, s, constant32(11));
  p = madd(p, r, constant32(7)); q = madd(q, s, constant32(12));
  const one = constant(Constant.one);
  const e = madd(madd(p, r, one), powerOfTwo(whole), one);
  const far = f32x4.add(one, f32x4.div(constant(Constant.minusTwo), e));
  const near = madd(f32x4.mul(q, s), size, size);
  return v128.or(select(near, far, f32x4.lt(size, constant32(2))), v128.xor(x, size));
}

// @ts-ignore: decorator
@inline export function tanh(x: v128): v128 {
  return sizeof<F>() == 8 ? tanh64(x) : tanh32(x);
}
