import type { Operand } from "../program/program.js";
import type { Run } from "./run.js";

/** Rows that a product's tiles take at a time: parts begin at such a row where there are many. */
const TILE_ROWS = 4;
/** From this number of rows on a part that begins between two tiles would cost more than uneven parts do. */
const MANY_ROWS = 16;

/** Rows `from` to `to` of a run (its time steps times its sequences) as a run of its own. */
export function partOf({ operation }: Run, from: number, to: number): Run {
  const moved = (operand: Operand): Operand =>
    operand.stride === 0 ? operand : { ...operand, offset: operand.offset + from * operand.size };
  const { inputs, out } = operation;
  return { operation: { ...operation, inputs: inputs.map(moved), out: moved(out), samples: to - from }, steps: 1 };
}

/** Where the parts of `count` things begin, and where the last one ends. [threads + 1] */
export function cuts(count: number, threads: number): number[] {
  if (threads === 1) return [0, count];
  const unit = count >= MANY_ROWS ? TILE_ROWS : 1;
  return Array.from({ length: threads + 1 }, (_, p) =>
    p === threads ? count : Math.round((count * p) / (threads * unit)) * unit,
  );
}
