/** Laws of backpropagation that hold for every network of the language. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backward,
  Definition,
  type Dtype,
  type FloatArray,
  gradientCheck,
  init,
  recurrentBound,
  simpleRecurrence,
  type Trace,
} from "../../src/engine/index.js";
import { holds } from "../support/property.js";
import { largestOf } from "./golden.js";
import { type RandomNetwork, randomNetwork } from "./randomNetwork.js";
import { onEveryBackend } from "./support/everyBackend.js";

const modelOf = ({ text, sizes, seed }: RandomNetwork, dtype: Dtype) =>
  new Definition(text).build(sizes, { seed, dtype });
const traceOf = (network: RandomNetwork, dtype: Dtype): Trace => backward(modelOf(network, dtype), network.batch);
/** Differences cannot see a gradient at a kink. */
const smooth = randomNetwork.filter(({ text }) => !text.includes("relu"));

const SUMS: Readonly<Record<Dtype, number>> = { float64: 1e-11, float32: 1e-5 };

/** Whether parts add up to a whole, but for rounding: of float32 that of the largest number of the pass. */
function expectSum(whole: FloatArray, parts: readonly FloatArray[], trace: Trace, what: string): void {
  const { dtype } = trace.program;
  const { adjoints } = trace.borrowed();
  const others = dtype === "float32" ? [adjoints, ...parts] : [];
  const size = Math.max(1e-6, ...[whole, ...others].map(largestOf));
  whole.forEach((value, i) => {
    const sum = parts.reduce((total, part) => total + part[i]!, 0);
    expect(Math.abs(sum - value) / size, what).toBeLessThan(SUMS[dtype]);
  });
}

/** Draws of a network that each law needs at the least. */
const LEAST = 50;

const differences = fc.property(smooth, (network) => {
  const { rows } = gradientCheck(modelOf(network, "float64"), network.batch);
  for (const { name, worst } of rows) {
    const gap = Math.abs(worst.backpropagated - worst.numerical);
    const size = Math.max(1e-3, Math.abs(worst.backpropagated), Math.abs(worst.numerical));
    expect(gap / size, `${name} of\n${network.text}`).toBeLessThan(1e-6);
  }
});

const sameInFloat64 = fc.property(smooth, (network) => {
  const [rounded, exact] = [traceOf(network, "float32"), traceOf(network, "float64")];
  const size = largestOf(exact.borrowed().adjoints);
  for (const { name } of rounded.model.places) {
    const expected = exact.gradient(name).data;
    rounded.gradient(name).data.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!) / size, `${name} of\n${network.text}`).toBeLessThan(1e-5);
    });
  }
});

onEveryBackend((dtype) => {
  if (dtype === "float64") it("the gradient agrees with central differences", () => holds(differences, LEAST));
  else it("the gradient is that of float64, but for rounding", () => holds(sameInFloat64, LEAST));

  it("the gradient is linear: what the losses of all time steps send back one by one adds up to what they send together", () => {
    holds(
      fc.property(randomNetwork, (network) => {
        const trace = traceOf(network, dtype);
        const times = Array.from({ length: trace.timeSteps }, (_, i) => i + 1);
        for (const [name, { at }] of trace.execution.program.sequences) {
          for (const t of times.filter((time) => at[time])) {
            const whole = trace.adjoint(name, t).data;
            const parts = times.map((k) => trace.adjointOf(k, name, t).data);
            expectSum(whole, parts, trace, `${name}[${t}] of\n${network.text}`);
          }
        }
      }),
      LEAST,
    );
  });

  it("the gradient is for each parameter the sum of its time steps' contributions", () => {
    holds(
      fc.property(randomNetwork, (network) => {
        const trace = traceOf(network, dtype);
        for (const { name } of trace.model.definition.checked.parameters) {
          const whole = trace.gradient(name).data;
          const parts = Array.from({ length: trace.timeSteps }, (_, i) => trace.gradientAt(name, i + 1).data);
          expectSum(whole, parts, trace, `${name} of\n${network.text}`);
        }
      }),
      LEAST,
    );
  });
});

/** Ways to write a recurrence with one matrix and one activation, `f`. */
const SIMPLE = [
  "s[t] = f(U x[t] + W s[t-1] + b)",
  "net[t] = U x[t] + W s[t-1] + b\ns[t] = f(net[t])",
  "a[t] = W s[t-1]\nnet[t] = U x[t] + a[t] + b\nr[t] = f(net[t])\ns[t] = r[t]",
  "s[t] = W f(s[t-1]) + U x[t] + b",
  "r[t] = f(s[t-1])\ns[t] = U x[t] + W r[t] + b",
];

