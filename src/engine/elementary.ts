/**
 * Exponentials and logarithms with the same bits in every engine. JavaScript leaves those of `Math` to its implementer, and
 * they differ from one version of V8 to the next. `exp` and `log` follow fdlibm's e_exp.c and e_log.c (Sun Microsystems
 * 1993), with errors of 1 ulp at most; what is made of them stays below 6.
 */

/** ln 2 in two parts: the first has so few digits that its product with a whole number is exact. */
const LN2_HIGH = 6.931471803691238e-1;
const LN2_LOW = 1.9082149292705877e-10;

/** 2^n for n = -1022…1023, at n + 1022. */
const POWERS = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  powers[1022] = 1;
  for (let n = 1; n <= 1023; n++) powers[1022 + n] = 2 * powers[1021 + n]!;
  for (let n = 1; n <= 1022; n++) powers[1022 - n] = powers[1023 - n]! / 2;
  return powers;
}

/** eˣ. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  // eˣ = 2ⁿ eʳ with |r| ≤ ln 2 / 2
  const n = Math.round(x / Math.LN2);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW;
  const r = high - low;
  const y = 1 - (low - (r * restOfExp(r)) / (2 - restOfExp(r)) - high);
  if (n > 1023) return y * 2 * POWERS[2045]!;
  return n < -1022 ? y * POWERS[n + 1122]! * POWERS[922]! : y * POWERS[n + 1022]!;
}

/** r - r² (…), with which eʳ = 1 + r + r c / (2 - c). */
function restOfExp(r: number): number {
  const t = r * r;
  const p = 6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8);
  return r - t * (1.6666666666666602e-1 + t * (-2.7777777777015593e-3 + t * p));
}

const scratch = new Float64Array(1);
const words = new Int32Array(scratch.buffer);
/** Which of the two words holds sign and exponent. */
const HIGH = new Int32Array(Float64Array.of(1).buffer)[1] === 0 ? 0 : 1;

/** ln x. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  // x = 2ⁿ (1 + f) with √½ < 1 + f < √2
  const isSubnormal = x < 2.2250738585072014e-308;
  scratch[0] = isSubnormal ? x * 18014398509481984 : x;
  const shifted = words[HIGH]! + (0x3ff00000 - 0x3fe6a09e);
  const n = (shifted >> 20) - 1023 - (isSubnormal ? 54 : 0);
  words[HIGH] = (shifted & 0x000fffff) + 0x3fe6a09e;
  const f = scratch[0]! - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  return s * (half + restOfLog(s * s)) + n * LN2_LOW - half + f + n * LN2_HIGH;
}

/** Odd and even powers apart, as fdlibm adds them. @param z s² */
function restOfLog(z: number): number {
  const w = z * z;
  const even = w * (3.999999999940942e-1 + w * (2.2222198432149784e-1 + w * 1.5313837699209373e-1));
  const odd = 2.857142874366239e-1 + w * (1.818357216161805e-1 + w * 1.4798198605116586e-1);
  return even + z * (6.666666666666735e-1 + w * odd);
}

/** ln(1 + x), exact where 1 + x rounds (Kahan): log is as wrong there as its argument. */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1 || u === Number.POSITIVE_INFINITY) return x;
  return log(u) * (x / (u - 1));
}

/** eˣ - 1, exact where eˣ is near 1 (Kahan). */
export function expm1(x: number): number {
  const u = exp(x);
  if (u === 1 || u === Number.POSITIVE_INFINITY) return u === 1 ? x : u;
  return u - 1 === -1 ? -1 : (u - 1) * (x / log(u));
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (!(a < 22)) return Number.isNaN(x) ? x : Math.sign(x);
  if (a >= 1) return Math.sign(x) * (1 - 2 / (expm1(2 * a) + 2));
  const t = expm1(-2 * x);
  return -t / (t + 2);
}
