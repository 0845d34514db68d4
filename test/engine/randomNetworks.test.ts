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
function expectSum(whole: FloatArray, parts: readonly FloatArray[], { program, adjoints }: Trace, what: string): void {
  const { dtype } = program;
  const others = dtype === "float32" ? [adjoints, ...parts] : [];
  const size = Math.max(1e-6, ...[whole, ...others].map(largestOf));
  whole.forEach((value, i) => {
    const sum = parts.reduce((total, part) => total + part[i]!, 0);
    expect(Math.abs(sum - value) / size, what).toBeLessThan(SUMS[dtype]);
  });
}

const RUNS = { numRuns: 150 };

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
  const size = largestOf(exact.adjoints);
  for (const { name } of rounded.model.places) {
    const expected = exact.gradient(name).data;
    rounded.gradient(name).data.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!) / size, `${name} of\n${network.text}`).toBeLessThan(1e-5);
    });
  }
});

onEveryBackend((dtype) => {
  if (dtype === "float64") it("the gradient agrees with central differences", () => fc.assert(differences, RUNS));
  else it("the gradient is that of float64, but for rounding", () => fc.assert(sameInFloat64, RUNS));

  it("the gradient is linear: what the losses of all time steps send back one by one adds up to what they send together", () => {
    fc.assert(
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
      RUNS,
    );
  });

  it("the gradient is for each parameter the sum of its time steps' contributions", () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const trace = traceOf(network, dtype);
        for (const { name } of trace.model.definition.checked.parameters) {
          const whole = trace.gradient(name).data;
          const parts = Array.from({ length: trace.timeSteps }, (_, i) => trace.gradientAt(name, i + 1).data);
          expectSum(whole, parts, trace, `${name} of\n${network.text}`);
        }
      }),
      RUNS,
    );
  });
});

describe("the bound of a simple recurrence", () => {
  it("is never below the truth: one step back stretches no gradient more", () => {
    const activation = fc.constantFrom("tanh", "sigmoid", "relu", "softplus", "identity");
    fc.assert(
      fc.property(activation, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 1e6 }), (f, size, seed) => {
        const text = `s[t] = ${f}(U x[t] + W s[t-1] + b)\nE[T] = squaredError(d[T], s[T])`;
        const model = new Definition(text).build({ x: 1, s: size }, { seed, init: { W: init.normal(0.8) } });
        const x = Array.from({ length: 8 }, (_, t) => [Math.sin(t + seed)]);
        const trace = backward(model, { x, d: Array.from({ length: size }, () => 0.3) });
        const bound = recurrentBound(model, simpleRecurrence(model.definition.checked, "s")!);
        const norms = trace.gradientNorms("s");
        for (let t = 1; t < 8; t++) expect(norms[t - 1]).toBeLessThanOrEqual(norms[t]! * bound * (1 + 1e-12));
      }),
      { numRuns: 200 },
    );
  });
});
