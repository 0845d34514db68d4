import type { FloatArray, Program } from "../program/program.js";
import { numbersAt, type Places } from "./memory.js";
import { LONGEST_SEGMENT } from "./tape.js";

/** Views of what an execution has in its machine's memory. */
export class Arenas {
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
  /** One time step's contributions, laid out like the shared part of the arena. */
  readonly contribution: FloatArray;
  /** Room for a stretch of instructions that is run once. */
  readonly once: Int32Array;
  /** Norms that an instruction has found. */
  readonly norms: Float64Array;

  constructor(program: Program, places: Places, buffer: ArrayBufferLike) {
    const { dtype, arenaSize, sharedSize, constants } = program;
    this.values = numbersAt(dtype, buffer, places.values, arenaSize);
    this.adjoints = numbersAt(dtype, buffer, places.adjoints, arenaSize);
    this.contribution = numbersAt(dtype, buffer, places.contribution, sharedSize);
    this.once = new Int32Array(buffer, places.once, LONGEST_SEGMENT);
    this.norms = new Float64Array(buffer, places.norms, places.mostNorms);
    numbersAt(dtype, buffer, places.one, 1)[0] = 1;
    for (const { offset, value } of constants) this.values[offset] = value;
  }
}
