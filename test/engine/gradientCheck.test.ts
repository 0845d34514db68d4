import { describe, expect, it } from "vitest";
import { Definition, gradientCheck, learned } from "../../src/engine/index.js";
import { cells } from "../../src/lab/cells.js";
import { type GoldenCase, readGolden } from "./golden.js";
import { onEveryBackend } from "./support/everyBackend.js";

const presets = readGolden<{ cases: GoldenCase[] }>("presets").cases;

onEveryBackend((dtype) => {
  const bound = dtype === "float64" ? 1e-7 : 1e-2; // differences of a loss in float32 have few digits left

  it.each(Object.keys(cells))(`gradientCheck is below ${bound} for %s`, (name) => {
    const c = presets.find(({ preset, T }) => preset === name && (T > 1 || name === "feedForward"))!;
    const model = cells[name as keyof typeof cells].build(c.sizes, { seed: 5, dtype });
    const check = gradientCheck(model, { T: c.T, ...c.batch });
    expect(Object.keys(check.byParameter)).toEqual(model.places.map((p) => p.name));
    expect(check.largest).toBeLessThan(bound);
    expect(check.passed).toBe(true);
  });

  it("gradientCheck covers learned initial states", () => {
    const model = cells.elman.build({ x: 2, s: 3, y: 2 }, { initial: { s: learned }, dtype });
    const check = gradientCheck(model, { x: [0, 1], target: [1, 0] });
    expect(check.byParameter).toHaveProperty("s[0]");
    expect(check.largest).toBeLessThan(bound);
  });
});

describe("gradientCheck", () => {
  it("leaves the model as it was", () => {
    const model = cells.elman.build({ x: 2, s: 3, y: 2 });
    const before = [...model.store];
    gradientCheck(model, { x: [0, 1], target: [1, 0] });
    expect([...model.store]).toEqual(before);
  });

  it("fails where the loss is not what was differentiated: a kink", () => {
    const model = new Definition("y[t] = relu(w x[t])\nE[t] = squaredError(target[t], y[t])").build({ x: 1, y: 1 });
    model.set({ w: [0] }); // the slope left of 0 is 0, right of it -2: central differences see their mean
    const check = gradientCheck(model, { x: [1], target: [1] });
    expect(check.passed).toBe(false);
    expect(check.rows[0]).toMatchObject({ name: "w", worst: { row: 1, column: 1, backpropagated: 0 } });
  });
});
