import type { Operand, Operation } from "../program/program.js";
import { isForeign } from "./foreign.js";

/** One operation at several consecutive time steps whose operands follow one another in memory. */
export interface Run {
  /** At the first of them. */
  readonly operation: Operation;
  readonly steps: number;
}

/** The rows of a run: its time steps times its sequences. */
export const rowsOf = ({ operation, steps }: Run): number => steps * operation.samples;

/** Joins consecutive time steps while every operand goes on where the step before ended (or is shared). */
export function runsOf(operations: readonly Operation[], batchSize: number): Run[] {
  const runs: { operation: Operation; steps: number; last: Operation }[] = [];
  for (const operation of [...operations].sort((a, b) => a.time - b.time)) {
    const run = runs[runs.length - 1];
    if (run && follows(run.last, operation, batchSize)) {
      run.steps++;
      run.last = operation;
    } else runs.push({ operation, steps: 1, last: operation });
  }
  return runs.map(({ operation, steps }) => ({ operation, steps }));
}

function follows(before: Operation, after: Operation, batchSize: number): boolean {
  // a loss is taken from the logits at the steps where its prediction is a softmax, not where it is an initial state
  if (before.kind !== after.kind || isForeign(before)) return false;
  // what the batch shares stands apart from what each sequence has: neither goes on in the other
  const goesOn = (a: Operand, b: Operand): boolean => b.offset - a.offset === (a.stride === 0 ? 0 : a.size * batchSize);
  return goesOn(before.out, after.out) && before.inputs.every((input, i) => goesOn(input, after.inputs[i]!));
}
