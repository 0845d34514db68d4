import { describe, expect, it } from "vitest";
import { type Case, casesOf, isForClass, nameOf } from "./cases.js";
import { gainOf, geometricMean, isWorth, type Measured, merged, type Results } from "./results.js";

const SMALL: Case = { task: "step", cell: "elman", sizes: [16, 8, 50, 1], dtype: "float64" };
const LARGE: Case = { ...SMALL, sizes: [256, 64, 200, 32] };

const gain = (small: readonly number[], large: readonly number[]) =>
  gainOf([
    { one: SMALL, ratios: small },
    { one: LARGE, ratios: large },
  ]);

describe("the gain of a rewriting", () => {
  it("is the geometric mean of the cases' medians, with that of the best and the worst round", () => {
    expect(geometricMean([1, 4])).toBeCloseTo(2, 12);
    const { mean, between } = gain([1, 9, 4], [1, 1, 1]);
    expect(mean).toBeCloseTo(2, 12);
    expect(between[0]).toBeCloseTo(1, 12);
    expect(between[1]).toBeCloseTo(3, 12);
  });

  it("names the largest of all, and of those that a class would run", () => {
    const { largest, largestForClass } = gain([1.1], [1.3]);
    expect(largest).toEqual({ name: nameOf(LARGE), ratio: 1.3 });
    expect(largestForClass).toEqual({ name: nameOf(SMALL), ratio: 1.1 });
  });

  it("is worth it from 5 % in the mean on, or 15 % in a case that a class would run", () => {
    expect(isWorth(gain([1.049], [1.049]))).toBe(false);
    expect(isWorth(gain([1.051], [1.051]))).toBe(true);
    expect(isWorth(gain([1.151], [0.9]))).toBe(true);
    expect(isWorth(gain([0.9], [1.151]))).toBe(false);
  });
});

it("what several runs measured has the rounds of all of them", () => {
  const of = (...ratios: number[]): Measured[] => [{ one: SMALL, ratios }];
  const results = (rewritings: Results["rewritings"], before: Measured[]): Results => {
    const size = { files: 1, lines: 1 };
    return { machine: "", loads: [[1, 2]], rewritings, before, sizes: { before: size, now: size } };
  };
  const both = merged([results({ a: of(1, 2) }, []), results({ a: of(3), b: of(4) }, of(5))]);
  expect(both.rewritings).toEqual({ a: of(1, 2, 3), b: of(4) });
  expect(both.before).toEqual(of(5));
  expect(both.loads).toHaveLength(2);
});

it("a lesson or a class runs up to 128 hidden units and 100 time steps", () => {
  const beyond = casesOf(["step"]).filter((one) => !isForClass(one));
  expect(beyond.map(nameOf)).toEqual(["Elman (256, 64, 200, 32) f32", "Elman (256, 64, 200, 32) f64"]);
});
