import { bytesOf, type Dtype } from "../../../../src/engine/program/program.js";
import { type Block, Cells } from "./cells.js";
import { plus } from "./residues.js";

/** A right factor as `pack` laid it out. */
interface Packed {
  readonly rows: number;
  readonly columns: number;
  readonly numbers: Float64Array;
}

/** So many numbers. */
type Tuple<N extends number, Found extends number[] = []> = Found["length"] extends N
  ? Found
  : Tuple<N, [...Found, number]>;

/** What the instructions of a walk work on: the machine's memory, and the words of a tape. */
export class WalkMemory {
  readonly cells: Cells;
  /** Words and norms: what is no number of the network. */
  readonly plain: ArrayBuffer;
  /** Of a number. */
  readonly bytes: number;
  readonly packed = new Map<number, Packed>();
  #words: Int32Array = new Int32Array(0);
  #at = 0;

  /** @param bytes of the memory */
  constructor(dtype: Dtype, bytes: number, threads: number) {
    this.bytes = bytesOf(dtype);
    this.cells = new Cells(bytes, this.bytes, threads);
    this.plain = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
  }

  /** From its first word on. */
  begin(tape: Int32Array): void {
    this.#words = tape;
    this.#at = 0;
  }

  word(): number {
    return this.#words[this.#at++]!;
  }

  take<N extends number>(count: N): Tuple<N> {
    return Array.from({ length: count }, () => this.word()) as Tuple<N>;
  }

  flag(): boolean {
    return this.word() !== 0;
  }

  /** n numbers in a row. */
  row(address: number, size: number): Block {
    return { address, rows: 1, row: 0, size };
  }

  /** Rows of n numbers, one behind the other. */
  rows(address: number, rows: number, size: number): Block {
    return { address, rows, row: size * this.bytes, size };
  }

  get(address: number): number {
    return this.cells.numbers[address / this.bytes]!;
  }

  list(address: number, size: number): number[] {
    const first = address / this.bytes;
    return [...this.cells.numbers.subarray(first, first + size)];
  }

  set(address: number, number: number): void {
    this.cells.numbers[address / this.bytes] = number;
  }

  put(address: number, number: number, adds: boolean): void {
    this.set(address, adds ? plus(this.get(address), number) : number);
  }

  /** What an instruction reads and writes, before it does. */
  uses(
    read: readonly Block[],
    written: readonly Block[],
    adds: readonly boolean[],
    inPlace: "may be in place" | "never" = "never",
  ): void {
    for (const block of read) this.cells.reads(block);
    written.forEach((block, i) => {
      for (const other of read) this.cells.mustNotOverlap(block, other, inPlace);
      for (const other of written.slice(i + 1)) this.cells.mustNotOverlap(block, other, "never");
      if (adds[i]) this.cells.reads(block);
      this.cells.writes(block);
    });
  }
}
