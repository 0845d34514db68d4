import type { Operation, Program } from "../program/program.js";

/** Multiplications of a pass from which on two threads are faster than one. */
const ENOUGH = 500_000;

/** Whether a program's passes are long enough to be shared among threads, and have what can be shared: sequences. */
export function isWorthThreads({ batchSize, forward }: Program): boolean {
  return batchSize > 1 && forward.reduce((sum, operation) => sum + workOf(operation), 0) >= ENOUGH;
}

/** What an operation takes, about, in multiplications: a function of a number takes several. */
function workOf({ kind, inputs, out, samples }: Operation): number {
  return samples * out.size * (kind === "matmul" ? inputs[0]!.columns : 4);
}
