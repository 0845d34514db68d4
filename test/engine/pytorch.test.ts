/** The engine against PyTorch's autograd in float64: every stored number within 1e-10 relative. */
import { describe, expect, it } from "vitest";
import { backward, type Trace } from "../../src/engine/index.js";
import {
  flatten,
  type GoldenCase,
  goldenCases,
  modelOf,
  relativeDifference,
  type Stored,
  type StoredInTime,
} from "./golden.js";

const BOUND = 1e-10;

/** [time, numbers] of a stored list; with a batch the times stand in the second dimension. */
function inTime(stored: StoredInTime, c: GoldenCase): [number, number[]][] {
  const [at, values] = Array.isArray(stored)
    ? [Array.from({ length: c.T }, (_, i) => i + 1), stored]
    : [stored.at, stored.values];
  return at.map((t, i) => [
    t,
    flatten(c.batchSize === null ? values[i]! : (values as Stored[][]).map((one) => one[i]!)),
  ]);
}

function expectClose(actual: ArrayLike<number>, expected: number[], what: string): void {
  expect(relativeDifference(actual, expected), what).toBeLessThan(BOUND);
}

/** Each norm by itself: they may differ by hundreds of powers of ten. */
function expectNorms(actual: Float64Array, expected: Stored[], name: string): void {
  for (const [i, norm] of actual.entries()) expectClose([norm], [Number(expected[i])], `norm of ${name} at ${i + 1}`);
}

function checkSequences(trace: Trace, c: GoldenCase): void {
  for (const [name, stored] of Object.entries(c.expected.values)) {
    for (const [t, numbers] of inTime(stored, c)) expectClose(trace.value(name, t).data, numbers, `${name}[${t}]`);
  }
  for (const [name, stored] of Object.entries(c.expected.adjoints)) {
    for (const [t, numbers] of inTime(stored, c))
      expectClose(trace.adjoint(name, t).data, numbers, `dE/d${name}[${t}]`);
  }
  for (const [name, norms] of Object.entries(c.expected.adjointNorms ?? {})) {
    if (c.batchSize === null) expectNorms(trace.gradientNorms(name), norms, name);
  }
}

function checkParameters(trace: Trace, c: GoldenCase): void {
  const withInitial = Object.entries(c.expected.initialGradients ?? {}).map(([name, g]) => [`${name}[0]`, g] as const);
  for (const [name, stored] of [...Object.entries(c.expected.gradients), ...withInitial]) {
    expectClose(trace.gradient(name).data, flatten(stored), `dE/d${name}`);
  }
  for (const [name, stored] of Object.entries(c.expected.stepGradients ?? {})) {
    const [at, values] = Array.isArray(stored) ? [stored.map((_, i) => i + 1), stored] : [stored.at, stored.values];
    for (const [i, t] of at.entries())
      expectClose(trace.gradientAt(name, t).data, flatten(values[i]!), `dE/d${name} of step ${t}`);
  }
  for (const [name, norms] of Object.entries(c.expected.stepGradientNorms ?? {})) {
    expectNorms(trace.gradientNorms(name), norms, name);
  }
}

for (const file of ["presets", "states", "language", "notes", "long", "stability"]) {
  describe(`PyTorch: ${file}`, () => {
    it.each(goldenCases(file).map((c) => [c.name, c] as const))("%s", (_name, c) => {
      const trace = backward(modelOf(c), { T: c.T, ...c.batch }, { reduction: c.reduction });
      expectClose([trace.loss], [Number(c.expected.loss)], "loss");
      expectClose(trace.losses, flatten(c.expected.losses), "losses");
      checkSequences(trace, c);
      checkParameters(trace, c);
    });
  });
}
