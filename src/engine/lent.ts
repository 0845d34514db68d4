import type { Execution } from "./program/backend.js";
import type { FloatArray } from "./program/program.js";

/** What a pass can be made again of. */
export interface Numbers {
  /** The part of the values that has names. */
  readonly values: FloatArray;
  /** Of the backward pass, by loss. */
  readonly seeds: Float64Array;
}

/**
 * The execution that a model lends to its traces. A trace keeps what has a name in an array of its own and borrows the
 * execution for each further question: so many traces can stand beside each other, and none holds a machine. When another
 * has used it in the meantime, the pass is made again.
 */
export class Lent {
  /** Whose values and whose adjoints it holds. */
  #values: Numbers | undefined;
  #adjoints: Numbers | undefined;

  constructor(readonly execution: Execution) {}

  /** For a new pass: what it held is no longer there. */
  fresh(): Execution {
    this.#values = undefined;
    this.#adjoints = undefined;
    return this.execution;
  }

  /** Tells whose forward pass it is that the execution has just made. */
  made(numbers: Numbers): void {
    this.#values = numbers;
  }

  /** With the numbers of a pass, also its adjoints, which must not be changed. */
  holding(numbers: Numbers): Execution {
    const execution = this.valued(numbers);
    if (this.#adjoints !== numbers) execution.backward(numbers.seeds);
    this.#adjoints = numbers;
    return execution;
  }

  /** With the values of a pass; whatever adjoints are there, the caller makes its own. */
  scratch(numbers: Numbers): Execution {
    this.#adjoints = undefined;
    return this.valued(numbers);
  }

  /** With the values of a pass, for a caller that changes nothing. */
  valued(numbers: Numbers): Execution {
    if (this.#values !== numbers) {
      this.fresh().values.set(numbers.values);
      this.execution.forward();
    }
    this.#values = numbers;
    return this.execution;
  }
}
