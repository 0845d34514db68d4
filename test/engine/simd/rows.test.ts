/** Credit matrices and Jacobians of many rows in one pass are those of one pass for each row. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, Definition, type Trace } from "../../../src/engine/index.js";
import { seedsAt } from "../../../src/engine/observe.js";
import { type Execution, referenceBackend } from "../../../src/engine/program/backend.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { type CellName, cells } from "../../../src/lab/cells.js";
import { randomNetwork } from "../randomNetwork.js";
import { batchFor, sizesOf } from "./batches.js";

const BOUND: Record<Dtype, number> = { float64: 1e-11, float32: 1e-4 };

/** Numbers that differ by more than rounding, measured by the largest of all. */
function differing(dtype: Dtype, expected: ArrayLike<number>, actual: ArrayLike<number>): string[] {
  const largest = Array.from(expected).reduce(
    (most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most),
    0,
  );
  return Array.from(expected).flatMap((x, i) =>
    Object.is(x, actual[i]) || Math.abs(x - actual[i]!) <= BOUND[dtype] * largest
      ? []
      : [`[${i}] ${actual[i]} not ${x}`],
  );
}

function reference(trace: Trace): Execution {
  const execution = referenceBackend.execution(trace.program);
  execution.values.set(trace.values);
  execution.forward();
  return execution;
}

function creditOneByOne(trace: Trace, sequence: string): number[] {
  const execution = reference(trace);
  const times = Array.from({ length: trace.timeSteps }, (_, i) => i + 1);
  const { at } = trace.program.sequences.get(sequence)!;
  return times.flatMap((k) => {
    execution.backward(seedsAt(execution, k));
    return times.map((t) => {
      const operand = at[t];
      if (!operand) return 0;
      const { offset, size } = operand;
      const rows = Array.from(
        { length: trace.batchSize },
        (_, b) => execution.adjointNorms(offset + b * size, 1, size)[0]!,
      );
      return rows.reduce((a, b) => a + b, 0);
    });
  });
}

function jacobianByRow(trace: Trace, state: string, t: number, before: number): number[][] {
  const execution = reference(trace);
  const { at, boundary } = trace.program.sequences.get(state)!;
  const [from, to] = [at[t]!, at[before] ?? boundary.get(before)!];
  return Array.from({ length: trace.batchSize * from.size }, (_, row) => {
    const b = Math.floor(row / from.size);
    execution.adjoints.fill(0);
    execution.adjoints[from.offset + b * from.stride + (row % from.size)] = 1;
    execution.propagate();
    const start = to.offset + b * to.stride;
    return [...execution.adjoints.subarray(start, start + to.size)];
  });
}

/** All credit matrices, and the Jacobians of all states in the middle and at the start. */
function wrong(trace: Trace): string[] {
  const { dtype } = trace.model;
  const credits = [...trace.program.sequences.keys()].flatMap((name) =>
    differing(dtype, creditOneByOne(trace, name), trace.credit(name).data).map((found) => `credit of ${name}${found}`),
  );
  const jacobians = trace.model.definition.checked.states.flatMap(({ name, maxLag }) => {
    const { at, boundary } = trace.program.sequences.get(name)!;
    return [1, 2, trace.timeSteps].flatMap((t) => {
      const before = maxLag > 0 ? t - 1 : t + 1;
      if (!at[t] || !(at[before] ?? boundary.get(before))) return [];
      const expected = jacobianByRow(trace, name, t, before).flat();
      return differing(dtype, expected, trace.jacobian(name, t).data).map((found) => `Jacobian of ${name}${found}`);
    });
  });
  return [...credits, ...jacobians];
}

describe.each(["float64", "float32"] as const)("in %s credit and Jacobians are those of single passes", (dtype) => {
  it("for random networks", () => {
    fc.assert(
      fc.property(randomNetwork, ({ text, sizes, batch, seed }) => {
        expect(wrong(backward(new Definition(text).build(sizes, { seed, dtype }), batch)), text).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  const names = Object.keys(cells) as CellName[];
  it.each(names.flatMap((name) => [null, 3].map((B) => [name, B] as const)))("for %s with B = %s", (name, B) => {
    const sizes = sizesOf(cells[name].equations.join("\n"));
    const model = cells[name].build(sizes, { seed: 2, dtype });
    expect(wrong(backward(model, batchFor(cells[name], sizes, 6, B)))).toEqual([]);
  });

  it("for more losses than one pass takes", () => {
    const sizes = { x: 2, s: 3, y: 2 };
    const model = cells.elman.build(sizes, { seed: 2, dtype });
    expect(wrong(backward(model, batchFor(cells.elman, sizes, 150, null)))).toEqual([]);
  });
});
