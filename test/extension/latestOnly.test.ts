import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LatestOnly } from "../../src/extension/latestOnly.js";

const INTERVAL = 200;

describe("LatestOnly", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("delivers the first at once, the last always, in order, and never twice within the interval", () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(pauses, (waits) => {
        const delivered: { value: number; at: number }[] = [];
        const latest = new LatestOnly<number>((value) => delivered.push({ value, at: Date.now() }), INTERVAL);
        for (const [value, wait] of waits.entries()) {
          latest.push(value);
          expect(delivered[0]?.value).toBe(0);
          vi.advanceTimersByTime(wait);
        }
        vi.advanceTimersByTime(INTERVAL);
        const values = delivered.map(({ value }) => value);
        expect(values.at(-1)).toBe(waits.length - 1);
        expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
        for (const [i, { at }] of delivered.entries()) {
          if (i > 0) expect(at - delivered[i - 1]!.at).toBeGreaterThanOrEqual(INTERVAL);
        }
        // The last delivery keeps the next one away for an interval of its own.
        vi.advanceTimersByTime(INTERVAL);
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it("delivers what waits when it is flushed, and leaves no timer", () => {
    const delivered: number[] = [];
    const latest = new LatestOnly<number>((value) => delivered.push(value), INTERVAL);
    for (const value of [1, 2, 3]) latest.push(value);
    latest.flush();
    expect(delivered).toEqual([1, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("forgets what waits when it is cancelled", () => {
    const delivered: number[] = [];
    const latest = new LatestOnly<number>((value) => delivered.push(value), INTERVAL);
    latest.push(1);
    latest.push(2);
    latest.cancel();
    vi.advanceTimersByTime(INTERVAL * 2);
    expect(delivered).toEqual([1]);
  });
});
