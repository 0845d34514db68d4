/** What a time step adds to a matrix's gradient is a product of its own, whatever is packed and in which order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/index.js";
import { bytesOf, type Dtype, type FloatArray } from "../../../src/engine/program/program.js";
import { type Build, builds } from "../../../src/engine/simd/kernels.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { holds } from "../../support/property.js";
import { type Bench, benchOf } from "./machines.js";

interface Steps {
  readonly steps: number;
  readonly M: number;
  readonly N: number;
  readonly K: number;
  /** The panels of two threads meet here, as a part of all panels. */
  readonly cut: number;
  /** Whether they are added to what is there. */
  readonly adds: boolean;
}

const upTo = (max: number) => fc.integer({ min: 1, max });
const others = { cut: fc.double({ min: 0, max: 1, noNaN: true }), adds: fc.boolean() };
const near = fc.record({ steps: upTo(12), M: upTo(70), N: upTo(40), K: upTo(70), ...others });
/** So many columns that A's rows lie far apart. */
const far = fc.record({ steps: upTo(9), M: fc.integer({ min: 240, max: 1100 }), N: upTo(24), K: upTo(60), ...others });
/** More columns of B than are packed at once. */
const wide: Steps = { steps: 7, M: 1030, N: 530, K: 60, cut: 0.4, adds: false };

const random = new Random(4);
const numbers = (count: number) => Array.from({ length: count }, () => random.uniform(-1, 1));

/** Operands in a machine's memory, and what the instruction makes of them. */
function made(dtype: Dtype, build: Build, { steps, M, N, K, cut, adds }: Steps) {
  const bytes = (count: number) => count * bytesOf(dtype);
  const panels = Math.ceil(bytes(N) / 32);
  const sumNumbers = (16 * (1 + (panels + 1) * steps)) / bytes(1);
  const bench = benchOf(dtype, build, steps * K * (M + N) + 3 * M * N + sumNumbers);
  const head = bench.place(new Float64Array(sumNumbers));
  const [a, b] = [bench.place(numbers(steps * K * M)), bench.place(numbers(steps * K * N))];
  const c = bench.place(numbers(M * N));
  const before = c.numbers.slice();
  if (!adds) before.fill(0);
  new Int32Array(head.numbers.buffer, head.at)[0] = 3;
  const middle = Math.round(cut * panels);
  for (const [from, to] of [
    [0, middle],
    [middle, panels],
  ] as const)
    bench.run(Code.stepProducts, steps, M, N, K, a.at, b.at, c.at, adds ? 1 : 0, head.at, from, to);
  const sums = new Float64Array(head.numbers.buffer, head.at + 16, 2 * (panels + 1) * steps);
  return { bench, a, b, c: c.numbers, before, sums, panels };
}

/** The product of one time step, by the instruction for products. */
function productOf(
  dtype: Dtype,
  bench: Bench,
  into: { at: number; numbers: FloatArray },
  step: readonly number[],
  { M, N, K }: Steps,
) {
  const bytes = (count: number) => count * bytesOf(dtype);
  const [a, b] = step as [number, number];
  bench.run(Code.gemm, M, N, K, a, bytes(1), bytes(M), b, bytes(N), into.at, bytes(N), 0);
  return into.numbers;
}

const squares = (list: ArrayLike<number>): number => Array.from(list).reduce((sum, x) => sum + x * x, 0);

function check(dtype: Dtype, build: Build, shape: Steps): void {
  const { steps, M, N, K } = shape;
  const { bench, a, b, c, before, sums, panels } = made(dtype, build, shape);
  const one = bench.place(new Float64Array(M * N));
  const close = dtype === "float32" ? 1e-5 : 1e-12;
  const squared = (t: number, from: number, to: number): number => {
    let sum = 0;
    for (let p = from; p < to; p++) sum += sums[2 * (p * steps + t)]! + sums[2 * (p * steps + t) + 1]!;
    return sum;
  };
  const number = bytesOf(dtype);
  for (let t = 0; t < steps; t++) {
    const product = productOf(dtype, bench, one, [a.at + t * K * M * number, b.at + t * K * N * number], shape);
    for (let i = 0; i < before.length; i++) before[i]! += product[i]!;
    expect(Math.abs(squared(t, 0, panels) / squares(product) - 1)).toBeLessThan(close);
    const rowSums = new Float64Array(M);
    for (let k = 0; k < K; k++) for (let i = 0; i < M; i++) rowSums[i]! += a.numbers[(t * K + k) * M + i]!;
    const rows = squares(rowSums);
    expect(Math.abs(squared(t, panels, panels + 1) - rows)).toBeLessThan(close * Math.max(rows, K * M));
  }
  expect(Buffer.from(new Uint8Array(c.buffer, c.byteOffset, c.byteLength)).equals(bytesBehind(before))).toBe(true);
}

const bytesBehind = ({ buffer, byteOffset, byteLength }: FloatArray) => new Uint8Array(buffer, byteOffset, byteLength);

describe.each(["float64", "float32"] as const)("time steps' products in %s", (dtype) => {
  describe.each(builds())("by the %s kernels", (build) => {
    it.each([
      ["side by side", near, 24],
      ["far apart", far, 5],
    ] as const)("are added one after the other when rows stand %s", (_, shapes, least) => {
      holds(
        fc.property(shapes, (shape) => check(dtype, build, shape)),
        least,
      );
    });

    it("are added one after the other when B is packed in several parts", () => check(dtype, build, wide));
  });
});
