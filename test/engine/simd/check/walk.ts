import type { Dtype } from "../../../../src/engine/program/program.js";
import { Code } from "../../../../src/engine/simd/tape.js";
import type { Cells } from "./cells.js";
import { nameIn } from "./machineNames.js";
import { ENTRIES } from "./walkEntries.js";
import { WalkMemory } from "./walkMemory.js";
import { NORMS } from "./walkNorms.js";
import { PRODUCTS } from "./walkProducts.js";

type OpcodeName = keyof typeof Code;

/** What each instruction does with the memory, as it takes its words: one that is missing does not compile. */
const INSTRUCTIONS: { readonly [Name in OpcodeName]: (memory: WalkMemory) => void } = {
  end() {},
  ...ENTRIES,
  ...PRODUCTS,
  ...NORMS,
};

/** Walks through tapes, instruction by instruction, as the kernels would run them (wasm/kernels.ts), in exact arithmetic. */
export class Walk {
  readonly #memory: WalkMemory;

  /** @param bytes of the memory */
  constructor(dtype: Dtype, bytes: number, threads = 1) {
    this.#memory = new WalkMemory(dtype, bytes, threads);
  }

  get cells(): Cells {
    return this.#memory.cells;
  }

  /** Words and norms: what is no number of the network. */
  get plain(): ArrayBuffer {
    return this.#memory.plain;
  }

  /** Packed factors are made anew in every pass. */
  forgetPacked(): void {
    this.#memory.packed.clear();
  }

  /** @throws RangeError for an opcode that the machine does not know */
  run(tape: Int32Array): void {
    this.#memory.begin(tape);
    for (let name = this.#name(); name !== "end"; name = this.#name()) {
      this.cells.instruction = name;
      INSTRUCTIONS[name](this.#memory);
    }
  }

  #name(): OpcodeName {
    return nameIn<OpcodeName>(Code, "instruction", this.#memory.word());
  }
}
