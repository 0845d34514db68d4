/** A machine of the kernels by itself, for tests that write its instructions by hand. */
import { bytesOf, type Dtype, type FloatArray } from "../../../src/engine/program/program.js";
import { type Build, newMachine } from "../../../src/engine/simd/kernels.js";
import { numbersAt, PACK_BYTES } from "../../../src/engine/simd/memory.js";
import { Code } from "../../../src/engine/simd/tape.js";

const TAPE_BYTES = 1024;

export interface Bench {
  /** Numbers in the machine's memory, and where they stand. */
  place(numbers: ArrayLike<number>): { readonly at: number; readonly numbers: FloatArray };
  /** Runs one instruction. */
  run(...words: readonly number[]): void;
}

/** @param count of the numbers that are placed */
export function benchOf(dtype: Dtype, build: Build, count: number): Bench {
  const tape = 1 << 16; // the machine's own tables stand before it
  const pack = tape + TAPE_BYTES;
  let end = pack + PACK_BYTES;
  const machine = newMachine(dtype, end + count * bytesOf(dtype) + TAPE_BYTES, { build });
  return {
    place(list) {
      const at = end;
      end += list.length * bytesOf(dtype);
      const numbers = numbersAt(dtype, machine.buffer, at, list.length);
      numbers.set(list);
      return { at, numbers };
    },
    run(...words) {
      new Int32Array(machine.buffer, tape, words.length + 1).set([...words, Code.end]);
      machine.run(tape, pack);
    },
  };
}
