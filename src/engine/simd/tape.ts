import { Code } from "./wasm/opcodes.js";

export { Code };

/** The longest stretch of instructions, in words: so much room has what is not kept in the machine's memory. */
export const LONGEST_SEGMENT = 16_384;

/** Instructions under construction, for one thread. */
export class Tape {
  #segments: Int32Array[] = [];
  readonly #words = new Int32Array(LONGEST_SEGMENT);
  #length = 0;

  emit(code: number, ...words: readonly number[]): void {
    if (this.#length + words.length > LONGEST_SEGMENT - 2) this.#close(); // the opcode and the end mark
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
