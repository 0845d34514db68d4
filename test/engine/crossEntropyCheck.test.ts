/** A cross-entropy of what is no distribution is refused by its numbers, once, on each backend. */
import { describe, expect, it } from "vitest";
import {
  adam,
  type Batch,
  backward,
  Definition,
  gradientCheck,
  NumericError,
  type Sizes,
  sgd,
  Trainer,
  type Truncation,
} from "../../src/engine/index.js";
import { onEveryBackend } from "./support/everyBackend.js";

const STATE = "h[t] = tanh(U x[t] + W h[t-1])\n";
const BATCH: Batch = { x: [0, 1, 2], target: [1, 0, 1] };

onEveryBackend((dtype) => {
  const build = (lines: string, sizes: Sizes = {}) =>
    new Definition(STATE + lines).build({ x: 3, h: 4, target: 2, ...sizes }, { seed: 1, dtype });

  describe.each<[string, string, Sizes, RegExp]>([
    [
      "numbers that are not positive",
      "E[t] = crossEntropy(target[t], relu(V h[t]))",
      {},
      /the prediction of E = crossEntropy\(target\[t\], relu\(V h\[t\]\)\) at time step 1 holds 0, but a probability is above 0\. Write crossEntropy\(target\[t\], softmax\(relu\(V h\[t\]\)\)\)/u,
    ],
    [
      "numbers that do not sum to 1",
      "y[t] = exp(V h[t])\nE[t] = crossEntropy(target[t], y[t])",
      {},
      /crossEntropy\(target\[t\], y\[t\]\) at time step 1 sums to \d\.\d+, but the numbers of a distribution sum to 1\. Write crossEntropy\(target\[t\], softmax\(y\[t\]\)\)/u,
    ],
    [
      "sigmoids, each a probability of its own",
      "E[t] = crossEntropy(target[t], sigmoid(V h[t]))",
      {},
      /sums to \d\.\d+, but the numbers of a distribution sum to 1\. For probabilities each of its own write binaryCrossEntropy\(target\[t\], sigmoid\(V h\[t\]\)\), for one distribution softmax in the place of sigmoid/u,
    ],
    [
      "sigmoids by name",
      "y[t] = sigmoid(V h[t])\nE[t] = crossEntropy(target[t], y[t])",
      {},
      /sums to .* write binaryCrossEntropy\(target\[t\], y\[t\]\)/u,
    ],
    [
      "a mixture whose weights do not sum to 1",
      "p[t] = softmax(V h[t])\nE[t] = crossEntropy(target[t], 0.5 * p[t] + 0.5001 * p[t])",
      {},
      /sums to 1\.0001/u,
    ],
    [
      "a probability below 0",
      "E[t] = binaryCrossEntropy(target[t], tanh(v h[t]))",
      { target: 1 },
      /holds -0\.\d+, but a probability is between 0 and 1\. Write binaryCrossEntropy\(target\[t\], sigmoid\(tanh\(v h\[t\]\)\)\)/u,
    ],
    [
      "a value from before the first step",
      "y[t] = softmax(V h[t])\nE[t] = crossEntropy(target[t], y[t-1])",
      {},
      /holds 0, but a probability is above 0\. Write crossEntropy\(target\[t\], softmax\(y\[t-1\]\)\), or compute it in another way/u,
    ],
    [
      "a computed target below 0",
      "E[t] = crossEntropy(target[t] - 0.5, softmax(V h[t]))",
      {},
      /the target of E = .* at time step 1 holds -0\.5, but a target is never negative/u,
    ],
  ])("%s", (_, lines, sizes, message) => {
    const batch =
      sizes.target === 1 || !lines.includes("target[t] -")
        ? BATCH
        : {
            ...BATCH,
            target: [
              [0, 1],
              [1, 0],
              [0, 1],
            ],
          };

    it("are refused by a trace, a forward pass and a check", () => {
      const model = build(lines, sizes);
      for (const run of [() => backward(model, batch), () => model.forward(batch), () => gradientCheck(model, batch)]) {
        expect(run).toThrow(NumericError);
        expect(run).toThrow(message);
      }
    });

    it("are refused at the first training step, or in the first windows", () => {
      const trainer = (truncate?: Truncation) =>
        new Trainer(build(lines, sizes), { optimizer: sgd({ lr: 1e-6 }), truncate });
      expect(() => trainer().step(batch)).toThrow(message);
      const windows = trainer({ k1: 1, k2: 1 });
      windows.feed(batch);
      expect(() => {
        for (let step = 0; step < 3; step++) windows.step();
      }).toThrow(NumericError);
    });
  });

  it.each<[string, string, Sizes]>([
    [
      "a mixture",
      "p[t] = softmax(V h[t])\nq[t] = softmax(Q h[t])\ng[t] = sigmoid(r' h[t])\nE[t] = crossEntropy(target[t], g[t] * p[t] + (1 - g[t]) * q[t])",
      { g: 1 },
    ],
    ["a softmax by hand", "e[t] = exp(V h[t])\nE[t] = crossEntropy(target[t], e[t] / sum(e[t]))", {}],
    ["a sigmoid by hand", "E[t] = binaryCrossEntropy(target[t], 1 ./ (1 + exp(-v h[t])))", { target: 1 }],
    ["a smoothed target", "E[t] = crossEntropy(0.9 * target[t] + 0.05, softmax(V h[t]))", {}],
  ])("%s is differentiated, and trained", (_, lines, sizes) => {
    const batch = lines.includes("0.9")
      ? {
          ...BATCH,
          target: [
            [0, 1],
            [1, 0],
            [0, 1],
          ],
        }
      : BATCH;
    const model = build(lines, sizes);
    expect(gradientCheck(model, batch).passed).toBe(true);
    const trainer = new Trainer(model, { optimizer: adam({ lr: 0.05 }) });
    const first = trainer.step(batch).loss;
    for (let step = 0; step < 30; step++) trainer.step(batch);
    expect(trainer.report.loss).toBeLessThan(first);
  });

  it("weights that a training moves away from 1 are refused then", () => {
    const model = build("p[t] = softmax(V h[t])\nE[t] = crossEntropy(target[t], a .* p[t])", { a: 1 }).set({ a: [1] });
    const trainer = new Trainer(model, { optimizer: sgd({ lr: 0.1 }) });
    trainer.step(BATCH);
    expect(() => trainer.step(BATCH)).toThrow(/sums to 1\.\d+, but/u);
  });

  it("a softmax by hand over many classes is one within its rounding", () => {
    const n = 500;
    const lines = "e[t] = exp(V h[t])\nE[t] = crossEntropy(target[t], e[t] / sum(e[t]))";
    expect(backward(build(lines, { target: n }), { ...BATCH, target: [1, 0, n - 1] }).loss).toBeGreaterThan(0);
  });

  it("a softmax that underflows to 0 is no mistake", () => {
    const model = build("y[t] = softmax(V h[t])\nE[t] = crossEntropy(target[t], y[t])");
    model.set({
      V: [
        [2000, 0, 0, 0],
        [-2000, 0, 0, 0],
      ],
      U: [
        [5, 5, 5],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    });
    const trace = backward(model, { ...BATCH, target: [0, 0, 0] });
    expect(Array.from(trace.value("y", 1).data)).toEqual([1, 0]);
    expect(trace.loss).toBe(0);
  });
});
