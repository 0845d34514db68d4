import { describe, expect, it } from "vitest";
import { Tensor } from "../../src/engine/index.js";

describe("a tensor as text", () => {
  it("has six digits, and names what is not finite", () => {
    const numbers = Float64Array.of(1 / 3, -0.5, Number.NaN, Number.NEGATIVE_INFINITY);
    expect(String(new Tensor([2, 2], numbers))).toBe("Tensor[2×2] [[0.333333,-0.5],[NaN,-Infinity]]");
    expect(String(new Tensor([], Float64Array.of(1e-9)))).toBe("Tensor[] 1e-9");
  });
});
