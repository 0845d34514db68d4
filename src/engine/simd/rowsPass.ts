/**
 * Derivatives of many things at once with respect to values of one sequence: a backward pass whose adjoints have a row
 * for each of them. Rows that cannot reach a value (a loss before it) are left out, and what has been read gives its
 * memory back.
 */
import { isFusedPrediction } from "../program/contributions.js";
import type { FloatArray, Operand, Operation, Program } from "../program/program.js";
import { isForeign } from "./foreign.js";
import { newMachine } from "./kernels.js";
import { RowsMemory } from "./rowsMemory.js";
import { RowsTape } from "./rowsTape.js";
import { type Segment, Tape } from "./tape.js";

/** What rows begin with: each entry of a value is differentiated in a row of its own, one behind the other. */
export interface RowSeed {
  readonly operand: Operand;
  /** The row of the value's first entry. */
  readonly row: number;
}

/** The rows in which anything reaches a value; all others are 0. */
export interface FoundRows {
  readonly first: number;
  readonly count: number;
  /** Norms [count], or the adjoints themselves [count × size]. Valid until the next run. */
  readonly numbers: FloatArray;
}

/** Consecutive rows, `end` not among them. */
interface Range {
  readonly first: number;
  readonly end: number;
}

interface Pull {
  readonly operation: Operation;
  readonly indices: readonly number[];
}

/** Turns seeds and what is wanted into a tape. */
class RowsWriter {
  readonly tape = new Tape();
  /** Where the rows of each wanted value (or their norms) are at the end, by offset. */
  readonly found = new Map<number, { readonly range: Range; readonly address: number }>();
  readonly #ranges = new Map<number, Range>();
  readonly #held = new Map<number, number>();
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
    const firsts = new Map(pulls.map(({ operation }) => [operation.out.offset, operation])); // the last in this order
    const opened = new Set<number>();
    for (const { operation, indices } of pulls) {
      const { out } = operation;
      if (!opened.has(out.offset)) this.#complete(out);
      opened.add(out.offset);
      for (const index of indices) this.#pull(operation, index);
      if (firsts.get(out.offset) === operation) this.#release(out);
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
    if (!range || !this.#wanted.has(operand.offset)) return;
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
    const [range, into] = [this.#ranges.get(out.offset)!, this.#ranges.get(inputs[index]!.offset)!];
    const count = range.end - range.first;
    const skipped = this.memory.bytes((range.first - into.first) * inputs[index]!.size);
    const from = { address: this.#rowsOf(out), count };
    this.#instructions.pull(operation, index, from, { address: this.#rowsOf(inputs[index]!) + skipped, count });
  }

  /** The rows of a value's adjoint, zero or seeded when they are first used. */
  #rowsOf(operand: Operand): number {
    const known = this.#held.get(operand.offset);
    if (known !== undefined) return known;
    const { first, end } = this.#ranges.get(operand.offset)!;
    const numbers = (end - first) * operand.size;
    const address = this.memory.take(numbers);
    this.#held.set(operand.offset, address);
    this.#instructions.zero(address, numbers);
    const seed = this.#seeds.get(operand.offset);
    if (seed) this.#instructions.unit(address + this.memory.bytes((seed.row - first) * operand.size), operand.size);
    return address;
  }

  #release(operand: Operand): void {
    if (this.reads === "adjoints" && this.#wanted.has(operand.offset)) return;
    const { first, end } = this.#ranges.get(operand.offset)!;
    this.memory.give(this.#rowsOf(operand), (end - first) * operand.size);
    this.#held.delete(operand.offset);
  }
}

/** A backward pass of many rows, written once and run for any values. */
export class RowsPass {
  readonly #memory: RowsMemory;
  readonly #found: RowsWriter["found"];
  readonly #segments: readonly Segment[];
  readonly #machine: ReturnType<typeof newMachine>;
  readonly #values: FloatArray;

  /**
   * @param program of one sequence
   * @param operations its forward list, sums as their terms
   * @param wanted values whose adjoints are read
   * @param reads the adjoints, or the norms of their rows
   */
  constructor(
    program: Program,
    operations: readonly Operation[],
    seeds: readonly RowSeed[],
    wanted: readonly Operand[],
    private readonly reads: "norms" | "adjoints",
  ) {
    this.#memory = new RowsMemory(program, operations);
    const writer = new RowsWriter(operations, seeds, wanted, reads, this.#memory);
    this.#found = writer.found;
    this.#segments = writer.tape.segments();
    this.#machine = newMachine(program.dtype, this.#memory.end);
    this.#values = this.#memory.fill(this.#machine.buffer);
  }

  /** Bytes of memory that it holds. */
  get size(): number {
    return this.#memory.end;
  }

  /** @param values laid out as by the program of one sequence */
  run(values: FloatArray): void {
    this.#values.set(values);
    const { once, pack } = this.#memory;
    for (const segment of this.#segments) {
      if (typeof segment === "function") continue; // there are none: each operation has its instructions
      new Int32Array(this.#machine.buffer, once, segment.length).set(segment);
      this.#machine.run(once, pack);
    }
  }

  /** @returns undefined when no row comes to the value */
  rowsOf({ offset, size }: Operand): FoundRows | undefined {
    const found = this.#found.get(offset);
    if (!found) return undefined;
    const { range, address } = found;
    const count = range.end - range.first;
    const { buffer } = this.#machine;
    const numbers =
      this.reads === "norms"
        ? new Float64Array(buffer, address, count)
        : this.#memory.view(buffer, address, count * size);
    return { first: range.first, count, numbers };
  }
}

/** Whether a pass of rows can go from anything to the wanted values: it lacks a few rare operations. */
export function canPass(operations: readonly Operation[], wanted: readonly Operand[]): boolean {
  const offsets = new Set(wanted.map(({ offset }) => offset));
  const isObserved = (operation: Operation): boolean =>
    operation.inputs.some((input, index) => offsets.has(input.offset) && isFusedPrediction(operation, index));
  if (operations.some(isObserved)) return false;
  return pullsTo(operations, wanted).every(({ operation, indices }) =>
    indices.every((index) => isKnown(operation, index)),
  );
}

function isKnown(operation: Operation, index: number): boolean {
  const { kind, inputs, out } = operation;
  if (isForeign(operation) || (kind === "concat" && out.columns !== 1)) return false;
  if (kind === "identity" && inputs[0]!.size !== out.size) return false;
  if (kind !== "matmul") return true;
  return index === 1 ? out.columns === 1 : out.rows === 1;
}

/** The operations between anything and the wanted values, in backward order, with the operands that lead there. */
function pullsTo(operations: readonly Operation[], wanted: readonly Operand[]): Pull[] {
  const leads = new Set(wanted.map(({ offset }) => offset));
  const pulls: Pull[] = [];
  for (const operation of operations) {
    const { inputs, out } = operation;
    const indices = inputs.flatMap((input, index) =>
      input.differentiable && leads.has(input.offset) && !isFusedPrediction(operation, index) ? [index] : [],
    );
    if (indices.length === 0) continue;
    leads.add(out.offset);
    pulls.push({ operation, indices });
  }
  return pulls.reverse();
}
