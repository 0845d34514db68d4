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
  sumNorms: 19,
  stepProducts: 20,
  stepNorms: 21,
  gates: 22,
} as const;

/** The longest stretch of instructions, in words: so much room has what is not kept in the machine's memory. */
export const LONGEST_SEGMENT = 16_384;
/** More than any instruction and the end mark. */
const LONGEST_INSTRUCTION = 32;

/** Instructions under construction, for one thread. */
export class Tape {
  #segments: Int32Array[] = [];
  readonly #words = new Int32Array(LONGEST_SEGMENT);
  #length = 0;

  emit(code: number, ...words: readonly number[]): void {
    if (this.#length > LONGEST_SEGMENT - LONGEST_INSTRUCTION) this.#close();
    this.#words[this.#length++] = code;
    for (let i = 0; i < words.length; i++) this.#words[this.#length++] = words[i]!;
  }

  /** Hands out what has been written, in segments that each have their end mark, and begins anew. */
  take(): readonly Int32Array[] {
    this.#close();
    const segments = this.#segments;
    this.#segments = [];
    return segments;
  }

  #close(): void {
    if (this.#length === 0) return;
    this.#words[this.#length++] = Code.end;
    this.#segments.push(this.#words.slice(0, this.#length));
    this.#length = 0;
  }
}
