import type { Execution } from "./program/backend.js";
import type { FloatArray } from "./program/program.js";

/** The numbers of one pass, which belong to whoever holds them. */
export interface Numbers {
  readonly values: FloatArray;
  /** ∂E/∂value of the whole loss. */
  readonly adjoints: FloatArray;
}

/**
 * The execution that a model lends to its traces. A trace keeps its numbers in arrays of its own and borrows the
 * execution for each further question: so many traces can stand beside each other, and none holds a machine.
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

  /** With the numbers of a pass, also its adjoints, which must not be changed. */
  holding(numbers: Numbers): Execution {
    const execution = this.#withValues(numbers);
    if (this.#adjoints !== numbers) execution.adjoints.set(numbers.adjoints);
    this.#adjoints = numbers;
    return execution;
  }

  /** With the values of a pass; whatever adjoints are there, the caller makes its own. */
  scratch(numbers: Numbers): Execution {
    this.#adjoints = undefined;
    return this.#withValues(numbers);
  }

  #withValues(numbers: Numbers): Execution {
    if (this.#values !== numbers) this.execution.values.set(numbers.values);
    this.#values = numbers;
    return this.execution;
  }
}
