import { describe, expect, it } from "vitest";
import { backward, Definition, init, learned, type Optimizer, sgd, Trainer } from "../../src/engine/index.js";
import { flatten, type GoldenCase, modelOf, PRECISION, readGolden, relativeDifference, type Stored } from "./golden.js";
import { onEveryBackend } from "./support/everyBackend.js";

interface TruncatedCase extends Omit<GoldenCase, "expected"> {
  k1: number;
  k2: number;
  expected: { updates: { end: number; loss: number; losses: number[]; gradients: Record<string, Stored> }[] };
}

const cases = readGolden<{ cases: TruncatedCase[] }>("truncated").cases;

/** Leaves the parameters alone: the stored gradients are all of the same model. */
const still: Optimizer = {
  ...sgd({ lr: 1 }),
  create: () => ({ update: () => {}, snapshot: () => ({}), restore: () => {} }) as never,
};

const text = "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

onEveryBackend((dtype) => {
  const { bound } = PRECISION[dtype];

  it("a loss at the end that looks back behind the start of its window sees the value there", () => {
    const late = new Definition("h[t] = W x[t]\nE[T] = halfSquaredError(target[T], h[T-2])");
    const model = late.build({ x: 1, h: 1 }, { dtype }).set({ W: [[1]] });
    const trainer = new Trainer(model, { optimizer: still, truncate: { k1: 2, k2: 2 } });
    trainer.feed(model.prepare({ x: [[1], [5], [1], [1]], target: [1] }));
    const losses = [1, 2].map(() => {
      const { loss } = trainer.differentiate();
      trainer.update();
      return loss;
    });
    expect(losses).toEqual([0, 8]); // (5 - 1)² / 2 at the end: h[2] is 5
  });

  it("a window that looks back behind the first time step sees the learned initial state there", () => {
    const lagTwo = new Definition("s[t] = W x[t]\nr[t] = s[t-2]\nE[t] = halfSquaredError(target[t], r[t])");
    const model = lagTwo.build({ x: 1, s: 1 }, { dtype, initial: { s: learned } });
    model.set({ "s[0]": [3] });
    const trainer = new Trainer(model, { optimizer: still, truncate: { k1: 1, k2: 1 } });
    trainer.feed(model.prepare({ x: [[1], [1]], target: [[1], [1]] }));
    const losses = [1, 2].map(() => {
      const { loss } = trainer.differentiate();
      trainer.update();
      return loss;
    });
    expect(losses).toEqual([2, 2]); // (3 - 1)² / 2 at both time steps
  });

  it.each(cases.map((c) => [c.name, c] as const))("PyTorch: %s", (_name, c) => {
    const model = modelOf(c as unknown as GoldenCase, dtype);
    const trainer = new Trainer(model, { optimizer: still, truncate: { k1: c.k1, k2: c.k2 } });
    trainer.feed(c.batch);
    for (const { loss, gradients } of c.expected.updates) {
      expect(trainer.wantsBatch).toBe(false);
      const report = trainer.differentiate();
      expect(relativeDifference([report.loss], [loss])).toBeLessThan(bound);
      for (const { name, offset, size } of model.places) {
        const actual = trainer.gradient.subarray(offset, offset + size);
        expect(relativeDifference(actual, flatten(gradients[name]!)), name).toBeLessThan(bound);
      }
      trainer.update();
    }
    expect(trainer.wantsBatch).toBe(true);
  });

  it("carries the state into the next batch when the task is stateful", () => {
    const sizes = { x: 3, s: 4, y: 3 };
    const model = new Definition(text).build(sizes, { seed: 3, init: { W: init.normal(0.5) }, dtype });
    const whole = { x: [0, 1, 2, 1, 0, 2], target: [1, 2, 1, 0, 2, 0] };
    const trainer = new Trainer(model, { optimizer: still, stateful: true });
    trainer.feed({ x: whole.x.slice(0, 3), target: whole.target.slice(0, 3) });
    const first = trainer.step().loss;
    trainer.feed({ x: whole.x.slice(3), target: whole.target.slice(3) });
    expect(first + trainer.step().loss).toBeCloseTo(backward(model, whole).loss, dtype === "float64" ? 12 : 5);
  });

  it("carries the state into a longer batch, however far the gradient may go back", () => {
    const sizes = { x: 3, s: 4, y: 3 };
    const lagged = text.replace("W s[t-1]", "W s[t-1] + R s[t-2]");
    const model = new Definition(lagged).build(sizes, { seed: 3, init: { W: init.normal(0.5) }, dtype });
    const whole = { x: [0, 1, 2, 1, 0, 2, 0, 1, 1], target: [1, 2, 1, 0, 2, 0, 0, 1, 2] };
    const trainer = new Trainer(model, { optimizer: still, stateful: true, truncate: { k1: 2, k2: 1e9 } });
    let sum = 0;
    for (const [start, end] of [
      [0, 2],
      [2, 9],
    ]) {
      trainer.feed({ x: whole.x.slice(start, end), target: whole.target.slice(start, end) });
      while (!trainer.wantsBatch) sum += trainer.step().loss;
    }
    expect(sum).toBeCloseTo(backward(model, whole).loss, dtype === "float64" ? 12 : 5);
  });

  it("carries what was given before, where an input is read at steps before", () => {
    const convolution = text.replace("U x[t]", "U x[t] + P x[t-1] + Q x[t-3]").replace("V s[t]", "V s[t] + Z x[t-2]");
    const model = new Definition(convolution).build({ x: 3, s: 4, y: 3 }, { seed: 3, dtype });
    const whole = { x: [0, 1, 2, 1, 0, 2, 0, 1, 1], target: [1, 2, 1, 0, 2, 0, 0, 1, 2] };
    for (const truncate of [undefined, { k1: 2, k2: 3 }]) {
      const trainer = new Trainer(model, { optimizer: still, stateful: true, ...(truncate && { truncate }) });
      let sum = 0;
      for (const [start, end] of [
        [0, 1],
        [1, 2],
        [2, 5],
        [5, 9],
      ]) {
        trainer.feed({ x: whole.x.slice(start, end), target: whole.target.slice(start, end) });
        while (!trainer.wantsBatch) sum += trainer.step().loss;
      }
      expect(sum).toBeCloseTo(backward(model, whole).loss, dtype === "float64" ? 12 : 5);
    }
  });

  it.each([
    ["U x[t+2]", "x[t+2] is not known in a window: train on the whole sequence, with truncate"],
    ["U x[T]", "x[T] is not known in a window: train on the whole sequence, without truncate"],
  ])("carries nothing from the future: %s", (read, problem) => {
    const model = new Definition(text.replace("U x[t]", read)).build({ x: 3, s: 4, y: 3 }, { dtype });
    expect(() => new Trainer(model, { optimizer: still, stateful: true })).toThrow(problem);
    expect(backward(model, { x: [0, 1, 2], target: [0, 1, 2] }).loss).toBeGreaterThan(0);
  });
});

