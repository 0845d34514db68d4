import { bytesOf, type Operand, type Program } from "../program/program.js";

/** Where everything of one execution stands in the machine's memory, in bytes. */
export interface Addresses {
  /** Bytes of one number. */
  readonly number: number;
  /** The value (adjoint) arena's start. */
  readonly values: number;
  readonly adjoints: number;
  /** Room for transposed parameters, laid out like the shared part of the arena. */
  readonly transposed: number;
  /** Room for the packed rows of a product. */
  readonly pack: number;
  readonly tape: number;
}

/** The machine's own tables (of its logarithm) stand at the start of its memory. */
const TABLE_BYTES = 65_536;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;
/** 256 rows of three vectors. */
const PACK_BYTES = 256 * 48;

export function addressesOf({ dtype, arenaSize, sharedSize }: Program): Addresses {
  const number = bytesOf(dtype);
  const values = TABLE_BYTES;
  const adjoints = align(values + arenaSize * number);
  const transposed = align(adjoints + arenaSize * number);
  const pack = align(transposed + sharedSize * number);
  return { number, values, adjoints, transposed, pack, tape: align(pack + PACK_BYTES) };
}

/** The addresses of operands. */
export class Places {
  constructor(readonly at: Addresses) {}

  value = ({ offset }: Pick<Operand, "offset">): number => this.at.values + offset * this.at.number;
  adjoint = ({ offset }: Pick<Operand, "offset">): number => this.at.adjoints + offset * this.at.number;
  transposed = ({ offset }: Pick<Operand, "offset">): number => this.at.transposed + offset * this.at.number;
  bytes = (count: number): number => count * this.at.number;
}
