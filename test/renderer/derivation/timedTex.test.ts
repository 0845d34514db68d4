/** Formulas at one time step. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timedTex } from "../../../src/renderer/derivation/timedTex.js";

const shift = (offset: number) => (offset === 0 ? "" : offset > 0 ? `+${offset}` : `${offset}`);

describe("timedTex", () => {
  it.each([
    ["s_{t-1}", "s_{2}"],
    ["h_{a,\\,t+1}", "h_{a,\\,4}"],
    ["\\mathrm{target}_{T}", "\\mathrm{target}_{5}"],
    ["\\delta^{s}_{t}", "\\delta^{s}_{3}"],
    ["\\frac{\\partial s_{t}}{\\partial s_{t-1}}", "\\frac{\\partial s_{3}}{\\partial s_{2}}"],
    ["x_{\\text{a_b},\\,t}", "x_{\\text{a_b},\\,3}"],
    ["\\left[t = T\\right] \\, ", "\\left[3 = 5\\right] \\, "],
    ["\\left[t+1 = T-1\\right]", "\\left[4 = 4\\right]"],
    ["\\tfrac{1}{T} \\, ", "\\tfrac{1}{5} \\, "],
  ])("%s at t = 3 of 5 is %s", (tex, expected) => {
    expect(timedTex(tex, 3, 5)).toBe(expected);
  });

  it.each(["W_{hh}", "W_{out}", "\\sum_{t=1}^{T} ", "{W}^{\\top}", "s_{\\tau -1}", "\\tanh\\left(", "t"])(
    "leaves %s, which has no time of its own, alone",
    (tex) => {
      expect(timedTex(tex, 3, 5)).toBe(tex);
    },
  );

  it("is the same for any offset and time: base plus offset", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("t", "T"),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 99 }),
        (base, offset, time, timeSteps) => {
          const value = (base === "t" ? time : timeSteps) + offset;
          expect(timedTex(`s_{${base}${shift(offset)}}`, time, timeSteps)).toBe(`s_{${value}}`);
        },
      ),
    );
  });
});
