/** Estimated widths, and where a formula can be broken. */
import { describe, expect, it } from "vitest";
import { texWidth, unbreakable, widestPart } from "../../../src/renderer/derivation/texWidth.js";
import { numbersTex } from "../../../src/renderer/inspector/numberTex.js";

describe("unbreakable", () => {
  it("breaks behind operators that stand in no bracket", () => {
    expect(unbreakable("= A x + b")).toEqual(["=", " A x +", " b"]);
    expect(unbreakable("= \\left(1 - s\\right) \\odot d")).toEqual(["=", " \\left(1 - s\\right) \\odot", " d"]);
    expect(unbreakable("{s}^{a+b} + \\left[t+1 = T\\right]")).toEqual(["{s}^{a+b} +", " \\left[t+1 = T\\right]"]);
  });

  it("does not break a matrix at its minus signs", () => {
    const matrix = numbersTex([1, -2, -3, 4], 2, 2, 3);
    expect(unbreakable(`${matrix} + c`)).toEqual([`${matrix} +`, " c"]);
  });

  it("loses nothing", () => {
    const tex = "= \\left(1 - {s}^{2}\\right) \\odot \\frac{\\partial E}{\\partial s} + W \\, d - 3 \\cdot e";
    expect(unbreakable(tex).join("")).toBe(tex);
  });
});

describe("texWidth", () => {
  it("grows with a matrix's columns, not with its rows", () => {
    const wide = texWidth(numbersTex([1, 2, 3, 4], 1, 4, 3));
    expect(wide).toBeGreaterThan(texWidth(numbersTex([1, 2], 1, 2, 3)));
    expect(texWidth(numbersTex([1, 2, 3, 4], 4, 1, 3))).toBe(texWidth(numbersTex([1, 2], 2, 1, 3)));
  });

  it("of the widest part is that of the widest term", () => {
    const matrix = numbersTex([0.123, 0.456, -0.789], 1, 3, 3);
    expect(widestPart(`a + ${matrix} + b`)).toBeCloseTo(texWidth(`${matrix} +`));
  });
});
