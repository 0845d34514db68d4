/** Every element of a product is one chain over k in ascending order, whatever blocks, panels and tiles it is made in. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/index.js";
import { bytesOf, type Dtype } from "../../../src/engine/program/program.js";
import { type Build, builds } from "../../../src/engine/simd/kernels.js";
import { Code } from "../../../src/engine/simd/tape.js";
import { holds } from "../../support/property.js";
import { benchOf } from "./machines.js";

interface Product {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  readonly isTransposed: boolean;
  readonly isPacked: boolean;
  readonly adds: boolean;
}

const flags = { isTransposed: fc.boolean(), isPacked: fc.boolean(), adds: fc.boolean() };
const upTo = (max: number) => fc.integer({ min: 1, max });
const small = fc.record({ M: upTo(40), N: upTo(40), K: upTo(40), ...flags });
/** Several stretches of K. */
const long = fc.record({
  M: fc.integer({ min: 40, max: 200 }),
  N: upTo(9),
  K: fc.integer({ min: 200, max: 600 }),
  ...flags,
});

/** So many rows that they are taken in blocks. */
const tall = fc.record({
  M: fc.integer({ min: 950, max: 1100 }),
  N: upTo(9),
  K: fc.integer({ min: 280, max: 330 }),
  ...flags,
});

const random = new Random(3);
const numbers = (count: number) => Array.from({ length: count }, () => random.uniform(-1, 1));

/** The rows of C as the machine makes them, together and one by one, and what they are made of. */
function made(dtype: Dtype, build: Build, { M, N, K, isTransposed, isPacked, adds }: Product) {
  const bytes = (count: number) => count * bytesOf(dtype);
  const bench = benchOf(dtype, build, M * K + 2 * N * K + 2 * M * N);
  const [a, b, packed] = [bench.place(numbers(M * K)), bench.place(numbers(K * N)), bench.place(numbers(K * N))];
  const c = bench.place(numbers(M * N));
  const alone = bench.place(c.numbers);
  const before = [...c.numbers];
  const [ai, ak] = isTransposed ? [bytes(1), bytes(M)] : [bytes(K), bytes(1)];
  if (isPacked) bench.run(Code.pack, K, N, b.at, bytes(N), bytes(1), packed.at);
  const right = isPacked ? [packed.at, 0] : [b.at, bytes(N)];
  const add = adds ? 1 : 0;
  bench.run(Code.gemm, M, N, K, a.at, ai, ak, ...right, c.at, bytes(N), add);
  for (let i = 0; i < M; i++)
    bench.run(Code.gemm, 1, N, K, a.at + i * ai, ai, ak, b.at, bytes(N), alone.at + bytes(i * N), bytes(N), add);
  return { a: a.numbers, b: b.numbers, before, together: [...c.numbers], oneByOne: [...alone.numbers] };
}

/** The chains without the fused multiply-add, in plain arithmetic. */
function chains(dtype: Dtype, { M, N, K, isTransposed, adds }: Product, { a, b, before }: ReturnType<typeof made>) {
  const rounded = dtype === "float32" ? Math.fround : (x: number) => x;
  return before.map((first, at) => {
    const [i, j] = [Math.floor(at / N), at % N];
    let sum = adds ? first : 0;
    for (let k = 0; k < K; k++) {
      const factor = isTransposed ? a[k * M + i]! : a[i * K + k]!;
      sum = rounded(sum + rounded(factor * b[k * N + j]!));
    }
    return sum;
  });
}

describe.each(["float64", "float32"] as const)("a product in %s", (dtype) => {
  describe.each(builds())("by the %s kernels", (build) => {
    it.each([
      ["small", small, 40],
      ["long", long, 8],
      ["tall", tall, 4],
    ] as const)("has the bits of its chains when it is %s", (_, products, least) => {
      holds(
        fc.property(products, (product) => {
          const result = made(dtype, build, product);
          expect(result.together).toEqual(result.oneByOne);
          if (build === "plain") expect(result.together).toEqual(chains(dtype, product, result));
        }),
        least,
      );
    });
  });
});
