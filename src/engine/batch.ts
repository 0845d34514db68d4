import { missingKey } from "./batchKeys.js";
import { type Reading, readingsOf } from "./batchReader.js";
import { type BatchData, describe } from "./describeData.js";
import { DataError } from "./errors.js";
import type { InputSpec } from "./inputSpec.js";
import { ownValue } from "./ownValue.js";
import type { Dtype, FloatArray } from "./program/program.js";
import { isListLike, shown } from "./shown.js";

export type { BatchData } from "./describeData.js";
export { type InputSpec, inputSpecsOf } from "./inputSpec.js";

/**
 * What one step trains on: for each input and target of the equations either one sequence or B of them.
 * A sequence of vectors is T×size numbers; of classes, T indices from 0 (they are expanded to one-hot vectors); of
 * single numbers, T numbers. Classes are read for targets of a cross-entropy, and for inputs that only matrix products and
 * concat read. `T` may give the number of steps where no sequence tells it.
 */
export type Batch = Readonly<Record<string, BatchData>>;

/**
 * A checked batch: numbers ready to be copied into an arena, of the type that the model computes with. They do not change:
 * an execution that holds them does not copy them again.
 */
export interface PreparedBatch {
  readonly timeSteps: number;
  readonly batchSize: number;
  /** False when the caller gave single sequences: results then come back without a batch dimension. */
  readonly batched: boolean;
  /** By input: [T, B, size] row-major, or [1, B, size] for an input that stands at T only or outside time. */
  readonly data: ReadonlyMap<string, FloatArray>;
}

/**
 * Checks a batch against the network's inputs.
 * @throws DataError when an input is missing, has another size, is not finite, or the sequences' lengths differ
 */
export function prepareBatch(
  batch: Batch,
  inputs: readonly InputSpec[],
  timeless: boolean,
  dtype: Dtype,
): PreparedBatch {
  if (typeof batch !== "object" || batch === null || isListLike(batch))
    throw new DataError(`a batch is an object such as { x: [[…]], target: […] }, got ${describe(batch)}`);
  const readings = inputs.map((spec) => ({ spec, readings: readingsOf(spec, dataOf(batch, spec, inputs)) }));
  const steps = timeless ? 1 : givenSteps(batch);
  const chosen = chosenReadings(readings, timeless ? undefined : steps);
  if (!chosen) {
    const found = readings.map(({ spec, readings }) => describeReading(spec, readings[0]!));
    if (steps !== undefined && !timeless) found.push(`T is ${steps}`);
    throw new DataError(
      `the sequences of the batch do not fit together: ${found.join(", ")}. Give one sequence for each name, or as many for all`,
    );
  }
  const timeSteps = chosen.find((r) => r.timeSteps !== null)?.timeSteps ?? steps;
  if (timeSteps === undefined)
    throw new DataError("no sequence tells the number of time steps: give it as T, e.g. { T: 20, target: … }");
  const batchSize = chosen.find((r) => r.batchSize !== null)?.batchSize ?? null;
  if (timeSteps < 1 || batchSize === 0)
    throw new DataError("the batch is empty: it needs at least one sequence of at least one time step");
  const data = new Map(inputs.map(({ name }, i) => [name, chosen[i]!.fill(dtype)]));
  return { timeSteps, batchSize: batchSize ?? 1, batched: batchSize !== null, data };
}

function dataOf(batch: Batch, spec: InputSpec, inputs: readonly InputSpec[]): BatchData {
  const data = ownValue(batch, spec.name);
  if (data !== undefined) return data;
  throw missingKey(spec, batch, inputs);
}

/** @throws DataError for what is no number of time steps */
function givenSteps({ T: steps }: Batch): number | undefined {
  if (steps === undefined || (typeof steps === "number" && Number.isInteger(steps) && steps >= 1)) return steps;
  throw new DataError(`T is ${shown(steps)}: expected a whole number of time steps, e.g. { T: 20, target: … }`);
}

/**
 * Readings of all inputs that fit together, in the order of the inputs. Sequences decide first, whatever the order of the
 * equations: an input that stands at T only, or outside time, may be an entry of each sequence of a batch as well.
 * @param steps the number of time steps, where it is given
 */
function chosenReadings(
  inputs: readonly { readonly spec: InputSpec; readonly readings: readonly Reading[] }[],
  steps: number | undefined,
): Reading[] | undefined {
  const fits = ({ timeSteps }: Reading): boolean => steps === undefined || timeSteps === null || timeSteps === steps;
  const isSequence = ({ spec }: { spec: InputSpec }): boolean => spec.time === "t";
  const ordered = [...inputs.filter(isSequence), ...inputs.filter((input) => !isSequence(input))];
  const chosen = consistent(ordered.map(({ readings }) => readings.filter(fits)));
  return chosen && inputs.map((input) => chosen[ordered.indexOf(input)]!);
}

/** The first combination of readings, one for each input, whose B and T agree. */
function consistent(options: readonly (readonly Reading[])[]): Reading[] | undefined {
  const extend = (chosen: readonly Reading[]): Reading[] | undefined => {
    if (chosen.length === options.length) return [...chosen];
    for (const reading of options[chosen.length]!) {
      if (!chosen.every((other) => agree(other, reading))) continue;
      const whole = extend([...chosen, reading]);
      if (whole) return whole;
    }
    return undefined;
  };
  return extend([]);
}

function agree(a: Reading, b: Reading): boolean {
  const sameTime = a.timeSteps === null || b.timeSteps === null || a.timeSteps === b.timeSteps;
  return sameTime && a.batchSize === b.batchSize;
}

function describeReading({ name, time }: InputSpec, { batchSize, timeSteps }: Reading): string {
  const sequences = batchSize === null ? "one sequence" : `${batchSize} sequences`;
  return `${name} gives ${sequences}${timeSteps === null ? "" : ` of ${timeSteps} steps`}${time === "t" ? "" : " (one entry each)"}`;
}
