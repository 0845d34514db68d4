/** Credit matrices and Jacobians of many rows in one pass are those of one pass for each row. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, Definition, type Trace } from "../../../src/engine/index.js";
import { seedsAt } from "../../../src/engine/observe.js";
import { type Execution, referenceBackend } from "../../../src/engine/program/backend.js";
import type { Dtype } from "../../../src/engine/program/program.js";
import { type CellName, cells } from "../../../src/lab/cells.js";
import { holds } from "../../support/property.js";
import { largestOf } from "../golden.js";
import { randomNetwork } from "../randomNetwork.js";
import { batchFor, sizesOf } from "./batches.js";

const BOUND: Record<Dtype, number> = { float64: 1e-12, float32: 1e-5 };

/**
 * What an error is measured by: the largest number of the same matrix, or of the whole pass (for networks in which large
 * numbers cancel: what is left keeps their rounding).
 */
type Scale = "own" | "pass";
/** The pass of a Jacobian begins with ones; a tenth of them allows for a few of their roundings in float32. */
const OF_ONES = 0.1;

/** Numbers that differ by more than rounding, measured by the largest of all, or by `least` where that is larger. */
function differing(dtype: Dtype, expected: ArrayLike<number>, actual: ArrayLike<number>, least: number): string[] {
  const largest = Math.max(least, largestOf(expected));
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
  const [from, inside] = [at[t]!, at[before]];
  // a start is one value, wherever it stands
  const to = inside ? [inside] : [...boundary].flatMap(([time, place]) => (time < 1 === before < 1 ? [place] : []));
  return Array.from({ length: trace.batchSize * from.size }, (_, row) => {
    const b = Math.floor(row / from.size);
    execution.adjoints.fill(0);
    execution.adjoints[from.offset + b * from.stride + (row % from.size)] = 1;
    execution.propagate();
    return Array.from({ length: to[0]!.size }, (_, k) =>
      to.reduce((sum, { offset, stride }) => sum + execution.adjoints[offset + b * stride + k]!, 0),
    );
  });
}

/** All credit matrices, and the Jacobians of all states in the middle and at the start. */
function wrong(trace: Trace, scale: Scale = "own"): string[] {
  const { dtype } = trace.model;
  const matrices = [...trace.program.sequences.keys()].map((name) => [name, creditOneByOne(trace, name)] as const);
  const largest = scale === "pass" ? Math.max(...matrices.map(([, matrix]) => largestOf(matrix))) : 0;
  const credits = matrices.flatMap(([name, matrix]) =>
    differing(dtype, matrix, trace.credit(name).data, largest).map((found) => `credit of ${name}${found}`),
  );
  const jacobians = trace.model.definition.checked.states.flatMap(({ name, runsBackward }) => {
    const { at, boundary } = trace.program.sequences.get(name)!;
    return [1, 2, trace.timeSteps].flatMap((t) => {
      const before = runsBackward ? t + 1 : t - 1;
      if (!at[t] || !(at[before] ?? boundary.get(before))) return [];
      const expected = jacobianByRow(trace, name, t, before).flat();
      const found = differing(dtype, expected, trace.jacobian(name, t).data, scale === "pass" ? OF_ONES : 0);
      return found.map((text) => `Jacobian of ${name}${text}`);
    });
  });
  return [...credits, ...jacobians];
}

describe.each(["float64", "float32"] as const)("in %s credit and Jacobians are those of single passes", (dtype) => {
  it("for random networks", () => {
    holds(
      fc.property(randomNetwork, ({ text, sizes, batch, seed }) => {
        expect(wrong(backward(new Definition(text).build(sizes, { seed, dtype }), batch), "pass"), text).toEqual([]);
      }),
      40,
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
