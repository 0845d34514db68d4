import { describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/index.js";
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
    expect(counts[1 - faster]!).toBeLessThan(4 + 0.03 * 1000);
    expect(counts[1 - faster]!).toBeGreaterThan(4);
  });

  it("tries what is slower by far more rarely", () => {
    expect(gone(new Pace(), 1000, [1, 20])[1]).toBeLessThan(8);
  });

  it("changes its mind when the machine does", () => {
    const pace = new Pace();
    gone(pace, 500, [2, 1]);
    gone(pace, 20, [2, 8]);
    expect(gone(pace, 300, [2, 8])[1]).toBeLessThan(5);
    gone(pace, 300, [2, 1]);
    expect(gone(pace, 300, [2, 1])[1]).toBeGreaterThan(280);
  });

  it("soon finds out that its first trials met a busy machine", () => {
    const pace = new Pace();
    gone(pace, 8, [3, 30]); // the engine still compiles beside them
    expect(gone(pace, 200, [3, 1.6])[1]).toBeGreaterThan(100);
  });

  it("tries long ways twice, not more", () => {
    expect(gone(new Pace(), 4, [200, 110])).toEqual([2, 2]);
    expect(gone(new Pace(), 20, [200, 110])[0]).toBeLessThan(5);
  });

  it("is not put off by a single hiccup, nor by a slow first time", () => {
    const pace = new Pace();
    pace.took(pace.next(), 1);
    pace.took(pace.next(), 500);
    gone(pace, 20, [2, 1]);
    pace.took(1, 300);
    expect(gone(pace, 50, [2, 1])[1]).toBeGreaterThan(35);
  });
});

/** What a pass takes with one thread and with two, ms, while the cores are free, while one is busy, and free again. */
interface Load {
  readonly free: readonly [number, number];
  readonly busy: readonly [number, number];
  /** The share by which times vary. */
  readonly noise: number;
  /** How often the helping thread is put off by five times the pass. */
  readonly hiccups: number;
}

const [USES, UNTIL_SETTLED, RUNS] = [3000, 400, 40];

/**
 * What is lost against whoever knows the load, by phase, once the phase has settled; and how often two threads are used.
 * The mean over the runs.
 */
function lossesUnder({ free, busy, noise, hiccups }: Load): { lost: number; withTwo: number }[] {
  const phases = [free, busy, free].map((times) => ({ times, taken: 0, best: 0, two: 0 }));
  for (let seed = 1; seed <= RUNS; seed++) {
    const random = new Random(seed);
    const pace = new Pace();
    for (const phase of phases) {
      const alone = [0, 0];
      for (let i = 0; i < USES; i++) {
        const times = phase.times.map((time) => time * random.uniform(1 - noise, 1 + noise));
        if (random.uniform(0, 1) < hiccups) times[1]! += 5 * times[1]!;
        const way = pace.next();
        pace.took(way, times[way]!);
        if (i < UNTIL_SETTLED) continue;
        phase.taken += times[way]!;
        phase.two += way;
        times.forEach((time, k) => {
          alone[k]! += time;
        });
      }
      phase.best += Math.min(...alone);
    }
  }
  const counted = RUNS * (USES - UNTIL_SETTLED);
  return phases.map(({ taken, best, two }) => ({ lost: taken / best - 1, withTwo: two / counted }));
}

describe("under a load that changes (free, busy, free)", () => {
  const loads: readonly Load[] = [
    { free: [2, 1.1], busy: [2, 8], noise: 0, hiccups: 0 },
    { free: [2, 1.1], busy: [2, 8], noise: 0.1, hiccups: 0 },
    { free: [2, 1.1], busy: [2, 40], noise: 0.1, hiccups: 0 },
    { free: [2, 1.1], busy: [2, 4], noise: 0.1, hiccups: 0.01 },
    { free: [2, 1.3], busy: [4, 9], noise: 0.2, hiccups: 0.01 },
    { free: [20, 11], busy: [21, 22], noise: 0.05, hiccups: 0 },
  ];
  it.each(loads)("free $free ms, busy $busy ms, ±$noise, hiccups $hiccups: loses less than 5 %", (load) => {
    const phases = lossesUnder(load);
    for (const { lost } of phases) expect(lost).toBeLessThan(0.05);
    const [first, busy, last] = phases.map(({ withTwo }) => withTwo);
    expect(first).toBeGreaterThan(0.9);
    expect(busy).toBeLessThan(0.5);
    expect(last).toBeGreaterThan(0.9);
  });
});
