import type { InputSpec, PreparedBatch } from "./batch.js";
import type { Operand, SequencePlaces } from "./program/program.js";
import { Trace } from "./trace.js";

/**
 * The first sequence of a trace's batch alone, differentiated by its own loss: the same numbers (also of parameters that
 * have been trained since), with no mean over a batch in them. A trace of one sequence is its own.
 */
export function firstSequence(trace: Trace): Trace {
  if (trace.batchSize === 1) return trace;
  const { model, program, values, timeSteps } = trace;
  const lent = model.lend(timeSteps, 1);
  const single = lent.fresh();
  single.values.set(values.subarray(0, program.sharedSize));
  const copy = (to: Operand, from: Operand): void => {
    if (to.stride > 0) single.values.set(values.subarray(from.offset, from.offset + from.size), to.offset);
  };
  for (const [name, places] of single.program.inputs) copyPlaces(places, program.inputs.get(name)!, copy);
  for (const [name, { boundary }] of single.program.sequences) {
    for (const [time, place] of boundary) copy(place, program.sequences.get(name)!.boundary.get(time)!);
  }
  single.forward();
  return new Trace(model, lent, sequenceOf(trace.batch, model.inputSpecs, 0), trace.options);
}

function copyPlaces(to: SequencePlaces, from: SequencePlaces, copy: (to: Operand, from: Operand) => void): void {
  to.at.forEach((place, t) => {
    if (place) copy(place, from.at[t]!);
  });
  for (const [time, place] of to.boundary) copy(place, from.boundary.get(time)!);
}

/** One sequence of a batch alone. @param index from 0 */
export function sequenceOf(
  { timeSteps, batchSize, data }: PreparedBatch,
  specs: readonly InputSpec[],
  index: number,
): PreparedBatch {
  const own = specs.map(({ name, size }) => {
    const numbers = data.get(name)!;
    const one = numbers.slice(0, numbers.length / batchSize);
    for (let at = 0; at < one.length; at += size) {
      const from = at * batchSize + index * size;
      one.set(numbers.subarray(from, from + size), at);
    }
    return [name, one] as const;
  });
  return { timeSteps, batchSize: 1, batched: false, data: new Map(own) };
}
