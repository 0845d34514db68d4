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
} as const;

/** A stretch of instructions for one thread. */
export class Tape {
  #words: number[] = [];

  get isEmpty(): boolean {
    return this.#words.length === 0;
  }

  emit(code: number, ...words: readonly number[]): void {
    this.#words.push(code, ...words);
  }

  /** Hands out what has been written, with its end mark, and begins anew; undefined when nothing has. */
  take(): Int32Array | undefined {
    if (this.isEmpty) return undefined;
    const words = new Int32Array([...this.#words, Code.end]);
    this.#words = [];
    return words;
  }
}