describe("the bound of a simple recurrence", () => {
  it("is never below the truth: one step back stretches no gradient more", () => {
    const form = fc.constantFrom(...SIMPLE);
    const activation = fc.constantFrom("tanh", "sigmoid", "relu", "softplus", "identity");
    const size = fc.integer({ min: 1, max: 5 });
    holds(
      fc.property(form, activation, size, fc.integer({ min: 0, max: 1e6 }), (text, f, s, seed) => {
        const definition = new Definition(`${text.replace("f(", `${f}(`)}\nE[T] = squaredError(d[T], s[T])`);
        const model = definition.build({ x: 1, s }, { seed, init: { W: init.normal(0.8) } });
        const x = Array.from({ length: 8 }, (_, t) => [Math.sin(t + seed)]);
        const trace = backward(model, { x, d: Array.from({ length: s }, () => 0.3) });
        const bound = recurrentBound(model, simpleRecurrence(model, "s")!);
        const norms = trace.gradientNorms("s");
        for (let t = 1; t < 8; t++) expect(norms[t - 1]).toBeLessThanOrEqual(norms[t]! * bound * (1 + 1e-12));
      }),
      100,
    );
  });

  const W = [
    [0, 2, 0],
    [0, 0, 1],
    [3, 0, 0],
  ];
  const boundOf = (text: string): number => {
    const model = new Definition(text.replace("f(", "sigmoid(")).build({ x: 2, s: 3 }).set({ W });
    return recurrentBound(model, simpleRecurrence(model, "s")!);
  };

  it("is the same number in one statement and in several", () => {
    for (const text of SIMPLE) expect(boundOf(text), text).toBeCloseTo(3 / 4, 12);
  });

  it("multiplies the slopes of activations that follow one another", () => {
    expect(boundOf("r[t] = sigmoid(U x[t] + W s[t-1])\ns[t] = f(r[t])")).toBeCloseTo(3 / 16, 12);
  });

  it("is not made where one number meets every unit", () => {
    const model = new Definition("a[t] = W s[t-1]\ns[t] = tanh(a[t] + U x[t])").build({ x: 2, a: 1, s: 3 });
    expect(simpleRecurrence(model, "s")).toBeUndefined();
  });

  it.each([
    ["a gate", "z[t] = sigmoid(P s[t-1])\ns[t] = z[t] .* tanh(W s[t-1] + U x[t])"],
    ["a second term", "a[t] = R s[t-1]\ns[t] = tanh(W s[t-1] + a[t] + U x[t])"],
    ["two matrices", "a[t] = R s[t-1]\ns[t] = tanh(W a[t] + U x[t])"],
    ["no matrix", "a[t] = tanh(s[t-1])\ns[t] = a[t] + U x[t]"],
    ["an activation without a largest slope", "net[t] = W s[t-1] + U x[t]\ns[t] = exp(net[t])"],
    ["a loss that hears of the state's past", "s[t] = tanh(W s[t-1] + U x[t])\nE[t] = squaredError(x[t], V s[t-1])"],
    [
      "a loss that hears of what stands between",
      "a[t] = W s[t-1] + U x[t]\ns[t] = tanh(a[t])\nE[t] = squaredError(x[t], V a[t])",
    ],
    ["a last loss that looks back", "s[t] = tanh(W s[t-1] + U x[t])\nE[T] = squaredError(x[T], V s[T-1])"],
    [
      "a last loss that looks back through another layer",
      "s[t] = tanh(W s[t-1] + U x[t])\nh[t] = tanh(V s[t])\nE[T] = squaredError(x[T], D h[T-1])",
    ],
    ["a state that hears of the input alone", "s[t] = tanh(U x[t])\nE[t] = squaredError(x[t], V s[t-1])"],
    ["two steps back", "net[t] = W s[t-2] + U x[t]\ns[t] = tanh(net[t])"],
  ])("is not made for %s", (_what, text) => {
    const definition = new Definition(text);
    const assigned = definition.checked.statements.filter(({ name }) => name !== "E").map(({ name }) => [name, 3]);
    expect(simpleRecurrence(definition.build({ x: 3, ...Object.fromEntries(assigned) }), "s")).toBeUndefined();
  });
});
