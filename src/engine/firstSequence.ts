import type { InputSpec, PreparedBatch } from "./batch.js";
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
  const batch = sequenceOf(trace.batch, model.inputSpecs, 0);
  model.load(single, batch);
  single.values.set(values.subarray(0, program.sharedSize));
  for (const [name, { boundary }] of single.program.sequences) {
    for (const [time, { offset, size, stride }] of boundary) {
      const from = program.sequences.get(name)!.boundary.get(time)!.offset;
      if (stride > 0) single.values.set(values.subarray(from, from + size), offset);
    }
  }
  single.forward();
  return new Trace(model, lent, batch, trace.options);
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
