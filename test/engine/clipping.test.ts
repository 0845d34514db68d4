import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipByGlobalNorm, clipByValue, globalNorm, norm } from "../../src/engine/clipping.js";
import { flatten, readGolden, type Stored } from "./golden.js";

interface ClippingCase {
  name: "clipNorm" | "clipValue";
  limit: number;
  gradients: Record<string, Stored>;
  norm?: number;
  clipped: Record<string, Stored>;
  clippedWithoutEpsilon?: Record<string, Stored>;
}

const cases = readGolden<{ clipping: ClippingCase[] }>("optimizer").clipping;
const moderate = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const gradientLists = fc.array(fc.array(moderate, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
const copy = (lists: readonly (readonly number[])[]): Float64Array[] => lists.map((list) => Float64Array.from(list));

describe("clipping as PyTorch does it", () => {
  it.each(cases.map((c) => [`${c.name} ${c.limit}`, c] as const))("%s", (_name, c) => {
    const gradients = Object.values(c.gradients).map((stored) => Float64Array.from(flatten(stored)));
    if (c.name === "clipValue") clipByValue(gradients, c.limit);
    else expect(Math.abs(clipByGlobalNorm(gradients, c.limit) - c.norm!)).toBeLessThan(1e-12);
    const expected = flatten(Object.values(c.clippedWithoutEpsilon ?? c.clipped));
    const actual = gradients.flatMap((gradient) => [...gradient]);
    for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-12);
  });
});

describe("norm", () => {
  it("is the root of the sum of squares, of a part or of all", () => {
    expect(norm(Float64Array.of(9, 3, -4, 9), 1, 2)).toBe(5);
    expect(norm(Float64Array.of(9, 3, -4), 1)).toBe(5);
    expect(norm(new Float64Array(0))).toBe(0);
  });

  it("loses nothing where squares overflow or underflow", () => {
    for (const scale of [1e-320, 1e-300, 1e-160, 1e160, 1e300])
      expect(norm(Float64Array.of(3 * scale, -4 * scale)) / (5 * scale)).toBeCloseTo(1, scale < 1e-310 ? 3 : 12);
  });

  it("is NaN when one number is, else infinite when one is, wherever they stand", () => {
    expect(norm(Float64Array.of(Infinity, 1, NaN))).toBeNaN();
    expect(norm(Float64Array.of(NaN, Infinity))).toBeNaN();
    expect(norm(Float64Array.of(1, -Infinity))).toBe(Infinity);
    expect(globalNorm(copy([[Infinity], [NaN]]))).toBeNaN();
    expect(globalNorm(copy([[NaN], [Infinity]]))).toBeNaN();
    expect(globalNorm(copy([[1], [-Infinity]]))).toBe(Infinity);
  });

  it("of several arrays is that of one long array", () => {
    fc.assert(
      fc.property(gradientLists, (lists) => {
        const whole = norm(Float64Array.from(lists.flat()));
        expect(Math.abs(globalNorm(copy(lists)) - whole)).toBeLessThanOrEqual(1e-14 * whole);
      }),
    );
  });
});

describe("clipByGlobalNorm", () => {
  it("keeps the direction, brings a longer gradient to the limit and leaves a shorter one alone", () => {
    const limits = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(gradientLists, limits, (lists, limit) => {
        const gradients = copy(lists);
        const before = clipByGlobalNorm(gradients, limit);
        expect(before).toBe(globalNorm(copy(lists)));
        const factor = before > limit ? limit / before : 1;
        const expected = lists.flat().map((g) => g * factor);
        const actual = gradients.flatMap((gradient) => [...gradient]);
        for (const [i, g] of actual.entries()) expect(Math.abs(g - expected[i]!)).toBeLessThanOrEqual(1e-12 * limit);
        if (before > limit) expect(globalNorm(gradients) / limit).toBeCloseTo(1, 12);
      }),
    );
  });

  it("clips gradients of 1e300 to tiny norms", () => {
    const gradients = copy([[3e300, -4e300]]);
    expect(clipByGlobalNorm(gradients, 1e-20)).toBe(5e300);
    expect(gradients[0]![0]! / 6e-21).toBeCloseTo(1, 12);
    expect(gradients[0]![1]! / -8e-21).toBeCloseTo(1, 12);
  });

  it("leaves a gradient alone that is not finite, and says so", () => {
    const gradients = copy([
      [1, Infinity],
      [2, 3],
    ]);
    expect(clipByGlobalNorm(gradients, 1)).toBe(Infinity);
    expect(gradients.map((gradient) => [...gradient])).toEqual([
      [1, Infinity],
      [2, 3],
    ]);
    expect(clipByGlobalNorm(copy([[NaN]]), 1)).toBeNaN();
  });
});

describe("clipByValue", () => {
  it("cuts what is too large, infinities too, and hides no NaN", () => {
    const gradients = copy([
      [1, -3, Infinity],
      [-Infinity, NaN, 0.5],
    ]);
    clipByValue(gradients, 2);
    expect(gradients.map((gradient) => [...gradient])).toEqual([
      [1, -2, 2],
      [-2, NaN, 0.5],
    ]);
  });
});
