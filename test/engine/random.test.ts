import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError, Random } from "../../src/engine/index.js";

const draw = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.uniform());
const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

describe("Random", () => {
  it("gives the numbers it always gave: lessons and tests stand on them", () => {
    expect(draw(new Random(7), 4)).toEqual([
      0.2180551302036171, 0.08151404851041955, 0.6978060860314802, 0.35974869499412865,
    ]);
    const random = new Random(7);
    expect([random.integer(0, 9), random.integer(-5, 5), random.normal()]).toEqual([0, 0, -0.5022086403118106]);
    expect(new Random(7).fork("W").uniform()).toBe(0.1444066208021424);
  });

  it("gives the same numbers for the same seed, others for another", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(draw(new Random(a), 5)).toEqual(draw(new Random(a), 5));
        if ((a | 0) !== (b | 0)) expect(draw(new Random(a), 5)).not.toEqual(draw(new Random(b), 5));
      }),
    );
  });

  it("starts far apart for neighbouring seeds: each of the first draws is uniform over the seeds", () => {
    const firsts = Array.from({ length: 4000 }, (_, seed) => draw(new Random(seed), 3));
    for (const place of [0, 1, 2]) {
      const numbers = firsts.map((list) => list[place]!);
      expect(Math.abs(mean(numbers) - 1 / 2)).toBeLessThan(0.02); // 4.4 standard errors
      expect(Math.abs(mean(numbers.map((u) => u * u)) - 1 / 3)).toBeLessThan(0.02);
      const lagged = mean(numbers.slice(1).map((u, i) => (u - 0.5) * (numbers[i]! - 0.5))) * 12;
      expect(Math.abs(lagged), "correlation of neighbours").toBeLessThan(0.07);
    }
  });

  it("keeps uniform and integer within their bounds", () => {
    const bounds = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(fc.integer(), bounds, (seed, [low, width]) => {
        const random = new Random(seed);
        const u = random.uniform(low, low + width);
        const i = random.integer(low, low + width);
        expect(u >= low && u < low + width).toBe(true);
        expect(Number.isInteger(i) && i >= low && i <= low + width).toBe(true);
      }),
    );
  });

  it("reaches both ends of integer equally often", () => {
    const random = new Random(1);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 40_000; i++) counts[random.integer(-1, 2) + 1]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(440); // 5 standard deviations
  });

  it("draws normal numbers with the moments of a normal distribution", () => {
    const random = new Random(3);
    const z = Array.from({ length: 100_000 }, () => (random.normal(2, 3) - 2) / 3);
    const moment = (power: number): number => mean(z.map((x) => x ** power));
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / 1e5));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 1e5));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / 1e5));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / 1e5));
    const pairs = mean(z.slice(1).map((x, i) => x * z[i]!));
    expect(Math.abs(pairs), "correlation of neighbours").toBeLessThan(5 * Math.sqrt(1 / 1e5));
    const inside = z.filter((x) => Math.abs(x) < 1).length / 1e5;
    expect(Math.abs(inside - 0.6826895)).toBeLessThan(5 * Math.sqrt(0.2166 / 1e5));
  });

  it("shuffles: the same items, each place equally likely", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const sorted = (list: number[]): number[] => [...list].sort((a, b) => a - b);
        expect(sorted(new Random(seed).shuffle([...items]))).toEqual(sorted(items));
      }),
    );
    const random = new Random(5);
    const firsts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) firsts[random.shuffle([0, 1, 2])[0]!]!++;
    for (const count of firsts) expect(Math.abs(count - 10_000)).toBeLessThan(410);
  });

  it("forks by label from the seed alone", () => {
    const used = new Random(9);
    draw(used, 100);
    expect(draw(used.fork("W"), 3)).toEqual(draw(new Random(9).fork("W"), 3));
    expect(draw(used.fork("U"), 3)).not.toEqual(draw(used.fork("W"), 3));
    expect(draw(new Random(8).fork("W"), 3)).not.toEqual(draw(new Random(9).fork("W"), 3));
  });

  it("refuses seeds and ranges that mean nothing", () => {
    for (const seed of [Number.NaN, Number.POSITIVE_INFINITY, "7" as never])
      expect(() => new Random(seed)).toThrow(OptionError);
    expect(() => new Random(0).integer(2, 1)).toThrow("integer(2, 1)");
    expect(() => new Random(0).integer(0, 1.5)).toThrow(OptionError);
  });
});
