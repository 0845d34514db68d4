import { bytesOf, type FloatArray, type Operand, type Operation, type Program } from "../program/program.js";
import { numbersAt, PACK_BYTES, TABLE_BYTES } from "./memory.js";
import type { RowPlaces } from "./rowsTape.js";
import { LONGEST_SEGMENT } from "./tape.js";

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/**
 * Bytes of the room for so many: a power of two, so that rows which grow from one time step to the next find the room of
 * the step before, still in the cache; and a line more, as rooms at distances of a power of two get into each other's way.
 */
const roomFor = (bytes: number): number => 2 ** Math.ceil(Math.log2(Math.max(bytes, 64))) + 64;

/** Numbers of which copying takes as long as to begin another copy. */
const SHORT_GAP = 1024;

/** Consecutive numbers of an arena, `end` not among them. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** Where a pass of rows has its numbers, in bytes. Rows that are given back are taken again. */
export class RowsMemory implements RowPlaces {
  readonly #values = TABLE_BYTES;
  readonly once: number;
  readonly pack: number;
  readonly ones: number;
  readonly slopes: number;
  /** Numbers of the largest value: so many ones there are. */
  readonly most: number;
  readonly #read = new Map<number, Stretch>();
  readonly #rooms = new Map<string, number>();
  readonly #free = new Map<number, number[]>();
  #end: number;

  constructor(
    private readonly program: Program,
    operations: readonly Operation[],
  ) {
    this.most = operations.reduce(
      (most, { inputs, out }) => inputs.reduce((m, { size }) => Math.max(m, size), Math.max(most, out.size)),
      1,
    );
    this.#end = align(this.#values + this.bytes(program.arenaSize));
    this.once = this.#place(4 * LONGEST_SEGMENT);
    this.pack = this.#place(PACK_BYTES);
    this.ones = this.#place(this.bytes(this.most));
    this.slopes = this.#place(this.bytes(this.most));
  }

  get end(): number {
    return this.#end;
  }

  value = ({ offset, size }: Operand): number => {
    this.#read.set(offset, { first: offset, end: offset + size });
    return this.#values + this.bytes(offset);
  };
  bytes = (count: number): number => count * bytesOf(this.program.dtype);

  room = (key: string, count: number): number => {
    const address = this.#rooms.get(key) ?? this.#place(this.bytes(count));
    this.#rooms.set(key, address);
    return address;
  };

  /** What a pass reads of the values, as few stretches. */
  get read(): readonly Stretch[] {
    const joined: Stretch[] = [];
    for (const { first, end } of [...this.#read.values()].sort((a, b) => a.first - b.first)) {
      const last = joined[joined.length - 1];
      if (last && first - last.end < SHORT_GAP) joined[joined.length - 1] = { ...last, end: Math.max(last.end, end) };
      else joined.push({ first, end });
    }
    return joined;
  }

  /** Room for norms. */
  doubles(count: number): number {
    return this.#place(8 * count);
  }

  /** Room for so many numbers, of which nothing is known. */
  take(count: number): number {
    const bytes = roomFor(this.bytes(count));
    return this.#free.get(bytes)?.pop() ?? this.#place(bytes);
  }

  give(address: number, count: number): void {
    const bytes = roomFor(this.bytes(count));
    const free = this.#free.get(bytes);
    if (free) free.push(address);
    else this.#free.set(bytes, [address]);
  }

  /** Writes what never changes. @returns the place of the values */
  fill(buffer: ArrayBufferLike): FloatArray {
    this.view(buffer, this.ones, this.most).fill(1);
    return this.view(buffer, this.#values, this.program.arenaSize);
  }

  view(buffer: ArrayBufferLike, address: number, count: number): FloatArray {
    return numbersAt(this.program.dtype, buffer, address, count);
  }

  #place(bytes: number): number {
    const address = this.#end;
    this.#end = align(address + bytes);
    return address;
  }
}
