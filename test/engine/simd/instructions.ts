/** Where the instructions of a tape begin. */
import { Code } from "../../../src/engine/simd/tape.js";

export interface Instruction {
  readonly name: keyof typeof Code;
  /** Index of its opcode. */
  readonly at: number;
}

/** Words of an instruction, its opcode among them. */
const LENGTHS: Readonly<Record<keyof typeof Code, number>> = {
  end: 1,
  zero: 3,
  gemm: 12,
  transpose: 5,
  map: 5,
  pull: 8,
  combine: 12,
  pullBinary: 16,
  softmax: 5,
  pullSoftmax: 6,
  loss: 8,
  pullLoss: 11,
  reduce: 6,
  pullReduce: 6,
  copyRows: 7,
  addRows: 7,
  pack: 7,
  norms: 5,
  productNorms: 9,
  sumNorms: 7,
  stepProducts: 12,
  stepNorms: 5,
  gates: 9,
  sumOfProducts: 8,
  pullProduct: 9,
};

const lengthOf = (name: keyof typeof Code, tape: Int32Array, at: number): number =>
  LENGTHS[name] + (name === "gates" ? 4 * tape[at + 1]! : 0);

/** In the order in which the machine runs them. */
export function instructionsOf(tape: Int32Array): Instruction[] {
  const found: Instruction[] = [];
  for (let at = 0; tape[at] !== Code.end; ) {
    const name = Code[tape[at]!] as keyof typeof Code | undefined;
    if (name === undefined) throw new RangeError(`no instruction has the number ${tape[at]}`);
    found.push({ name, at });
    at += lengthOf(name, tape, at);
  }
  return found;
}
