import { describe, expect, it } from "vitest";
import { check, type GivenSizes, inferShapes } from "../../../src/engine/language/index.js";

const STATE = "h[t] = tanh(U x[t] + W h[t-1])";
const SIZES: GivenSizes = { x: 3, h: 4, target: 2 };
const read = (lines: string, sizes: GivenSizes = SIZES) => inferShapes(check(`${STATE}\n${lines}`), sizes);

describe("a prediction that a matrix of parameters, or a sum with a parameter, makes last is refused as logits", () => {
  it.each<[string, GivenSizes?]>([
    ["E[t] = crossEntropy(target[t], V h[t] + c)"],
    ["E[t] = crossEntropy(target[t], V h[t])"],
    ["E[t] = crossEntropy(target[t], V' h[t])"],
    ["E[t] = crossEntropy(target[t], -(V h[t] - c))"],
    ["E[t] = crossEntropy(target[t], 0.5 * (V h[t]) / 2)"],
    ["E[t] = crossEntropy(target[t], identity(V h[t]))"],
    ["E[t] = crossEntropy(target[t], (V .* Q) h[t])"],
    ["A = (V + Q) / 2\nE[t] = crossEntropy(target[t], A h[t])"],
    ["o[t] = V h[t] + c\ny[t] = o[t]\nE[t] = crossEntropy(target[t], y[t])"],
    ["y[T] = V h[T] + c\nE[T] = crossEntropy(target[T], y[T])"],
    ["y[t] = V h[t] + R y[t-1]\nE[t] = crossEntropy(target[t], y[t])"],
    ["E[t] = crossEntropy(target[t], π * (V h[t] + c))", { ...SIZES, π: 1 }],
    ["E[t] = crossEntropy(target[t], tanh(V h[t]) + c)"],
    ["E[t] = binaryCrossEntropy(target[t], v h[t] + c)", { ...SIZES, target: 1 }],
  ])("%s", (lines, sizes) => {
    const [, hint] = /Write (.*)\./u.exec(messageOf(() => read(lines, sizes)))!;
    expect(hint).toMatch(/(?:crossEntropy\(target\[[tT]\], softmax|binaryCrossEntropy\(target\[t\], sigmoid)\(/u);
    // what is suggested is read
    const written = lines.replace(/(?:binaryC|c)rossEntropy\(.*\)$/mu, hint!);
    expect(() => read(written, sizes)).not.toThrow();
  });
});

describe("distributions that are not made by softmax are legal", () => {
  it.each<[string, string, GivenSizes?]>([
    [
      "a mixture by a gate",
      "p[t] = softmax(V h[t])\nq[t] = softmax(Q h[t])\ng[t] = sigmoid(r' h[t])\ny[t] = g[t] * p[t] + (1 - g[t]) * q[t]\nE[t] = crossEntropy(target[t], y[t])",
      { ...SIZES, g: 1 },
    ],
    [
      "a mixture by a learned number",
      "p[t] = softmax(V h[t])\nq[t] = softmax(Q h[t])\nE[t] = crossEntropy(target[t], π * p[t] + (1 - π) * q[t])",
      { ...SIZES, π: 1 },
    ],
    [
      "a mixture element by element",
      "p[t] = softmax(V h[t])\nE[t] = crossEntropy(target[t], m .* p[t] + (1 - m) .* p[t])",
    ],
    [
      "a stochastic matrix",
      "A = softmax(P)\nq[t] = softmax(Q h[t])\nE[t] = crossEntropy(target[t], A q[t])",
      { ...SIZES, q: 2 },
    ],
    ["a softmax by hand", "e[t] = exp(V h[t])\nE[t] = crossEntropy(target[t], e[t] / sum(e[t]))"],
    ["a sigmoid by hand", "E[t] = binaryCrossEntropy(target[t], 1 ./ (1 + exp(-v h[t])))", { ...SIZES, target: 1 }],
    ["a smoothed distribution", "E[t] = crossEntropy(target[t], 0.9 * softmax(V h[t]) + 0.05)"],
    ["a state", "E[t] = binaryCrossEntropy(target[t], h[t])", { x: 3, h: 2 }],
    ["a learned probability", "E[t] = binaryCrossEntropy(target[t], p)", { ...SIZES, target: 1 }],
  ])("%s", (_, lines, sizes) => expect(() => read(lines, sizes)).not.toThrow());
});

describe("data in the place of the prediction", () => {
  it.each([
    ["y[t] = softmax(V h[t])\nE[t] = crossEntropy(y[t], target[t])", "crossEntropy(target[t], y[t])"],
    ["E[t] = crossEntropy(softmax(V h[t]), target[t])", "crossEntropy(target[t], softmax(V h[t]))"],
    ["E[T] = binaryCrossEntropy(sigmoid(v h[T]), target[T])", "binaryCrossEntropy(target[T], sigmoid(v h[T]))"],
    [
      "d[t] = 0.9 * target[t] + 0.05\nE[t] = crossEntropy(softmax(V h[t]), d[t])",
      "crossEntropy(d[t], softmax(V h[t]))",
    ],
  ])("is refused: %s", (lines, written) => {
    const text = `${STATE}\n${lines}`;
    expect(messageOf(() => check(text))).toContain(`The target stands first: write ${written}.`);
    expect(() => check(text.replace(/(?:binaryC|c)rossEntropy\(.*\)$/mu, written))).not.toThrow();
  });

  it.each([
    ["crossEntropy(target[t], softmax(V h[t]))"],
    ["crossEntropy(0.9 * target[t] + 0.05, softmax(V h[t]))"],
    ["crossEntropy(d[t], target[t])"],
    ["crossEntropy(softmax(Q h[t]), softmax(V h[t]))"],
    ["squaredError(softmax(V h[t]), target[t])"],
  ])("is not seen in %s", (loss) => expect(() => check(`${STATE}\nE[t] = ${loss}`)).not.toThrow());
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}
