/** Gradients that cancel to zero: rounding is measured by the terms that they are made of. */
import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import type { Trace } from "../../../src/engine/index.js";
import { elman, traced, wave } from "./support.js";

/** Three numbers whose sum is zero but for rounding, added from the one end or the other. */
const TENTHS = [0.1, 0.2, -0.3];

const still = (): Trace => traced("s[t] = w x[t]\n E[t] = s[t]", { x: 1, s: 1, w: 1 }, { x: TENTHS.map((x) => [x]) });

describe("a gradient that cancels to zero", () => {
  it("passes where it differs from zero by rounding", () => {
    const trace = still();
    const gradient = trace.gradient("w").data[0]!;
    expect(Math.abs(gradient)).toBeLessThan(1e-16);
    for (const text of ["dE_dw = Σ_t x[t]", "dE_dw = x[1] + (x[2] + x[3])", "dE_dw = 0 * w"]) {
      const [row] = checkByHand(trace, text).rows;
      expect(row!.difference, text).toBeLessThan(1e-9);
    }
  });

  it("fails where it differs by more", () => {
    const [row] = checkByHand(still(), "dE_dw = 0 * w + 0.000001").rows;
    // of the sizes of three contributions, 0.6
    expect(row!.difference).toBeCloseTo(1e-6 / 0.6, 9);
    expect(checkByHand(still(), "dE_dw = x[1] + x[2]").passed).toBe(false);
  });

  it("is zero at every step where the prediction meets the target, however that is computed", () => {
    const met = traced(
      "y[t] = 0.3 * (v x[t])\n E[t] = halfSquaredError(d[t], y[t])",
      { x: 1, y: 1, v: 1 },
      {
        x: wave(1, 1),
        d: wave(1, 1).map(([x]) => [0.3 * x!]),
      },
    );
    expect(checkByHand(met, "dE_dy[t] = y[t] - d[t]").passed).toBe(true);
    // the same difference, told by its parts
    expect(checkByHand(met, "dE_dy[t] = 3 * (y[t] / 3 - d[t] / 3)").passed).toBe(true);
  });
});

describe("rounding beside terms that do not cancel", () => {
  it("hides no mistake of one part in a million", () => {
    const text = (factor: string): string => `dE_dW[t] = ${factor} * (((1 - s[t] .^ 2) .* dE_ds[t]) s[t-1]')`;
    expect(checkByHand(elman(), text("1")).passed).toBe(true);
    const [row] = checkByHand(elman(), text("1.000001")).rows;
    expect(row!.difference).toBeCloseTo(1e-6, 8);
    expect(row!.differing).toEqual([2, 3, 4]);
  });
});
