/** The kernels' packing, against its encoder. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unlzma } from "../../../src/engine/simd/lzma.js";
import { holds } from "../../support/property.js";
import { lzma } from "../../wasm/buildKernels.mjs";

/** Runs and repetitions at all distances, which take each way through the decoder. */
const bytes: fc.Arbitrary<number[]> = fc
  .array(
    fc.oneof(
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 }),
      fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 400 })).map(([b, n]) => Array(n).fill(b)),
      fc.integer({ min: 1, max: 30 }).map((k) => Array.from({ length: 700 }, (_, i) => (i * i * k) & 255)),
    ),
    { maxLength: 30 },
  )
  .map((parts) => [...parts.flat(), ...parts.flat().slice(3), ...parts.flat()]);

describe("unlzma", () => {
  it("gives back what was packed", () => {
    holds(
      fc.property(bytes, (data) => {
        const packed = lzma(Uint8Array.from(data));
        expect([...unlzma(packed, data.length)]).toEqual(data);
      }),
      60,
    );
  });

  it("reads far distances", () => {
    const start = Array.from({ length: 5000 }, (_, i) => (i * 7919 * i) & 255);
    const data = [...start, ...Array(300_000).fill(1), ...start];
    expect(Buffer.compare(unlzma(lzma(Uint8Array.from(data)), data.length), Uint8Array.from(data))).toBe(0);
  });
});
