/** The machine's memory, number by number, with what a walk through the instructions must know of each. */
import type { Residues } from "./operations.js";

/** Numbers that follow one another in some rows, by addresses in bytes. */
export interface Block {
  readonly address: number;
  readonly rows: number;
  /** Bytes from row to row; 0 where every row is the same. */
  readonly row: number;
  readonly size: number;
  /** Bytes from number to number; default: the next. */
  readonly step?: number;
}

export class Cells {
  /** By address, in numbers. */
  readonly numbers: Residues;
  readonly faults: string[] = [];
  /** Whether a cell has been written, or may hold the zero that memory begins with. */
  readonly #known: Uint8Array;
  /** The stretch in which a cell was last written and last read, and by which threads. */
  readonly #written: Int32Array;
  readonly #read: Int32Array;
  #stretch = 1;
  #thread = 0;
  /** What the walk is at, for faults. */
  instruction = "";

  /** @param bytes of the memory; @param bytesOfNumber 4 or 8; @param threads that share it */
  constructor(
    bytes: number,
    private readonly bytesOfNumber: number,
    threads: number,
  ) {
    const count = Math.ceil(bytes / bytesOfNumber);
    this.numbers = new Float64Array(count);
    this.#known = new Uint8Array(count);
    const marks = threads > 1 ? count : 0; // a thread by itself meets no other
    this.#written = new Int32Array(marks);
    this.#read = new Int32Array(marks);
  }

  index(address: number): number {
    return address / this.bytesOfNumber;
  }

  /** From here on all threads have seen what was written before. */
  barrier(): void {
    this.#stretch++;
  }

  /** Whose instructions follow. */
  enter(thread: number): void {
    this.#thread = thread;
  }

  /** Nothing but what has been loaded may be read. */
  forget(address: number, count: number): void {
    this.#known.fill(0, this.index(address), this.index(address) + count);
  }

  /** These hold something. */
  load(address: number, count: number): void {
    this.#known.fill(1, this.index(address), this.index(address) + count);
  }

  reads(block: Block): void {
    this.#each(block, this.#readOne);
  }

  readonly #readOne = (i: number): void => {
    if (this.#known[i] !== 1) this.#fault(i, "is read before anything is written there");
    if (this.#read.length === 0) return;
    const stamp = this.#stamp(this.#written[i]!);
    if (stamp !== 0 && stamp !== 1 << this.#thread) this.#fault(i, "is read by one thread while another writes it");
    this.#read[i] = this.#marked(this.#read[i]!);
  };

  writes(block: Block): void {
    this.#each(block, this.#writeOne);
  }

  readonly #writeOne = (i: number): void => {
    if (i >= this.#known.length) this.#fault(i, "is written outside of the memory");
    this.#known[i] = 1;
    if (this.#written.length === 0) return;
    const others = (this.#stamp(this.#written[i]!) | this.#stamp(this.#read[i]!)) & ~(1 << this.#thread);
    if (others !== 0) this.#fault(i, "is written by one thread while another works with it");
    this.#written[i] = this.#marked(this.#written[i]!);
  };

  /** A result may be made in the very place of an operand, but not beside it: parts of it would be read when they are new. */
  mustNotOverlap(written: Block, read: Block, inPlace: "may be in place" | "never"): void {
    if (inPlace === "may be in place" && written.address === read.address) return;
    const end = ({ address, rows, row, size, step }: Block): number =>
      address + Math.max(0, rows - 1) * row + Math.max(0, size - 1) * (step ?? this.bytesOfNumber) + this.bytesOfNumber;
    if (written.address < end(read) && read.address < end(written))
      this.#fault(this.index(written.address), "is written while the same instruction works with it");
  }

  /** Threads of this stretch that a mark tells of, as bits. */
  #stamp(mark: number): number {
    return mark >> 4 === this.#stretch ? mark & 15 : 0;
  }

  #marked(mark: number): number {
    return (this.#stretch << 4) | this.#stamp(mark) | (1 << this.#thread);
  }

  #each({ address, rows, row, size, step = this.bytesOfNumber }: Block, visit: (index: number) => void): void {
    const [first, down, across] = [this.index(address), this.index(row), this.index(step)];
    const height = down === 0 ? Math.min(rows, 1) : rows;
    const width = across === 0 ? Math.min(size, 1) : size;
    for (let r = 0; r < height; r++) for (let i = 0; i < width; i++) visit(first + r * down + i * across);
  }

  #fault(index: number, what: string): void {
    if (this.faults.length < 20) this.faults.push(`${this.instruction}: number ${index} ${what}`);
  }
}
