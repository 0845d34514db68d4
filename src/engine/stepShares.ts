import type { FloatArray } from "./program/program.js";
import type { Trace } from "./trace.js";

/** So many numbers are kept (16 MB): the steps of a large network are computed again when they are asked for again. */
const MOST_NUMBERS = 2e6;

/**
 * Each time step's own contribution to the gradient of each parameter, as `trace.gradientAt` tells it. One step's are
 * computed for all parameters at once, and kept for who asks for the next one.
 */
export class StepShares {
  readonly #steps = new Map<number, FloatArray>();
  readonly #most: number;

  constructor(private readonly trace: Trace) {
    this.#most = Math.max(1, Math.floor(MOST_NUMBERS / Math.max(1, trace.program.sharedSize)));
  }

  /** @param parameter one of the program's; @param t 1…T; @returns row-major, as many numbers as the parameter has */
  of(parameter: string, t: number): Float64Array {
    const { offset, size } = this.trace.program.parameters.get(parameter)!;
    return new Float64Array(this.#at(t).subarray(offset, offset + size));
  }

  #at(t: number): FloatArray {
    const known = this.#steps.get(t);
    if (known) return known;
    const found = this.trace.contributions(t);
    if (this.#steps.size >= this.#most) this.#steps.delete(this.#steps.keys().next().value!);
    this.#steps.set(t, found);
    return found;
  }
}
