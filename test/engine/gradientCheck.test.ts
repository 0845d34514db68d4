import { describe, expect, it, vi } from "vitest";
import { checkedEntries } from "../../src/engine/checkedEntries.js";
import { contributionSizes } from "../../src/engine/contributionSizes.js";
import { backward, Definition, gradientCheck, learned, Trace } from "../../src/engine/index.js";
import { SeededLoss } from "../../src/engine/observe.js";
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

  it("passes for a gradient that cancels to zero, relative to the contributions that cancel", () => {
    const model = new Definition("s[t] = w x[t]\nE[t] = s[t]").build({ x: 1, s: 1, w: 1 });
    const check = gradientCheck(model, { x: [[0.1], [0.2], [-0.3]] });
    const [row] = check.rows;
    expect([Math.abs(row!.worst.backpropagated) < 1e-16, row!.worst.numerical !== 0]).toEqual([true, true]);
    expect(check.passed).toBe(true);
    expect(check.largest).toBeLessThan(1e-9);
  });

  it("adds the sizes of all sequences' contributions: two that cancel are as large as each alone", () => {
    const model = new Definition("s[t] = w x[t]\nE[t] = s[t]").build({ x: 1, s: 1, w: 1 });
    const batch = {
      x: [
        [[0.1], [0.7]],
        [[-0.1], [-0.7]],
      ],
    }; // a batch of two that is the opposite of itself
    const sizes = contributionSizes(model, model.prepare(batch), "sum");
    expect([...sizes.get("w")!]).toEqual([expect.closeTo(0.8, 14)]);
    expect([...contributionSizes(model, model.prepare(batch), "mean").get("w")!]).toEqual([expect.closeTo(0.4, 14)]);
    expect(gradientCheck(model, batch).passed).toBe(true);
  });

  it("fails for a gradient that is wrong by more than its tolerance, however small beside others", () => {
    const model = cells.elman.build({ x: 2, s: 3, y: 2 }, { seed: 2 });
    const batch = { x: [0, 1], target: [1, 0] };
    const right = gradientCheck(model, batch);
    expect(right.passed).toBe(true);
    const read = Trace.prototype.gradient;
    const wrong = vi.spyOn(Trace.prototype, "gradient").mockImplementation(function (this: Trace, name) {
      const found = read.call(this, name);
      if (name === "U") found.data[0] = found.data[0]! * (1 + 1e-5);
      return found;
    });
    const check = gradientCheck(model, batch);
    wrong.mockRestore();
    expect(check.passed).toBe(false);
    expect(check.rows.filter(({ difference }) => difference > check.tolerance).map(({ name }) => name)).toEqual(["U"]);
  });

  it("fails where the loss is not what was differentiated: a kink", () => {
    const model = new Definition("y[t] = relu(w x[t])\nE[t] = squaredError(target[t], y[t])").build({ x: 1, y: 1 });
    model.set({ w: [0] }); // the slope left of 0 is 0, right of it -2: central differences see their mean
    const check = gradientCheck(model, { x: [1], target: [1] });
    expect(check.passed).toBe(false);
    expect(check.rows[0]).toMatchObject({ name: "w", worst: { row: 1, column: 1, backpropagated: 0 } });
  });
});

describe("the entries that are checked", () => {
  const SYMBOLS = 65;
  const large = () => cells.elman.build({ x: SYMBOLS, s: 100, y: SYMBOLS }, { seed: 1 });
  const text = (steps: number) => ({
    x: Array.from({ length: steps }, (_, t) => (7 * t) % SYMBOLS),
    target: Array.from({ length: steps }, (_, t) => (7 * t + 7) % SYMBOLS),
  });
  const evaluations = (run: () => unknown): number => {
    const read = vi.spyOn(SeededLoss.prototype, "read");
    run();
    const { length } = read.mock.calls;
    read.mockRestore();
    return length;
  };

  it("are all of a small network", () => {
    const model = cells.elman.build({ x: 2, s: 3, y: 2 });
    const check = gradientCheck(model, { x: [0, 1], target: [1, 0] });
    expect(check.entries).toEqual({ checked: model.parameterCount, all: model.parameterCount });
  });

  it("are a sample of a large one: 400 entries, four evaluations of the loss each", () => {
    const model = large();
    const count = evaluations(() => {
      const { entries, rows, passed } = gradientCheck(model, text(25));
      expect(passed).toBe(true);
      expect(entries.all).toBe(model.parameterCount);
      expect(entries.checked).toBeLessThanOrEqual(400);
      expect(entries.checked).toBeGreaterThan(380);
      for (const { name, checked } of rows) expect(checked, name).toBeGreaterThanOrEqual(4);
    });
    // and one for the size of the loss
    expect(count).toBeLessThanOrEqual(1 + 4 * 400);
  });

  it("are as many as are asked for, or all", () => {
    const model = cells.elman.build({ x: 3, s: 4, y: 3 });
    const entries = (given: "all" | number) => gradientCheck(model, text3, { entries: given }).entries.checked;
    expect(entries("all")).toBe(model.parameterCount);
    expect(entries(10_000)).toBe(model.parameterCount);
    expect(entries(20)).toBeLessThanOrEqual(20);
    expect(entries(1)).toBe(5); // one of each parameter
  });

  it("are always the same, and among them the largest of each parameter", () => {
    const gradients = [
      Float64Array.from({ length: 900 }, (_, i) => Math.sin(i)),
      Float64Array.from({ length: 600 }, (_, i) => (i === 77 ? -9 : i / 1000)),
      [3],
    ];
    const chosen = checkedEntries(gradients, 60);
    expect(checkedEntries(gradients, 60)).toEqual(chosen);
    expect(chosen.map(({ length }) => length)).toEqual([32, 23, 1]);
    expect(chosen[1]).toContain(77);
    expect(chosen[1]!.filter((i) => i >= 595)).toHaveLength(5);
    for (const entries of chosen) expect(entries).toEqual([...new Set(entries)].sort((a, b) => a - b));
    // a quarter of them are the largest, the others are spread
    expect(chosen[1]!.filter((i) => i < 300 && i !== 77).length).toBeGreaterThan(4);
  });

  it.each([0, -1, 1.5, "some", Number.NaN])("are not %s", (entries) => {
    const model = cells.elman.build({ x: 3, s: 4, y: 3 });
    expect(() => gradientCheck(model, text3, { entries: entries as never })).toThrow(
      'expected a whole number of at least 1 (or "all")',
    );
  });
});

const text3 = { x: [0, 1, 2], target: [1, 2, 0] };
