import type { FloatArray } from "./program/program.js";

/**
 * Euclidean norm of `length` numbers from `start`, scaled so that no square overflows or underflows: right from 1e-308
 * to 1e308. NaN when one is NaN, else Infinity when one is infinite.
 */
export function norm(numbers: FloatArray, start = 0, length = numbers.length - start): number {
  const sum = sumOfSquares(numbers, start, start + length);
  return sum > LEAST_SAFE_SUM && sum < Infinity ? Math.sqrt(sum) : scaledNorm(numbers, start, length);
}

/** In a sum above this, squares that underflowed would not have changed a digit. */
const LEAST_SAFE_SUM = 1e-270;

/** Four sums at a time: none waits for the addition before it. */
function sumOfSquares(numbers: FloatArray, start: number, end: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = start;
  for (; i < end - 3; i += 4) {
    const w = numbers[i]!;
    const x = numbers[i + 1]!;
    const y = numbers[i + 2]!;
    const z = numbers[i + 3]!;
    a += w * w;
    b += x * x;
    c += y * y;
    d += z * z;
  }
  for (; i < end; i++) a += numbers[i]! * numbers[i]!;
  return a + b + (c + d);
}

function scaledNorm(numbers: FloatArray, start: number, length: number): number {
  let largest = 0;
  for (let i = start; i < start + length; i++) {
    const size = Math.abs(numbers[i]!);
    if (Number.isNaN(size)) return Number.NaN;
    if (size > largest) largest = size;
  }
  if (largest === 0 || largest === Infinity) return largest;
  let sum = 0;
  for (let i = start; i < start + length; i++) {
    const scaled = numbers[i]! / largest;
    sum += scaled * scaled;
  }
  return largest * Math.sqrt(sum);
}

/** Norm of several arrays taken as one vector. NaN when one number is NaN, else Infinity when one is infinite. */
export function globalNorm(gradients: readonly FloatArray[]): number {
  let total = 0;
  for (let k = 0; k < gradients.length; k++) {
    const part = norm(gradients[k]!);
    if (Number.isNaN(part)) return Number.NaN; // which an infinite norm must not hide
    total = hypotenuse(total, part);
  }
  return total;
}

/** √(a² + b²) of two norms, scaled as `norm` is; `Math.hypot` would make a list of its arguments at every step. */
function hypotenuse(a: number, b: number): number {
  const large = Math.max(a, b);
  const small = Math.min(a, b);
  if (large === 0 || large === Infinity) return large;
  return large * Math.sqrt(1 + (small / large) * (small / large));
}

/**
 * Scales the whole gradient, in place, so that its norm is at most `largest` (Pascanu, Mikolov & Bengio 2013). A norm
 * that is not finite leaves the gradient alone: there is no direction left to keep.
 * @returns the norm before
 */
export function clipByGlobalNorm(gradients: readonly FloatArray[], largest: number): number {
  const before = globalNorm(gradients);
  if (!(before > largest) || !Number.isFinite(before)) return before;
  for (let k = 0; k < gradients.length; k++) {
    const gradient = gradients[k]!;
    for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i]! / before) * largest; // largest / before may underflow
  }
  return before;
}

/** Cuts every element to ±`largest`, in place; infinities too. NaN stays NaN. */
export function clipByValue(gradients: readonly FloatArray[], largest: number): void {
  for (let k = 0; k < gradients.length; k++) {
    const gradient = gradients[k]!;
    for (let i = 0; i < gradient.length; i++) {
      if (gradient[i]! > largest) gradient[i] = largest;
      else if (gradient[i]! < -largest) gradient[i] = -largest;
    }
  }
}
