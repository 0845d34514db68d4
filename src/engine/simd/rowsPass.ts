/**
 * Derivatives of many things at once with respect to values of one sequence: a backward pass whose adjoints have a row
 * for each of them. Rows that cannot reach a value (a loss before it) are left out, and what has been read gives its
 * memory back.
 */
import type { FloatArray, Operand } from "../program/program.js";
import { compiledRows, type RowsWanted } from "./compiledRows.js";
import { newMachine } from "./kernels.js";
import type { RowsMemory, Stretch } from "./rowsMemory.js";
import type { Found } from "./rowsWriter.js";

/** The rows in which anything reaches a value; all others are 0. */
export interface FoundRows {
  readonly first: number;
  readonly count: number;
  /** Norms [count], or the adjoints themselves [count × size]. Valid until the next run. */
  readonly numbers: FloatArray;
}

/** A backward pass of many rows, written once and run for any values. */
export class RowsPass {
  readonly #memory: RowsMemory;
  readonly #found: ReadonlyMap<number, FoundRows>;
  readonly #segments: readonly Int32Array[];
  readonly #machine: ReturnType<typeof newMachine>;
  readonly #values: FloatArray;
  readonly #read: readonly Stretch[];

  constructor(asked: RowsWanted) {
    const { program, wanted, reads } = asked;
    const { memory, found: places, segments } = compiledRows(asked);
    this.#memory = memory;
    this.#segments = segments;
    this.#machine = newMachine(program.dtype, this.#memory.end);
    this.#values = this.#memory.fill(this.#machine.buffer);
    this.#read = this.#memory.read;
    this.#found = new Map(
      wanted.flatMap((operand) => {
        const found = places.get(operand.offset);
        return found ? [[operand.offset, this.#view(found, reads === "norms" ? undefined : operand.size)]] : [];
      }),
    );
  }

  /** @param size of a row; undefined for norms */
  #view({ range: { first, end }, address }: Found, size: number | undefined): FoundRows {
    const count = end - first;
    const { buffer } = this.#machine;
    const isNorms = size === undefined;
    const numbers = isNorms
      ? new Float64Array(buffer, address, count)
      : this.#memory.view(buffer, address, count * size);
    return { first, count, numbers };
  }

  /** Bytes of memory that it holds. */
  get size(): number {
    return this.#memory.end;
  }

  /** @param values laid out as by the program of one sequence */
  run(values: FloatArray): void {
    for (const { first, end } of this.#read) this.#values.set(values.subarray(first, end), first);
    const { once, pack } = this.#memory;
    for (const segment of this.#segments) {
      new Int32Array(this.#machine.buffer, once, segment.length).set(segment);
      this.#machine.run(once, pack);
    }
  }

  /** @returns undefined when no row comes to the value */
  rowsOf({ offset }: Operand): FoundRows | undefined {
    return this.#found.get(offset);
  }
}
