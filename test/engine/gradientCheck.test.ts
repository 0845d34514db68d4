import { describe, expect, it } from "vitest";
import { backward, Definition, gradientCheck, learned } from "../../src/engine/index.js";
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
  it("covers what large weights cost: a loss outside time, made of parameters alone", () => {
    const text = cells.elman.equations.join("\n");
    const sizes = { x: 2, s: 3, y: 2 };
    const batch = {
      x: [
        [0, 1, 1],
        [1, 0, 1],
      ],
      target: [
        [1, 0, 0],
        [1, 1, 0],
      ],
    };
    const plain = backward(new Definition(text).build(sizes, { seed: 4 }), batch);
    const model = new Definition(`${text}\nE_w = 0.01 * sum(W .^ 2)`).build(sizes, { seed: 4 });
    for (const reduction of ["sum", "mean"] as const)
      expect(gradientCheck(model, batch, { reduction }).largest).toBeLessThan(1e-7);
    const trace = backward(model, batch);
    const W = Array.from(model.parameters.W!.data);
    expect(trace.value("E_w").data[0]).toBeCloseTo(0.01 * W.reduce((sum, w) => sum + w * w, 0), 14);
    expect(trace.loss).toBeCloseTo(plain.loss + trace.value("E_w").data[0]!, 12);
    trace.gradient("W").data.forEach((value, i) => {
      expect(value).toBeCloseTo(plain.gradient("W").data[i]! + 0.02 * W[i]!, 12);
    });
  });

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
