/** Euclidean norms in double precision, whatever the numbers are. */
import { gemm } from "./gemm";
import { LANES, asDoubles, bytes, madd } from "./lanes";
import { sumRows } from "./rows";

/** In a sum above this, squares that underflowed would not have changed a digit. */
const LEAST_SAFE_DOUBLE: f64 = 1e-270;
/** The same for squares in the numbers' own precision. */
// @ts-ignore: decorator
@inline const LEAST_SAFE_SUM: f64 = sizeof<F>() == 8 ? LEAST_SAFE_DOUBLE : 1e-30;

/** The norm whose square this is; -1 when it has lost digits, or is no number. */
// @ts-ignore: decorator
@inline export function safeRoot(sum: f64): f64 {
  return sum > LEAST_SAFE_SUM && sum < Infinity ? sqrt<f64>(sum) : -1;
}

// @ts-ignore: decorator
@inline function at(x: usize, i: i32): f64 {
  return <f64>load<F>(x + bytes(i));
}

// @ts-ignore: decorator
@inline function plusSquare(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, x));
}

/** Four sums of two lanes: none waits for the addition before it. */
function sumOfSquares(n: i32, x: usize): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const from = x + bytes(i);
    if (sizeof<F>() == 8) {
      a = plusSquare(a, v128.load(from));
      b = plusSquare(b, v128.load(from, 16));
      c = plusSquare(c, v128.load(from, 32));
      d = plusSquare(d, v128.load(from, 48));
    } else {
      a = plusSquare(a, f64x2.promote_low_f32x4(v128.load64_zero(from)));
      b = plusSquare(b, f64x2.promote_low_f32x4(v128.load64_zero(from, 8)));
      c = plusSquare(c, f64x2.promote_low_f32x4(v128.load64_zero(from, 16)));
      d = plusSquare(d, f64x2.promote_low_f32x4(v128.load64_zero(from, 24)));
    }
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; i < n; i++) sum += at(x, i) * at(x, i);
  return sum;
}

// @ts-ignore: decorator
@inline function plusOwnSquare(sum: v128, at: usize): v128 {
  const x = v128.load(at);
  return madd(x, x, sum);
}

/** Squares in their own precision: those of single precision are summed up as doubles after every 64 numbers. */
function quickSumOfSquares(n: i32, x: usize): f64 {
  let whole = f64x2.splat(0);
  let i = 0;
  while (i + 4 * LANES <= n) {
    const zero = v128.splat<F>(0);
    let a = zero, b = zero, c = zero, d = zero;
    const end = min(n, i + 64);
    for (; i + 4 * LANES <= end; i += 4 * LANES) {
      const from = x + bytes(i);
      a = plusOwnSquare(a, from);
      b = plusOwnSquare(b, from + 16);
      c = plusOwnSquare(c, from + 32);
      d = plusOwnSquare(d, from + 48);
    }
    whole = f64x2.add(whole, asDoubles(v128.add<F>(v128.add<F>(a, b), v128.add<F>(c, d))));
  }
  for (; i + LANES <= n; i += LANES) whole = f64x2.add(whole, asDoubles(plusOwnSquare(v128.splat<F>(0), x + bytes(i))));
  let sum = f64x2.extract_lane(whole, 0) + f64x2.extract_lane(whole, 1);
  for (; i < n; i++) sum += at(x, i) * at(x, i);
  return sum;
}

/** Scaled by the largest, so that no square overflows or underflows. */
function scaledNorm(n: i32, x: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const size = abs(at(x, i));
    if (isNaN(size)) return size;
    if (size > largest) largest = size;
  }
  if (largest == 0 || largest == Infinity) return largest;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const scaled = at(x, i) / largest;
    sum += scaled * scaled;
  }
  return largest * sqrt<f64>(sum);
}

/** The norm of n numbers: NaN when one is NaN, else infinite when one is infinite. */
export function norm(n: i32, x: usize): f64 {
  const sum = sumOfSquares(n, x);
  return sum > LEAST_SAFE_DOUBLE && sum < Infinity ? sqrt<f64>(sum) : scaledNorm(n, x);
}

/** The norm of each of some rows of n numbers, as doubles, to the digits of the numbers' own precision. */
export function norms(rows: i32, n: i32, x: usize, into: usize): void {
  for (let r = 0; r < rows; r++) {
    const root = safeRoot(quickSumOfSquares(n, x));
    store<f64>(into, root < 0 ? norm(n, x) : root);
    x += bytes(n);
    into += 8;
  }
}

/**
 * The norm of Aₜᵀ Bₜ for some time steps, as doubles: Aₜ is K×M, Bₜ K×N, each behind the one before.
 * @param c room for one product
 */
export function productNorms(steps: i32, M: i32, N: i32, K: i32, a: usize, b: usize, c: usize, into: usize, room: usize): void {
  for (let t = 0; t < steps; t++) {
    gemm(M, N, K, a, sizeof<F>(), bytes(M), b, bytes(N), c, bytes(N), false, room);
    store<f64>(into, norm(M * N, c));
    a += bytes(M * K);
    b += bytes(N * K);
    into += 8;
  }
}

/**
 * The norm of the sum of some rows of n numbers, as doubles, for stacks of rows that follow one another.
 * @param c room for one sum
 */
export function sumNorms(stacks: i32, n: i32, rows: i32, x: usize, c: usize, into: usize): void {
  for (let s = 0; s < stacks; s++) {
    memory.fill(c, 0, bytes(n));
    sumRows(rows, n, x, bytes(n), c);
    store<f64>(into, norm(n, c));
    x += bytes(rows * n);
    into += 8;
  }
}
