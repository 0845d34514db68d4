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
  stepProducts: 19,
  stepNorms: 20,
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
  readonly #words = new Int32Array(LONGEST_SEGMENT);
  #length = 0;

  emit(code: number, ...words: readonly number[]): void {
    if (this.#length > LONGEST_SEGMENT - LONGEST_INSTRUCTION) this.#close();
    this.#words[this.#length++] = code;
    for (let i = 0; i < words.length; i++) this.#words[this.#length++] = words[i]!;
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
    if (this.#length === 0) return;
    this.#words[this.#length++] = Code.end;
    this.#segments.push(this.#words.slice(0, this.#length));
    this.#length = 0;
  }
}
