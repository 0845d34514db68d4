/** Numbers that were printed with public networks, on each backend; test/golden/field.py has these and others from PyTorch. */
import { describe, expect, it } from "vitest";
import { backward, Definition, type Sizes } from "../../src/engine/index.js";
import { onEveryBackend } from "./support/everyBackend.js";

const QUIZ = `z[t] = W_xh x[t] + W_hh h[t-1] + h_bias
h[t] = sigmoid(z[t])
y[t] = W_hy h[t] + y_bias
E[t] = 0.5*(target[t]-y[t])^2`;
const ONE: Sizes = { x: 1, h: 1, y: 1 };
const quiz = (W_xh: number, W_hh: number, W_hy: number, h_bias: number, dtype: "float32" | "float64") =>
  new Definition(QUIZ)
    .build(ONE, { dtype })
    .set({ W_xh: [[W_xh]], W_hh: [[W_hh]], W_hy: [[W_hy]], h_bias: [h_bias], y_bias: [0] });

onEveryBackend((dtype) => {
  const digits = dtype === "float64" ? 14 : 5;

  describe("one logistic unit, as in a well-known quiz", () => {
    it.each([
      [-0.1, -0.6008075567320005],
      [-1, -0.49940485619669833],
    ])("gives y at the second step, W_hh = %s", (W_hh, printed) => {
      const trace = backward(quiz(0.5, W_hh, -0.7, -0.1, dtype), { x: [9, 4, -2], target: [0, 0, 0] });
      expect(trace.value("y", 2).data[0]).toBeCloseTo(printed, digits);
    });

    it("gives the gradients by z", () => {
      const trace = backward(quiz(-0.1, 0.5, 0.25, 0.4, dtype), { x: [18, 9, -8], target: [0.1, -0.1, -0.2] });
      const found = [1, 2, 3].map((t) => trace.adjoint("z", t).data[0]!);
      [-0.00089965, 0.01393418, 0.01588593].forEach((printed, i) => {
        expect(Math.abs(found[i]! - printed)).toBeLessThanOrEqual(dtype === "float64" ? 0.5e-8 : 2e-8);
      });
    });
  });

  it("one unit with its output and loss at T gives the printed gradients, and one update at lr 0.01 lowers the loss", () => {
    const text =
      "h[t] = sigmoid(Wxh x[t] + Whh h[t-1] + bh)\ny[T] = Why h[T]\nE[T] = halfSquaredError(target[T], y[T])";
    const parameters = { Wxh: [[0.6]], Whh: [[0.4]], bh: [0], Why: [[0.5]] };
    const model = new Definition(text).build(ONE, { dtype }).set(parameters);
    const batch = { x: [1, 2, 3], target: 4 };
    const trace = backward(model, batch);
    expect(trace.value("y", 3).data[0]).toBeCloseTo(0.44663119154881936, digits);
    const printed = { Wxh: -0.5298913065966506, Whh: -0.1441250570210408, Why: -3.1740906898619183 };
    const found = Object.keys(printed).map((name) => trace.gradient(name).data[0]!);
    Object.values(printed).forEach((gradient, i) => {
      expect(found[i]).toBeCloseTo(gradient, digits - 1);
    });
    model.set({ Wxh: [[0.6 - 0.01 * found[0]!]], Whh: [[0.4 - 0.01 * found[1]!]], Why: [[0.5 - 0.01 * found[2]!]] });
    expect(backward(model, batch).loss).toBeLessThan(trace.loss);
  });
});
