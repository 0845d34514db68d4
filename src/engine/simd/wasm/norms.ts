/** Euclidean norms in double precision, whatever the numbers are. */
import { gemm } from "./gemm";
import { bytes } from "./lanes";

/** In a sum above this, squares that underflowed would not have changed a digit. */
const LEAST_SAFE_SUM: f64 = 1e-270;

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
  return sum > LEAST_SAFE_SUM && sum < Infinity ? sqrt<f64>(sum) : scaledNorm(n, x);
}

/** The norm of each of some rows of n numbers, as doubles. */
export function norms(rows: i32, n: i32, x: usize, into: usize): void {
  for (let r = 0; r < rows; r++) {
    store<f64>(into, norm(n, x));
    x += bytes(n);
    into += 8;
  }
}

/**
 * The norm of each of some products A B, as doubles; see `gemm` for the strides. A and B of the next product stand
 * `aStep` and `bStep` further.
 * @param c room for one product
 */
export function productNorms(steps: i32, M: i32, N: i32, K: i32, a: usize, ai: usize, ak: usize, aStep: usize, b: usize, bk: usize, bStep: usize, c: usize, into: usize, room: usize): void {
  for (let t = 0; t < steps; t++) {
    gemm(M, N, K, a, ai, ak, b, bk, c, bytes(N), false, room);
    store<f64>(into, norm(M * N, c));
    a += aStep;
    b += bStep;
    into += 8;
  }
}
