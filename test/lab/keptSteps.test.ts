import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Curve, thinnedIndices } from "../../src/lab/curve.js";
import { KeptSteps } from "../../src/lab/keptSteps.js";

describe("kept steps", () => {
  it("are evenly spaced from 0, never too many, never less than half", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 20 }), (steps, half) => {
        const kept = new KeptSteps<{ step: number }>(2 * half);
        for (let step = 0; step < steps; step++) if (kept.wants(step)) kept.add({ step });
        const found = kept.all.map(({ step }) => step);
        const stride = found.length > 1 ? found[1]! : 1;
        expect(found).toEqual(found.map((_, i) => i * stride));
        expect(found.length).toBeLessThanOrEqual(2 * half);
        expect(found.length).toBeGreaterThanOrEqual(Math.min(steps, half));
        expect(found[found.length - 1]! + stride).toBeGreaterThanOrEqual(steps);
      }),
    );
  });
});

describe("a thinned curve", () => {
  const curves = fc.array(
    fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constantFrom(Number.NaN, Infinity)),
    { minLength: 1, maxLength: 600 },
  );

  it("keeps its ends, its extremes and its first number that is not finite, in order", () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 8, max: 100 }), (values, limit) => {
        const indices = thinnedIndices(values, limit);
        const finite = values.filter(Number.isFinite);
        expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
        expect(indices.length).toBeLessThanOrEqual(Math.max(limit, 5));
        expect([indices[0], indices[indices.length - 1]]).toEqual([0, values.length - 1]);
        const seen = indices.map((i) => values[i]!);
        if (finite.length > 0) expect(seen).toEqual(expect.arrayContaining([Math.max(...finite), Math.min(...finite)]));
        const odd = values.findIndex((v) => !Number.isFinite(v));
        if (odd >= 0) expect(indices).toContain(odd);
      }),
    );
  });

  it("grows past its first buffer without losing a number", () => {
    const curve = new Curve();
    expect(curve.last).toBeNaN();
    for (let i = 0; i < 1000; i++) curve.push(i);
    expect(curve.last).toBe(999);
    expect([...curve.values()]).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});
