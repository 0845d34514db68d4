/** The law of derivations: run by themselves, the derived formulas give backpropagation's gradient for any network. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { firstSequence } from "../../../src/engine/firstSequence.js";
import { backward, Definition, Derivation, type Dtype, type Trace } from "../../../src/engine/index.js";
import { holds } from "../../support/property.js";
import { largestOf } from "../golden.js";
import { type RandomNetwork, randomNetwork } from "../randomNetwork.js";
import { onEveryBackend } from "../support/everyBackend.js";

const traced = ({ text, sizes, batch, seed }: RandomNetwork, reduction: "sum" | "mean", dtype: Dtype): Trace =>
  backward(new Definition(text).build(sizes, { seed, dtype }), batch, { reduction });

const BOUND: Readonly<Record<Dtype, number>> = { float64: 1e-11, float32: 1e-5 };
/** What rounding is measured by: numbers of float32 carry that of the largest adjoint of the pass. */
const sizeOf = (own: ArrayLike<number>, { program, adjoints }: Trace): number =>
  Math.max(1e-6, largestOf(own), program.dtype === "float32" ? largestOf(adjoints) : 0);
const reduction = fc.constantFrom("sum" as const, "mean" as const);

onEveryBackend((dtype) => {
  it("derivations give the gradient of every parameter by themselves", () => {
    holds(
      fc.property(randomNetwork, reduction, (network, by) => {
        const trace = traced(network, by, dtype);
        const single = firstSequence(trace);
        const derived = new Derivation(trace.model, null, trace);
        for (const { name } of trace.model.places) {
          const [alone, expected] = [derived.gradient(name).data, single.gradient(name).data];
          const largest = sizeOf(expected, trace);
          alone.forEach((value, i) => {
            expect(Math.abs(value - expected[i]!) / largest, `${name} of\n${network.text}`).toBeLessThan(BOUND[dtype]);
          });
        }
      }),
      dtype === "float64" ? 40 : 20,
    );
  });

  it("derivations hold line by line, those by what is given too", () => {
    holds(
      fc.property(randomNetwork, reduction, fc.constantFrom(null, null, "x", "target"), (network, by, of) => {
        const trace = traced(network, by, dtype);
        const derived = new Derivation(trace.model, of, trace);
        if (of) expect(derived.lines.map(({ name }) => name)).toContain(of);
        for (const line of derived.lines) {
          for (const { left, right } of derived.checks(line)) {
            const largest = sizeOf(left.data, trace);
            left.data.forEach((value, i) => {
              const difference = Math.abs(value - right.data[i]!) / largest;
              expect(difference, `${line.text} of\n${network.text}`).toBeLessThan(BOUND[dtype]);
            });
          }
        }
      }),
      dtype === "float64" ? 40 : 20,
    );
  });
});
