/** Networks whose loss is zero whatever their numbers: what rounding leaves of gradients that cancel counts nowhere as a difference. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkByHand } from "../../src/engine/byHand/checkByHand.js";
import {
  type Batch,
  backward,
  Definition,
  Derivation,
  findPaths,
  gradientCheck,
  Random,
  type Sizes,
  type Trace,
} from "../../src/engine/index.js";
import { holds } from "../support/property.js";
import { onEveryBackend } from "./support/everyBackend.js";

/** Zero for any n; not for floating-point numbers, which are rounded in another order. */
const ZEROS = [
  "0.1 * sum(n[t]) + 0.2 * sum(n[t]) - 0.3 * sum(n[t])",
  "sum(k[t] .* (m[t] .* n[t])) - sum(m[t] .* (k[t] .* n[t]))",
  "sum((k[t] .* m[t]) .* n[t]) - sum(k[t] .* (m[t] .* n[t]))",
  "sum(A (B n[t])) - sum((A B) n[t])",
  "sum(n[t] ./ 3) - sum(n[t]) / 3",
];
const APPLIED = ["tanh", "sigmoid", "softplus", "identity"];

interface Cancelling {
  readonly text: string;
  readonly sizes: Sizes;
  readonly batch: Batch;
  readonly seed: number;
}

const cancelling: fc.Arbitrary<Cancelling> = fc
  .record({
    zero: fc.constantFrom(...ZEROS),
    outer: fc.constantFrom(...APPLIED),
    inner: fc.constantFrom(...APPLIED),
    lag: fc.constantFrom(1, 2),
    units: fc.integer({ min: 1, max: 4 }),
    T: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(1e6),
  })
  .map(({ zero, outer, inner, lag, units, T, seed }) => {
    const random = new Random(seed);
    const of = (size: number) =>
      Array.from({ length: T }, () => Array.from({ length: size }, () => random.uniform(-9, 9)));
    const text = `s[t] = ${inner}(U x[t] + W s[t-${lag}] + b)\nn[t] = ${outer}(P s[t])\nE[t] = ${zero}`;
    const given: Batch = zero.includes("k[t]") ? { k: of(3), m: of(3) } : {};
    const products: Sizes = zero.includes("A") ? { B: [2, 3], A: [3, 2] } : {};
    return { text, sizes: { x: 2, s: units, n: 3, ...products }, batch: { x: of(2), ...given }, seed };
  });

const traced = ({ text, sizes, batch, seed }: Cancelling, dtype: "float64" | "float32"): Trace =>
  backward(new Definition(text).build(sizes, { seed, dtype }), batch);

/** One claim for each name: that it is zero (or `plus`), at each step and in all. */
const claims = ({ model, program }: Trace, plus = ""): string[] => [
  ...model.places.flatMap(({ name }) => [`dE_d${name}[t] = 0 * ${name}${plus}`, `dE_d${name} = 0 * ${name}${plus}`]),
  ...[...program.sequences.keys()]
    .filter((name) => name !== "E")
    .map((name) => `dE_d${name}[t] = 0 * ${name}[t]${plus}`),
];

onEveryBackend((dtype) => {
  it("agree with zero, as does each line of the derivation, the paths and central differences", () => {
    const law = (network: Cancelling): void => {
      const trace = traced(network, dtype);
      for (const claim of claims(trace)) {
        const { passed, largest } = checkByHand(trace, claim);
        expect(passed, `${claim}: ${largest}`).toBe(true);
      }
      const derived = new Derivation(trace.model, null, trace);
      expect(derived.largestDifference).toBeLessThan(dtype === "float64" ? 1e-9 : 1e-4);
      const check = gradientCheck(trace.model, network.batch);
      expect(check.passed, `central differences: ${check.largest}`).toBe(true);
      const paths = findPaths(trace, "E", "P");
      const terms = paths.terms();
      paths.sum.data.forEach((sum, i) => {
        const gap = Math.abs(sum - paths.gradient.data[i]!);
        expect(gap).toBeLessThanOrEqual((dtype === "float64" ? 1e-14 : 1e-5) * terms[i]!);
      });
    };
    holds(fc.property(cancelling, law), 15);
  });

  it("do not agree with what is no rounding", () => {
    const law = (network: Cancelling): void => {
      const trace = traced(network, dtype);
      for (const claim of claims(trace, " + 0.1")) expect(checkByHand(trace, claim).passed, claim).toBe(false);
    };
    holds(fc.property(cancelling, law), 5);
  });
});
