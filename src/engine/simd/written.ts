import type { Operand } from "../program/program.js";
import type { Run } from "./run.js";

/** Which values (or adjoints) have been written so far in a pass: the first to write sets, those after it add. */
export class Written {
  readonly #offsets = new Set<number>();

  constructor(private readonly batchSize: number) {}

  /** Where an operand of a run begins at each of its time steps; what the batch shares stays. */
  #places({ steps }: Run, { offset, size, stride }: Operand): number[] {
    if (stride === 0 || steps === 1) return [offset];
    return Array.from({ length: steps }, (_, i) => offset + i * size * this.batchSize);
  }

  /** The places of a run's operand that nobody wrote yet. */
  missing(run: Run, operand: Operand): { readonly offsets: readonly number[]; readonly isAll: boolean } {
    const places = this.#places(run, operand);
    const offsets = places.filter((offset) => !this.#offsets.has(offset));
    return { offsets, isAll: offsets.length === places.length };
  }

  mark(run: Run, operand: Operand): void {
    for (const offset of this.#places(run, operand)) this.#offsets.add(offset);
  }

  /** Marks a single place, by its offset. */
  markAt(offset: number): void {
    this.#offsets.add(offset);
  }
}
