/** One training pass of the same program on both backends, to be compared. */

import { norm } from "../../../src/engine/clipping.js";
import type { Batch, Model } from "../../../src/engine/index.js";
import type { Variant } from "../../../src/engine/model.js";
import { adjointNorms, seedsFor } from "../../../src/engine/observe.js";
import { type Backend, type Execution, referenceBackend } from "../../../src/engine/program/backend.js";
import type { Dtype, Operand } from "../../../src/engine/program/program.js";
import { simdBackend } from "../../../src/engine/simd/execution.js";

/**
 * What an error is measured by: the largest number of the same value, or of the whole pass (for networks that
 * magnify what rounding did before them, as log(1 + z²) does).
 */
type Scale = "own" | "pass";

/** Numbers of a contribution are rounded before their norm is taken; ‖δ‖ ‖x‖ is not. */
const NORM_BOUND: Record<Dtype, number> = { float64: 1e-14, float32: 1e-6 };
const BOUND: Record<Dtype, number> = { float64: 1e-12, float32: 1e-5 };

export function executionOn(backend: Backend, model: Model, batch: Batch, variant: Variant = {}): Execution {
  const prepared = model.prepare(batch);
  const execution = backend.execution(model.program(prepared.timeSteps, prepared.batchSize, variant));
  model.load(execution, prepared);
  execution.forward();
  execution.backward(seedsFor(execution, "sum"));
  return execution;
}

/** Where the backends differ by more than the bound, in words; empty when nowhere. */
export function differences(model: Model, batch: Batch, scale: Scale = "own", variant: Variant = {}): string[] {
  const [expected, actual] = [referenceBackend, simdBackend].map((backend) =>
    executionOn(backend, model, batch, variant),
  );
  return compared(expected!, actual!, scale);
}

export function compared(expected: Execution, actual: Execution, scale: Scale = "own"): string[] {
  const { program } = expected;
  const bound = BOUND[program.dtype];
  const found: string[] = [];
  // differences cancel (p - t), so rounding is measured by the largest number of its kind
  const largest = (numbers: ArrayLike<number>): number =>
    Array.from(numbers).reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1e-300);
  const [largestValue, largestAdjoint] = [largest(expected.values), largest(expected.adjoints)];
  const compare = (what: string, a: ArrayLike<number>, b: ArrayLike<number>, size = largest(a)): void => {
    for (let i = 0; i < a.length; i++) {
      if (Object.is(a[i], b[i]) || Math.abs(a[i]! - b[i]!) <= bound * size) continue;
      found.push(`${what}[${i}]: reference ${a[i]}, simd ${b[i]}`);
      break;
    }
  };
  const numbers = ({ values, adjoints }: Execution, { offset, stride, size }: Operand) => {
    const end = offset + (stride === 0 ? 1 : program.batchSize) * size;
    return [values.subarray(offset, end), adjoints.subarray(offset, end)] as const;
  };
  const compareAt = (what: string, operand: Operand): void => {
    const [a, b] = [numbers(expected, operand), numbers(actual, operand)];
    compare(`value of ${what}`, a[0], b[0], scale === "pass" ? largestValue : largest(a[0]));
    compare(`adjoint of ${what}`, a[1], b[1], largestAdjoint);
  };
  for (const [name, { at, boundary }] of [...program.sequences, ...program.inputs]) {
    for (const [t, operand] of [...at.entries(), ...boundary]) if (operand) compareAt(`${name}[${t}]`, operand);
  }
  for (const [name, operand] of [...program.derived, ...program.parameters]) compareAt(name, operand);
  const shares = [expected, actual].map((execution) => {
    const into = execution.values.slice(0, program.sharedSize);
    return Array.from({ length: program.timeSteps }, (_, t) => {
      execution.contributions(t + 1, into);
      return [...program.parameters.values()].flatMap(({ offset, size }) => [...into.subarray(offset, offset + size)]);
    });
  });
  for (const [t, share] of shares[0]!.entries())
    compare(`contributions at ${t + 1}`, share, shares[1]![t]!, largestAdjoint);
  return [...found, ...wrongNorms(actual)];
}

/** Norms that are not those of the execution's own numbers, each to its own digits. */
export function wrongNorms(execution: Execution): string[] {
  const { program } = execution;
  const share = execution.values.slice(0, program.sharedSize);
  const norms = execution.contributionNorms();
  const found: string[] = [];
  const compare = (what: string, expected: number, actual: number): void => {
    const isNear = Math.abs(expected - actual) <= NORM_BOUND[program.dtype] * expected && expected < Infinity;
    if (!isNear && !Object.is(expected, actual)) found.push(`norm of ${what}: ${actual}, expected ${expected}`);
  };
  for (let t = 1; t <= program.timeSteps; t++) {
    execution.contributions(t, share);
    for (const [name, { offset, size }] of program.parameters)
      compare(`the contribution of ${name} at ${t}`, norm(share, offset, size), norms.get(name)![t - 1]!);
  }
  for (const [name, { at }] of program.sequences) {
    const actual = adjointNorms(execution, name);
    for (let t = 1; t <= program.timeSteps; t++) {
      const { offset, size } = at[t] ?? { offset: 0, size: 0 };
      let sum = 0;
      for (let b = 0; b < program.batchSize; b++) sum += norm(execution.adjoints, offset + b * size, size);
      compare(`the adjoint of ${name} at ${t}`, sum, actual[t - 1]!);
    }
  }
  return found;
}
