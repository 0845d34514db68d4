import { describe, expect, it } from "vitest";
import { Pace } from "../../../src/engine/simd/pace.js";

/** How often of `uses` each way was gone, when they take so long. */
function gone(pace: Pace, uses: number, times: readonly [number, number]): [number, number] {
  const counts: [number, number] = [0, 0];
  for (let i = 0; i < uses; i++) {
    const way = pace.next();
    counts[way]++;
    pace.took(way, times[way]);
  }
  return counts;
}

describe("the pace", () => {
  it.each([0, 1] as const)("goes way %i when it is the faster one, and loses little by trying the other", (faster) => {
    const counts = gone(new Pace(), 1000, faster === 0 ? [1, 2] : [2, 1]);
    expect(counts[1 - faster]!).toBeLessThan(4 + 1000 / 64);
    expect(counts[1 - faster]!).toBeGreaterThan(4);
  });

  it("tries what is slower by far more rarely", () => {
    expect(gone(new Pace(), 1000, [1, 20])[1]).toBeLessThan(6);
  });

  it("changes its mind when the machine does", () => {
    const pace = new Pace();
    gone(pace, 500, [2, 1]);
    gone(pace, 500, [2, 8]);
    expect(gone(pace, 100, [2, 8])[0]).toBeGreaterThan(95);
  });

  it("is not put off by a single hiccup, nor by a slow first time", () => {
    const pace = new Pace();
    pace.took(pace.next(), 1);
    pace.took(pace.next(), 500);
    gone(pace, 20, [2, 1]);
    pace.took(1, 300);
    expect(gone(pace, 20, [2, 1])[1]).toBeGreaterThan(17);
  });
});
