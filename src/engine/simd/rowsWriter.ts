import type { Operand, Operation } from "../program/program.js";
import { type Pull, pullsTo } from "./rowPulls.js";
import type { RowsMemory } from "./rowsMemory.js";
import { RowsTape } from "./rowsTape.js";
import { Tape } from "./tape.js";

/** What rows begin with: each entry of a value is differentiated in a row of its own, one behind the other. */
export interface RowSeed {
  readonly operand: Operand;
  /** The row of the value's first entry. */
  readonly row: number;
}

/** Consecutive rows, `end` not among them. */
interface Range {
  readonly first: number;
  readonly end: number;
}

/** Where the rows of a value, or their norms, are at the end of the pass. */
export interface Found {
  readonly range: Range;
  readonly address: number;
}

/** Turns seeds and what is wanted into a tape. */
export class RowsWriter {
  readonly tape = new Tape();
  /** Where the rows of each wanted value (or their norms) are at the end, by offset. */
  readonly found = new Map<number, Found>();
  readonly #ranges = new Map<number, Range>();
  readonly #held = new Map<number, number>();
  /** The rows that hold something. */
  readonly #written = new Map<number, Range>();
  readonly #seeds: ReadonlyMap<number, RowSeed>;
  readonly #wanted: ReadonlySet<number>;
  readonly #instructions: RowsTape;

  constructor(
    operations: readonly Operation[],
    seeds: readonly RowSeed[],
    wanted: readonly Operand[],
    private readonly reads: "norms" | "adjoints",
    private readonly memory: RowsMemory,
  ) {
    this.#seeds = new Map(seeds.map((seed) => [seed.operand.offset, seed]));
    this.#wanted = new Set(wanted.map(({ offset }) => offset));
    this.#instructions = new RowsTape(this.tape, memory);
    for (const { operand, row } of seeds) this.#reach(operand, { first: row, end: row + operand.size });
    const pulls = this.#reached(pullsTo(operations, wanted));
    const last = new Map(pulls.map(({ operation }) => [operation.out.offset, operation])); // the last in this order
    const opened = new Set<number>();
    for (const { operation, indices } of pulls) {
      const { out } = operation;
      if (!opened.has(out.offset)) this.#complete(out);
      opened.add(out.offset);
      for (const index of indices) this.#pull(operation, index);
      if (last.get(out.offset) === operation) this.#release(out);
    }
    for (const operand of wanted) if (!opened.has(operand.offset)) this.#complete(operand);
  }

  #reach({ offset }: Operand, { first, end }: Range): void {
    const known = this.#ranges.get(offset);
    const range = known ? { first: Math.min(first, known.first), end: Math.max(end, known.end) } : { first, end };
    this.#ranges.set(offset, range);
  }

  /** Those pulls that any row comes to, once it is known which rows come to their results. */
  #reached(pulls: readonly Pull[]): Pull[] {
    return pulls.filter(({ operation, indices }) => {
      const range = this.#ranges.get(operation.out.offset);
      if (range) for (const index of indices) this.#reach(operation.inputs[index]!, range);
      return range !== undefined;
    });
  }

  /** Everything that reads a value has been pulled: its adjoint is whole. */
  #complete(operand: Operand): void {
    const range = this.#ranges.get(operand.offset);
    if (!range) return;
    this.#claim(operand, { first: range.end, end: range.end }); // zeros in what nothing wrote to
    this.#claim(operand, { first: range.first, end: range.first });
    if (!this.#wanted.has(operand.offset)) return;
    const count = range.end - range.first;
    const address = this.#rowsOf(operand);
    if (this.reads === "adjoints") {
      this.found.set(operand.offset, { range, address });
      return;
    }
    const into = this.memory.doubles(count);
    this.#instructions.norms({ address, count }, operand.size, into);
    this.found.set(operand.offset, { range, address: into });
  }

  #pull(operation: Operation, index: number): void {
    const { out, inputs } = operation;
    const input = inputs[index]!;
    const range = this.#ranges.get(out.offset)!;
    const count = range.end - range.first;
    const adds = this.#claim(input, range);
    const from = { address: this.#rowsOf(out), count };
    this.#instructions.pull(operation, index, from, { address: this.#rowAt(input, range.first), count }, adds);
  }

  /** @returns 0 when the rows are to be set, 1 when they are to be added to; with zeros where they are neither */
  #claim(operand: Operand, { first, end }: Range): 0 | 1 {
    this.#rowsOf(operand);
    const known = this.#written.get(operand.offset);
    if (!known) {
      this.#written.set(operand.offset, { first, end });
      return 0;
    }
    this.#written.set(operand.offset, { first: Math.min(first, known.first), end: Math.max(end, known.end) });
    const isApart = end <= known.first || first >= known.end;
    this.#zero(operand, isApart ? end : first, known.first);
    this.#zero(operand, known.end, isApart ? first : end);
    return isApart ? 0 : 1;
  }

  #zero(operand: Operand, first: number, end: number): void {
    if (first < end) this.#instructions.zero(this.#rowAt(operand, first), (end - first) * operand.size);
  }

  #rowAt(operand: Operand, row: number): number {
    const { first } = this.#ranges.get(operand.offset)!;
    return this.#rowsOf(operand) + this.memory.bytes((row - first) * operand.size);
  }

  /** The rows of a value's adjoint; with their seeds when they are first used. */
  #rowsOf(operand: Operand): number {
    const known = this.#held.get(operand.offset);
    if (known !== undefined) return known;
    const range = this.#ranges.get(operand.offset)!;
    const address = this.memory.take((range.end - range.first) * operand.size);
    this.#held.set(operand.offset, address);
    const seed = this.#seeds.get(operand.offset);
    if (!seed) return address;
    this.#zero(operand, range.first, range.end);
    this.#written.set(operand.offset, range);
    this.#instructions.unit(this.#rowAt(operand, seed.row), operand.size);
    return address;
  }

  /** Whether rows are read when the pass is over. */
  #isKept(operand: Operand): boolean {
    return this.reads === "adjoints" && this.#wanted.has(operand.offset);
  }

  #release(operand: Operand): void {
    if (this.#isKept(operand)) return;
    const { first, end } = this.#ranges.get(operand.offset)!;
    this.memory.give(this.#held.get(operand.offset)!, (end - first) * operand.size);
    this.#held.delete(operand.offset);
    this.#written.delete(operand.offset);
  }
}