describe("truncated backpropagation through time", () => {
  it("sums to the full gradient when nothing is cut off and refuses k2 < k1", () => {
    const model = new Definition(text).build({ x: 3, s: 4, y: 3 });
    expect(() => new Trainer(model, { optimizer: still, truncate: { k1: 5, k2: 3 } })).toThrow(/k2 is at least k1/);
    expect(() => new Trainer(model, { optimizer: still, truncate: { k1: 0, k2: 3 } })).toThrow(/whole numbers/);
  });

  it("counts a loss outside time once a sequence, with its last update", () => {
    const batch = { x: [0, 1, 2, 1, 0], target: [1, 2, 1, 0, 2] };
    const losses = ["", "\nE_w = 0.3 * sum(W .^ 2)"].map((cost) => {
      const model = new Definition(text + cost).build({ x: 3, s: 4, y: 3 }, { seed: 3 });
      const trainer = new Trainer(model, { optimizer: still, truncate: { k1: 2, k2: 3 } });
      trainer.feed(batch);
      const found: number[] = [];
      while (!trainer.wantsBatch) found.push(trainer.step().loss);
      const weights = Array.from(model.parameters.W!.data).reduce((sum, w) => sum + w * w, 0);
      return { found, cost: 0.3 * weights };
    });
    const [plain, costly] = losses;
    expect(plain!.found).toHaveLength(3);
    costly!.found.forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain!.found[i]! + (i === 2 ? costly!.cost : 0), 12);
    });
  });

  it("refuses a layer that runs backward in time", () => {
    const model = new Definition(text.replace("W s[t-1]", "W s[t+1]")).build({ x: 3, s: 4, y: 3 });
    expect(() => new Trainer(model, { optimizer: still, truncate: { k1: 2, k2: 2 } })).toThrow(
      /s\[t\+1\] is not known in a window: train on the whole sequence, without truncate/,
    );
  });
});
