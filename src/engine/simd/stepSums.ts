import type { Addresses } from "./memory.js";
import type { Run } from "./run.js";

/** With fewer sequences a time step's product is too short to be summed by itself at no cost. */
const FEWEST_SEQUENCES = 8;
/** So many rows the kernel packs at a time. */
const MOST_SEQUENCES = 256;
/** Bytes of two vectors, and of a sum of squares. */
const [PANEL, SUM] = [32, 16];

/** Where a matrix's gradient leaves the squares of what each time step adds to it (see wasm/stepProducts.ts). */
export interface StepSums {
  /** Two words: what is wanted, and what the last pass left. */
  readonly head: number;
  /** For each panel of two vectors of the gradient's columns, then for the rows' sums, a sum for each time step. */
  readonly sums: number;
  /** Bytes of a panel's sums. */
  readonly step: number;
  /** May be made by threads of their own. */
  readonly panels: number;
}

/**
 * Of the gradient of an operand that a run's products share.
 * @param index of the operand
 * @returns undefined when the gradient is one sum over all time steps at once
 */
export function stepSums(
  { operation, steps }: Run,
  index: number,
  { room, bytes }: Pick<Addresses, "room" | "bytes">,
): StepSums | undefined {
  const { inputs, out, samples } = operation;
  if (steps === 1 || samples < FEWEST_SEQUENCES || samples > MOST_SEQUENCES) return undefined;
  const columns = index === 0 ? inputs[1]!.size : out.size;
  const panels = Math.ceil(bytes(columns) / PANEL);
  const step = SUM * steps;
  const head = room(`step sums ${inputs[index]!.offset} ${out.offset}`, (SUM + step * (panels + 1)) / bytes(1));
  return { head, sums: head + SUM, step, panels };
}

/** Makes room for them, also for tapes that are written when nothing gets a place any more. */
export function reserveStepSums(run: Run, places: Pick<Addresses, "room" | "bytes">): void {
  const { kind, inputs, out } = run.operation;
  if (kind !== "matmul" || out.stride === 0) return;
  for (const index of [0, 1]) if (inputs[index]!.stride === 0) stepSums(run, index, places);
}
