/** The law of derivations: run by themselves, the derived formulas give backpropagation's gradient for any network. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstSequence } from "../../../src/engine/firstSequence.js";
import { backward, Definition, Derivation, type Trace } from "../../../src/engine/index.js";
import { type RandomNetwork, randomNetwork } from "../randomNetwork.js";

const traced = ({ text, sizes, batch, seed }: RandomNetwork, reduction: "sum" | "mean"): Trace =>
  backward(new Definition(text).build(sizes, { seed }), batch, { reduction });

const reduction = fc.constantFrom("sum" as const, "mean" as const);

describe("derivations of random networks", () => {
  it("give the gradient of every parameter by themselves", () => {
    fc.assert(
      fc.property(randomNetwork, reduction, (network, by) => {
        const trace = traced(network, by);
        const single = firstSequence(trace);
        const derived = new Derivation(trace.model, null, trace);
        for (const { name } of trace.model.places) {
          const [alone, expected] = [derived.gradient(name).data, single.gradient(name).data];
          const largest = Math.max(1e-6, ...Array.from(expected, Math.abs));
          alone.forEach((value, i) => {
            expect(Math.abs(value - expected[i]!) / largest, `${name} of\n${network.text}`).toBeLessThan(1e-11);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it("hold line by line", () => {
    fc.assert(
      fc.property(randomNetwork, reduction, (network, by) => {
        const derived = new Derivation(traced(network, by).model, null, traced(network, by));
        for (const line of derived.lines) {
          for (const { left, right } of derived.checks(line)) {
            const largest = Math.max(1e-6, ...Array.from(left.data, Math.abs));
            left.data.forEach((value, i) => {
              const difference = Math.abs(value - right.data[i]!) / largest;
              expect(difference, `${line.text} of\n${network.text}`).toBeLessThan(1e-11);
            });
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
