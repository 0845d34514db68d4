/** Functions to hundreds of digits, as whole numbers over 2^PRECISION: the oracle for the last digit of the fast ones. */

const PRECISION = 1400n;
const ONE = 1n << PRECISION;
/** Digits below these are no longer 0 for the smallest subnormal number, 2^-1074. */
const LN2 = ln2();

/** A finite number, exactly. */
function fixed(x: number): bigint {
  let [mantissa, exponent] = [x, 0];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return (BigInt(mantissa) << PRECISION) >> BigInt(exponent);
}

/** Σ 1 / (k 2^k) */
function ln2(): bigint {
  let sum = 0n;
  for (let k = 1n; k <= PRECISION + 8n; k++) sum += (ONE >> k) / k;
  return sum;
}

function exp(x: bigint): bigint {
  const n = x >= 0n ? x / LN2 : -((-x + LN2 - 1n) / LN2);
  const r = x - n * LN2;
  let [term, sum] = [ONE, ONE];
  for (let k = 1n; term > 0n; k++) {
    term = (term * r) / (k << PRECISION);
    sum += term;
  }
  return n >= 0n ? sum << n : sum >> -n;
}

/** ln 2^n m = n ln 2 + 2 artanh((m - 1) / (m + 1)), for m from 1 to 2 */
function log(x: bigint): bigint {
  const n = BigInt(x.toString(2).length - 1) - PRECISION;
  const m = n >= 0n ? x >> n : x << -n;
  const ratio = ((m - ONE) << PRECISION) / (m + ONE);
  const square = (ratio * ratio) >> PRECISION;
  let [power, sum] = [ratio, 0n];
  for (let k = 1n; power > 0n; k += 2n) {
    sum += power / k;
    power = (power * square) >> PRECISION;
  }
  return 2n * sum + n * LN2;
}

export const exact = {
  log: (x: number): bigint => log(fixed(x)),
  softplus: (x: number): bigint => log(ONE + exp(fixed(x))),
  exp: (x: number): bigint => exp(fixed(x)),
  sigmoid: (x: number): bigint => (ONE << PRECISION) / (ONE + exp(-fixed(x))),
  tanh: (x: number): bigint => {
    const e = exp(2n * fixed(x));
    return ((e - ONE) << PRECISION) / (e + ONE);
  },
} as const;

/** How far a computed number is from the exact one, in units of its last place. */
export function ulps(actual: number, wanted: bigint, bits: 24 | 53): number {
  const size = wanted < 0n ? -wanted : wanted;
  const least = bits === 53 ? 1074n : 149n;
  const exponent = BigInt(size.toString(2).length) - PRECISION - BigInt(bits);
  const place = exponent > -least ? exponent : -least;
  const difference = fixed(actual) - wanted;
  return Number(((difference < 0n ? -difference : difference) << 20n) >> (PRECISION + place)) / 2 ** 20;
}
