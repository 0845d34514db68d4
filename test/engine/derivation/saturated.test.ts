/** Derivations keep the engine's digits where a probability rounds to 0 or 1, whoever else reads it or its loss. */
import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import { backward, Definition, Derivation, type Sizes } from "../../../src/engine/index.js";

const SIGMOID = "y[t] = sigmoid(w * x[t])\n";
const BARE = "a[t] = w * x[t]\ny[t] = sigmoid(a[t])\n";
const BINARY = "E[t] = binaryCrossEntropy(d[t], y[t])";
const SOFTMAX = "y[t] = softmax(w * x[t])\n";
const CROSS = "E[t] = crossEntropy(d[t], y[t])";

/** Texts of one weight, and ∂E/∂w of a single step with x = z (and -z), told from exact z: t the target, p the probability. */
const ONE: Readonly<Record<string, string>> = {
  alone: SIGMOID + BINARY,
  "of a name": BARE + BINARY,
  "of a name, with a penalty": `${BARE + BINARY} + 0.1 * y[t]^2`,
  "with a penalty": `${SIGMOID + BINARY} + 0.1 * y[t]^2`,
  scaled: `${SIGMOID}E[t] = 2 * binaryCrossEntropy(d[t], y[t])`,
  inline: "E[t] = binaryCrossEntropy(d[t], sigmoid(w * x[t]))",
  "with a second loss": `${SIGMOID + BINARY}\nL[t] = squaredError(d[t], y[t])`,
  "twice judged": `${SIGMOID + BINARY}\nL[t] = binaryCrossEntropy(0.5 * d[t], y[t])`,
  "fed back": `y[t] = sigmoid(w * x[t] + 0.1 * y[t-1])\n${BINARY}`,
  weighted: `${SIGMOID}E[t] = w * binaryCrossEntropy(d[t], y[t])`,
  squared: `${SIGMOID}E[t] = binaryCrossEntropy(d[t], y[t])^2`,
  "inline and squared": "E[t] = binaryCrossEntropy(d[t], sigmoid(w * x[t]))^2",
  "judged at T": `${SIGMOID}E[T] = binaryCrossEntropy(d[T], y[T])`,
  "judged on the way": `${SIGMOID}q[t] = binaryCrossEntropy(d[t], y[t])\nE[t] = q[t] + 0.5 * q[t-1]`,
  "its own loss's smooth twin": "E[t] = softplus(w * x[t])",
};
const TWO: Readonly<Record<string, string>> = {
  alone: SOFTMAX + CROSS,
  "of a name": `a[t] = w * x[t]\ny[t] = softmax(a[t])\n${CROSS}`,
  "with a penalty": `${SOFTMAX + CROSS} + 0.1 * sum(y[t] .^ 2)`,
  scaled: `${SOFTMAX}E[t] = 0.5 * crossEntropy(d[t], y[t])`,
  inline: "E[t] = crossEntropy(d[t], softmax(w * x[t]))",
  weighted: `${SOFTMAX}E[t] = w * crossEntropy(d[t], y[t])`,
  squared: `${SOFTMAX}E[t] = crossEntropy(d[t], y[t])^2`,
  "inline and squared": "E[t] = crossEntropy(d[t], softmax(w * x[t]))^2",
  "with a second loss": `${SOFTMAX + CROSS}\nL[t] = sum(y[t] .^ 2)`,
  "fed back": `y[t] = softmax(w * x[t] + 0.1 * y[t-1])\n${CROSS}`,
};

const LOGITS = [-700, -200, -40, -37, -36, -20, -1, 0, 1, 20, 30, 36, 37, 40, 200, 700];
const TARGETS = [0, 0.3, 1];

