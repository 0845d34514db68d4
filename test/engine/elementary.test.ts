/** Exponentials and logarithms of our own against those of the engine that runs the tests, in units of the last place. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, expm1, log, log1p, tanh } from "../../src/engine/elementary.js";
import { raised } from "../../src/engine/program/rules/elementwise.js";
import { holds } from "../support/property.js";

const float = new Float64Array(1);
const integer = new BigInt64Array(float.buffer);

/** Numbers in their order, as whole numbers. */
function rankOf(x: number): bigint {
  float[0] = x;
  const rank = integer[0]!;
  return rank < 0n ? -(rank & 0x7fff_ffff_ffff_ffffn) : rank;
}

/** How many numbers apart two are; infinite where only one is NaN. */
function ulps(x: number, y: number): number {
  if (Object.is(x, y) || x === y) return 0;
  const gap = rankOf(x) - rankOf(y);
  return Number.isNaN(x) || Number.isNaN(y) ? Number.POSITIVE_INFINITY : Math.abs(Number(gap));
}

const SPECIAL = [
  0, -0, 1, -1, 5e-324, -5e-324, 1e-310, 1e-20, -1e-20, 21.9, -22.1, 700, -700, 709.78, 709.79, -745.1, -745.2,
].concat([1e308, -1e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);

/** @param most the largest error, 1 of which may be the engine's own */
const CASES = [
  { name: "exp", value: exp, least: -746, largest: 710, most: 2 },
  { name: "log", value: log, least: 0, largest: 1e300, most: 2 },
  { name: "log1p", value: log1p, least: -0.5, largest: 10, most: 4 },
  { name: "expm1", value: expm1, least: -40, largest: 40, most: 4 },
  { name: "tanh", value: tanh, least: -25, largest: 25, most: 7 },
] as const;

describe.each(CASES)("$name", ({ name, value, least, largest, most }) => {
  it("is the engine's, but for the last bits", () => {
    const argument = fc.double({ min: least, max: largest, noNaN: true });
    const near = argument.map((x) => x / 1e3); // doubles are drawn by their size, and most digits lie near 1
    holds(
      fc.property(fc.oneof(argument, near), (x) => {
        const gap = ulps(value(x), Math[name](x));
        expect(gap, `${name}(${x}) is ${value(x)}, not ${Math[name](x)}`).toBeLessThanOrEqual(most);
      }),
      2000,
    );
  });

  it("is right at the ends, and keeps the sign of zero", () => {
    for (const x of SPECIAL) {
      expect(ulps(value(x), Math[name](x)), `${name}(${x})`).toBeLessThanOrEqual(most);
      if (Math[name](x) === 0) expect(value(x), `${name}(${x})`).toBe(Math[name](x));
    }
  });
});

it("powers by whole and half exponents are products and roots", () => {
  expect([2, 0.5, -0.5, 0, 3, -3, 1, 1.5].map((n) => raised(4, n))).toEqual([16, 2, 0.5, 1, 64, 1 / 64, 4, 8]);
  holds(
    fc.property(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), fc.integer({ min: -20, max: 20 }), (x, n) => {
      expect(ulps(raised(x, n / 2), x ** (n / 2)), `${x}^${n / 2}`).toBeLessThanOrEqual(20);
    }),
    1000,
  );
  expect([raised(-2, 3), raised(-2, 4), raised(0, 0), raised(Number.NaN, 0), raised(0, -1)]).toEqual([
    -8,
    16,
    1,
    1,
    Infinity,
  ]);
  expect(raised(-1, 0.5)).toBeNaN();
});
