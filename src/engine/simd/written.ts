import type { Operand } from "../program/program.js";
import type { Run } from "./run.js";

/** Of a place that has been written, alone. */
const NONE = { offsets: [], isAll: false };

/** Which values (or adjoints) have been written so far in a pass: the first to write sets, those after it add. */
export class Written {
  readonly #offsets = new Set<number>();

  constructor(private readonly batchSize: number) {}

  /** Where an operand of a run begins at each of its time steps. */
  #places({ steps }: Run, { offset, size }: Operand): number[] {
    return Array.from({ length: steps }, (_, i) => offset + i * size * this.batchSize);
  }

  /** The places of a run's operand that nobody wrote yet. */
  missing(run: Run, operand: Operand): { readonly offsets: readonly number[]; readonly isAll: boolean } {
    const { offset } = operand;
    if (isOne(run, operand)) return this.#offsets.has(offset) ? NONE : { offsets: [offset], isAll: true };
    const places = this.#places(run, operand);
    const offsets = places.filter((offset) => !this.#offsets.has(offset));
    return { offsets, isAll: offsets.length === places.length };
  }

  mark(run: Run, operand: Operand): void {
    if (isOne(run, operand)) this.#offsets.add(operand.offset);
    else for (const offset of this.#places(run, operand)) this.#offsets.add(offset);
  }

  /** Marks a single place, by its offset. */
  markAt(offset: number): void {
    this.#offsets.add(offset);
  }
}

/** Whether an operand has one place for the whole run: what the batch shares stays where it is. */
const isOne = ({ steps }: Run, { stride }: Operand): boolean => stride === 0 || steps === 1;