function expectKept(text: string, width: 1 | 2, z: number, t: number): void {
  const sizes: Sizes = { x: width, w: 1, ...(/y\[t\] =/u.test(text) ? { y: width } : { d: width }) };
  const of = (a: number, b: number): number[] => (width === 1 ? [a] : [a, b]);
  const target = of(t, 1 - t);
  const batch = { x: [of(z, -z), of(0.5, 1)], d: text.includes("d[T]") ? target : [target, target] };
  const { d, ...undriven } = batch;
  const model = new Definition(text).build(text.includes("softplus") ? { x: 1, w: 1 } : sizes).set({ w: [1] });
  const trace = backward(model, text.includes("softplus") ? undriven : { ...undriven, d });
  const derived = new Derivation(model, null, trace);
  const [alone, expected] = [derived.gradient("w").data[0]!, trace.gradient("w").data[0]!];
  const what = `z = ${z}, target ${t}:\n${derived.text}\nof\n${text}`;
  expect(Number.isFinite(expected), what).toBe(true);
  // rounding of y - d, whose terms are at most 1 each, times x
  const room = 1e-12 * Math.abs(expected) + 1e-14 * (Math.abs(z) + 1);
  expect(Math.abs(alone - expected), what).toBeLessThanOrEqual(room);
  expect(derived.largestDifference, what).toBeLessThan(1e-9);
  expect(checkByHand(trace, derived.text).passed, what).toBe(true);
}

describe.each([
  ["a sigmoid", ONE, 1],
  ["a softmax", TWO, 2],
] as const)("of a cross-entropy of %s", (_, texts, width) => {
  it.each(Object.entries(texts))("%s", (_name, text) => {
    for (const z of LOGITS) for (const t of TARGETS) expectKept(text, width, z, t);
  });
});

it.each([
  ["a sigmoid", `${SIGMOID}E[t] = v * binaryCrossEntropy(d[t], y[t])`, 1],
  ["a softmax", `${SOFTMAX}E[t] = v * crossEntropy(d[t], y[t])`, 2],
] as const)("is the loss itself for its weight, of %s", (_, text, width) => {
  const sizes = { x: width, w: 1, v: 1, y: width };
  const model = new Definition(text).build(sizes).set({ w: [800], v: [0.5] });
  const trace = backward(model, width === 1 ? { x: [[1]], d: [[0]] } : { x: [[1, 0]], d: [[0, 1]] });
  const derived = new Derivation(model, null, trace);
  expect(derived.gradient("v").data[0]).toBe(800);
  expect(derived.largestDifference).toBeLessThan(1e-9);
  expect(checkByHand(trace, derived.text).passed).toBe(true);
});

it("is kept for a target that is computed", () => {
  const text = `${SOFTMAX}d[t] = softmax(v * x[t])\n${CROSS}`;
  const model = new Definition(text).build({ x: 2, w: 1, v: 1, y: 2 }).set({ w: [800], v: [-0.3] });
  const trace = backward(model, { x: [[1, 0]] });
  const derived = new Derivation(model, null, trace);
  expect(derived.gradient("v").data[0]).toBeCloseTo(trace.gradient("v").data[0]!, 10);
  expect(derived.largestDifference).toBeLessThan(1e-9);
  expect(checkByHand(trace, derived.text).passed).toBe(true);
});

it("is kept for a target that is computed, of a sigmoid", () => {
  const text = `y[t] = sigmoid(w * x[t])\nd[t] = sigmoid(v * x[t])\n${BINARY}`;
  const model = new Definition(text).build({ x: 1, w: 1, v: 1, y: 1 }).set({ w: [800], v: [-0.3] });
  const trace = backward(model, { x: [[1]] });
  const derived = new Derivation(model, null, trace);
  // ∂E/∂d = log(1 - y) - log y = -800
  expect(derived.gradient("v").data[0]).toBeCloseTo(-800 * (Math.exp(0.3) / (1 + Math.exp(0.3)) ** 2), 10);
  expect(derived.largestDifference).toBeLessThan(1e-9);
  expect(checkByHand(trace, derived.text).passed).toBe(true);
});

it("is never NaN where a factor is infinite", () => {
  const text = `z[t] = w * x[t]\ny[t] = sigmoid(z[t])\nq[t] = sigmoid(y[t])\n${BINARY} + binaryCrossEntropy(d[t], q[t])`;
  const model = new Definition(text).build({ x: 1, w: 1, y: 1 }).set({ w: [40] });
  const derived = new Derivation(model, null, backward(model, { x: [[1]], d: [[0]] }));
  expect(derived.largestDifference).toBe(Infinity);
});

it("is the exact gradient: (p - t) z of a logit z", () => {
  const model = new Definition(SIGMOID + BINARY).build({ x: 1, w: 1, y: 1 }).set({ w: [1] });
  const trace = backward(model, { x: [[700]], d: [[0.3]] });
  expect(new Derivation(model, null, trace).gradient("w").data[0]).toBeCloseTo(0.7 * 700, 10);
});
