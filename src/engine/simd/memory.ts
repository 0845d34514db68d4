import { bytesOf, type Operand, type Program } from "../program/program.js";

/** The machine's own tables stand at the start of its memory. */
const TABLE_BYTES = 65_536;
/** 256 rows of three vectors: what a product packs at a time. */
const PACK_BYTES = 256 * 48;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Where everything of one execution stands in the machine's memory, in bytes. */
export class Places {
  /** Starts of the two arenas. */
  readonly values = TABLE_BYTES;
  readonly adjoints: number;
  /** Room for the packed rows of a product. */
  readonly pack: number;
  readonly #number: number;
  readonly #rooms = new Map<string, number>();
  #end: number;

  constructor({ dtype, arenaSize }: Program) {
    this.#number = bytesOf(dtype);
    this.adjoints = align(this.values + arenaSize * this.#number);
    this.pack = align(this.adjoints + arenaSize * this.#number);
    this.#end = this.pack + PACK_BYTES;
  }

  /** The first byte behind everything that has a place so far. */
  get end(): number {
    return this.#end;
  }

  value = ({ offset }: Pick<Operand, "offset">): number => this.values + offset * this.#number;
  adjoint = ({ offset }: Pick<Operand, "offset">): number => this.adjoints + offset * this.#number;
  bytes = (count: number): number => count * this.#number;

  /** Room for `count` numbers beside the arenas; the same for the same key. */
  room(key: string, count: number): number {
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    const address = this.#end;
    this.#rooms.set(key, address);
    this.#end = align(address + this.bytes(count));
    return address;
  }
}
