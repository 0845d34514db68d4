import type { FloatArray, Operation } from "../program.js";

/** The numbers that a rule reads: all values, and the adjoints found so far, in the layout of the program. */
export interface Registers {
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
}

export interface OperationRule {
  /** Writes `operation.out` from its inputs. */
  forward(values: FloatArray, operation: Operation): void;
  /**
   * Adds (∂out/∂input)ᵀ · adjoint(out) for the input at `index` to `into`, laid out like that input from `at` on.
   * `into` is the adjoint arena in backpropagation, or a scratch buffer when one contribution is wanted alone.
   */
  vectorJacobianProduct(registers: Registers, operation: Operation, index: number, into: FloatArray, at: number): void;
}
