/** Properties scale by time: never fewer draws than they need, more where there is time, and the same again by their seed. */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { holds, propertyRun } from "../support/property.js";

afterEach(() => void vi.useRealTimers());

/** Draws made until the time is over, on a clock that goes on by 10 ms with each. */
function draws(least: number, seconds: number): number {
  vi.useFakeTimers({ toFake: ["Date"] });
  let count = 0;
  const draw = fc.property(fc.integer(), () => {
    count++;
    vi.setSystemTime(Date.now() + 10);
  });
  holds(draw, least, { seconds });
  return count;
}

describe("a property that holds", () => {
  it("is drawn so often as it needs, whatever the time", () => expect(draws(40, 0)).toBe(40));

  it("is drawn more often while there is time, by whole batches", () => expect(draws(40, 1)).toBe(120));
});

describe("a property that does not hold", () => {
  const law = fc.property(fc.nat(1e6), (n) => {
    expect(n, "a number").toBeLessThan(100);
  });
  const messageOf = (run: Parameters<typeof holds>[2]): string => {
    try {
      holds(law, 40, run);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  it("fails with its smallest counterexample, and tells how to see it again", () => {
    const message = messageOf({ seconds: 0 });
    expect(message).toContain("Counterexample: [100]");
    expect(message).toContain("a number: expected 100 to be less than 100");
    expect(message).toMatch(
      /Again: UNROLL_TEST_SEED=-?\d+ UNROLL_TEST_PATH=\d[\d:]* npx vitest run --project unit test\/harness\/property\.test\.ts -t "a property that does not hold fails with/,
    );
  });

  it("fails by its seed and path again, at once", () => {
    const [, seed, path] = messageOf({ seconds: 0 }).match(/SEED=(\S+) UNROLL_TEST_PATH=(\S+)/)!;
    const again = messageOf({ seconds: 5, seed: Number(seed), path });
    expect(again).toContain("failed after 1 tests");
    expect(again).toContain("Counterexample: [100]");
  });

  it("fails also where it does so only in a later batch", () => {
    let count = 0;
    const late = fc.property(fc.integer(), () => ++count < 100);
    expect(() => holds(late, 40, { seconds: 60 })).toThrow(/Property failed/);
  });
});

describe("what a run asks of properties", () => {
  it("is read from the environment", () => {
    expect(propertyRun({})).toEqual({ seconds: 0.3, seed: undefined, path: "" });
    const environment = { UNROLL_TEST_SECONDS: "5", UNROLL_TEST_SEED: "-7", UNROLL_TEST_PATH: "3:1" };
    expect(propertyRun(environment)).toEqual({ seconds: 5, seed: -7, path: "3:1" });
  });

  it("is refused where it is no number", () => {
    expect(() => propertyRun({ UNROLL_TEST_SECONDS: "long" })).toThrow(
      '$UNROLL_TEST_SECONDS is "long"; write a number',
    );
  });
});
