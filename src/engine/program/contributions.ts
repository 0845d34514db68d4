import { isFusedLoss } from "./fusedLosses.js";
import type { FloatArray, Operation } from "./program.js";
import type { Registers } from "./rules/operationRule.js";
import { rules } from "./rules.js";

/** The softmax (sigmoid) output of a loss that is differentiated through its logits: only observed, never propagated. */
export function isFusedPrediction({ kind }: Operation, index: number): boolean {
  return index === 1 && isFusedLoss(kind);
}

/** Each time step's own contribution to each parameter's gradient, from the adjoints that a backward pass left. */
export class Contributions {
  /** The operations of each time step that read something shared, in backward order (index 0: those outside time). */
  readonly #byTime: readonly (readonly Operation[])[];

  /** @param forward the operations in the order of the forward pass */
  constructor(forward: readonly Operation[], timeSteps: number) {
    const byTime: Operation[][] = Array.from({ length: timeSteps + 1 }, () => []);
    for (const operation of [...forward].reverse()) {
      if (operation.inputs.some(({ stride }) => stride === 0)) byTime[operation.time]!.push(operation);
    }
    this.#byTime = byTime;
  }

  /** See `Execution.contributions`. */
  add(registers: Registers, time: number, into: FloatArray): void {
    into.fill(0);
    this.#addShared(this.#byTime[time]!, registers, into);
    // derived parameters (A = (W + W') / 2) hand their share on to the parameters they are made of
    this.#addShared(this.#byTime[0]!, { values: registers.values, adjoints: into }, into);
  }

  #addShared(operations: readonly Operation[], registers: Registers, into: FloatArray): void {
    for (let k = 0; k < operations.length; k++) {
      const operation = operations[k]!;
      for (let i = 0; i < operation.inputs.length; i++) {
        const input = operation.inputs[i]!;
        if (!input.differentiable || input.stride !== 0 || isFusedPrediction(operation, i)) continue;
        rules[operation.kind].vectorJacobianProduct(registers, operation, i, into, input.offset);
      }
    }
  }
}
