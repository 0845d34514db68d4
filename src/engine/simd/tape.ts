/** The machine's instructions (wasm/kernels.ts reads them): an opcode and its arguments, 32-bit words. */
export const Code = {
  end: 0,
  zero: 1,
  gemm: 2,
  transpose: 3,
  map: 4,
  pull: 5,
  combine: 6,
  pullBinary: 7,
  softmax: 8,
  pullSoftmax: 9,
  loss: 10,
  pullLoss: 11,
  reduce: 12,
  pullReduce: 13,
  copyRows: 14,
  addRows: 15,
  pack: 16,
  norms: 17,
  productNorms: 18,
} as const;

/** A stretch of instructions, or something that is done outside the machine. */
export type Segment = Int32Array | (() => void);

/** The longest stretch of instructions, in words: so much room has what is not kept in the machine's memory. */
export const LONGEST_SEGMENT = 16_384;
/** More than any instruction and the end mark. */
const LONGEST_INSTRUCTION = 32;

/** Instructions under construction. */
export class Tape {
  readonly #segments: Segment[] = [];
  #words: number[] = [];

  emit(code: number, ...words: readonly number[]): void {
    if (this.#words.length > LONGEST_SEGMENT - LONGEST_INSTRUCTION) this.#close();
    this.#words.push(code, ...words);
  }

  /** Something that the machine cannot do comes next. */
  call(act: () => void): void {
    this.#close();
    this.#segments.push(act);
  }

  /** All of it, each stretch with its end mark. */
  segments(): readonly Segment[] {
    this.#close();
    return this.#segments;
  }

  #close(): void {
    if (this.#words.length === 0) return;
    this.#words.push(Code.end);
    this.#segments.push(new Int32Array(this.#words));
    this.#words = [];
  }
}
