import {
  bytesOf,
  type Dtype,
  type FloatArray,
  type Operand,
  type Operation,
  type Program,
} from "../program/program.js";
import { LONGEST_SEGMENT } from "./tape.js";

/** The machine's own tables stand at the start of its memory. */
export const TABLE_BYTES = 65_536;
/** What a product packs at a time (see wasm/gemm.ts and wasm/stepProducts.ts). */
export const PACK_BYTES = 256 * 48;

/** How a product may want a shared matrix as its right factor (see `RightFactors`). */
const FACTOR_FORMS = ["packed", "packed transpose", "transpose"] as const;
export type FactorForm = (typeof FACTOR_FORMS)[number];

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** What an address is told from. */
type Place = Pick<Operand, "offset">;

/** The addresses that the instructions of a pass need, in bytes. */
export interface Addresses {
  value(operand: Place): number;
  adjoint(operand: Place): number;
  bytes(count: number): number;
  /** Room for `count` numbers beside the arenas; the same for the same key. */
  room(key: string, count: number): number;
}

/** Where everything of one execution stands in the machine's memory, in bytes. */
export class Places implements Addresses {
  /** Starts of the two arenas. */
  readonly values = TABLE_BYTES;
  readonly adjoints: number;
  /** Room for the packed rows of a product. */
  readonly pack: number;
  /** One time step's contributions to the shared adjoints. */
  readonly contribution: number;
  /** Room for a stretch of instructions that is run once. */
  readonly once: number;
  /** Norms that an instruction has found, as doubles: one for each time step of each sequence. */
  readonly norms: number;
  readonly mostNorms: number;
  /** The number 1. */
  readonly one: number;
  readonly #number: number;
  readonly #rooms = new Map<string, number>();
  #end: number;

  constructor({ dtype, arenaSize, sharedSize, timeSteps, batchSize }: Program) {
    this.#number = bytesOf(dtype);
    this.adjoints = align(this.values + arenaSize * this.#number);
    this.pack = align(this.adjoints + arenaSize * this.#number);
    this.contribution = align(this.pack + PACK_BYTES);
    this.once = align(this.contribution + sharedSize * this.#number);
    this.norms = align(this.once + 4 * LONGEST_SEGMENT);
    this.mostNorms = timeSteps * batchSize;
    this.one = align(this.norms + 8 * this.mostNorms);
    this.#end = align(this.one + this.#number);
  }

  /** The first byte behind everything that has a place so far. */
  get end(): number {
    return this.#end;
  }

  value = ({ offset }: Place): number => this.values + offset * this.#number;
  adjoint = ({ offset }: Place): number => this.adjoints + offset * this.#number;
  bytes = (count: number): number => count * this.#number;

  room = (key: string, count: number): number => this.roomOfBytes(key, this.bytes(count));

  roomOfBytes = (key: string, bytes: number): number => {
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    const address = this.#end;
    this.#rooms.set(key, address);
    this.#end = align(address + bytes);
    return address;
  };

  /** Makes room for what tapes that are written later may need: nothing gets a place after the memory is made. */
  close(operations: readonly Operation[]): void {
    const known = new Set<number>(); // the same few at every time step
    for (const { kind, inputs } of operations) {
      if (kind !== "matmul") continue;
      for (const { offset, size, stride } of inputs) {
        if (stride !== 0 || known.has(offset)) continue;
        known.add(offset);
        for (const form of FACTOR_FORMS) this.room(`${form} ${offset}`, size);
      }
    }
  }

  /** The same places, but for the adjoints of what the batch shares: those of one time step alone. */
  forContribution(sharedSize: number): Addresses {
    const { value, adjoint, bytes, room, contribution } = this;
    return {
      value,
      bytes,
      room,
      adjoint: (operand) => (operand.offset < sharedSize ? contribution + bytes(operand.offset) : adjoint(operand)),
    };
  }
}

/** A view of `length` numbers in a machine's memory. */
export function numbersAt(dtype: Dtype, buffer: ArrayBufferLike, address: number, length: number): FloatArray {
  return dtype === "float32" ? new Float32Array(buffer, address, length) : new Float64Array(buffer, address, length);
}
