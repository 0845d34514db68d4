import fc from "fast-check";
import { expect, it } from "vitest";
import { ratioOf, spreadOf, spreadOfRounds } from "./statistics.js";

const times = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 20 });

it("finds the median between its quarters, whatever the order", () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 });
  fc.assert(
    fc.property(times, (values) => {
      const { low, median, high } = spreadOf(values);
      expect(low).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(high);
      expect(spreadOf([...values].reverse())).toEqual({ low, median, high });
    }),
  );
});

it("compares within a round, so that what slows both down falls out", () => {
  fc.assert(
    fc.property(times, (values) => {
      const ratio = ratioOf(
        values.map((value) => 3 * value),
        values,
      )!;
      expect(ratio.low).toBeCloseTo(3, 10);
      expect(ratio.high).toBeCloseTo(3, 10);
    }),
  );
});

it("leaves out the rounds that one of them left out", () => {
  expect(ratioOf([4, undefined, 100], [2, 1, undefined])).toEqual({ low: 2, median: 2, high: 2 });
  expect(ratioOf([undefined, 4], [1, undefined])).toBeUndefined();
  expect(ratioOf([], [1])).toBeUndefined();
  expect(spreadOfRounds([undefined, 7])?.median).toBe(7);
  expect(spreadOfRounds([undefined])).toBeUndefined();
});
