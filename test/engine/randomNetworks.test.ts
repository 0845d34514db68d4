/** Laws of backpropagation that hold for every network of the language. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backward,
  Definition,
  gradientCheck,
  init,
  recurrentBound,
  simpleRecurrence,
  type Trace,
} from "../../src/engine/index.js";
import { type RandomNetwork, randomNetwork } from "./randomNetwork.js";

const modelOf = ({ text, sizes, seed }: RandomNetwork) => new Definition(text).build(sizes, { seed });
const traceOf = (network: RandomNetwork): Trace => backward(modelOf(network), network.batch);
/** Differences cannot see a gradient at a kink. */
const smooth = randomNetwork.filter(({ text }) => !text.includes("relu"));

describe("backpropagation through random networks", () => {
  it("agrees with central differences", () => {
    fc.assert(
      fc.property(smooth, (network) => {
        const { rows } = gradientCheck(modelOf(network), network.batch);
        for (const { name, worst } of rows) {
          const gap = Math.abs(worst.backpropagated - worst.numerical);
          const size = Math.max(1e-3, Math.abs(worst.backpropagated), Math.abs(worst.numerical));
          expect(gap / size, `${name} of\n${network.text}`).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("is linear: what the losses of all time steps send back one by one adds up to what they send together", () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const trace = traceOf(network);
        const times = Array.from({ length: trace.timeSteps }, (_, i) => i + 1);
        for (const [name, { at }] of trace.execution.program.sequences) {
          for (const t of times.filter((time) => at[time])) {
            const whole = trace.adjoint(name, t).data;
            const parts = times.map((k) => trace.adjointOf(k, name, t).data);
            const size = Math.max(1e-6, ...Array.from(whole, Math.abs));
            whole.forEach((value, i) => {
              const sum = parts.reduce((total, part) => total + part[i]!, 0);
              expect(Math.abs(sum - value) / size, `${name}[${t}] of\n${network.text}`).toBeLessThan(1e-11);
            });
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("gives each parameter the sum of its time steps' contributions", () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const trace = traceOf(network);
        for (const { name } of trace.model.definition.checked.parameters) {
          const whole = trace.gradient(name).data;
          const parts = Array.from({ length: trace.timeSteps }, (_, i) => trace.gradientAt(name, i + 1).data);
          const size = Math.max(1e-6, ...Array.from(whole, Math.abs));
          whole.forEach((value, i) => {
            const sum = parts.reduce((total, part) => total + part[i]!, 0);
            expect(Math.abs(sum - value) / size, `${name} of\n${network.text}`).toBeLessThan(1e-11);
          });
        }
      }),
      { numRuns: 150 },
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
