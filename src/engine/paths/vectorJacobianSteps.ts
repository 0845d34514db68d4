import type { Operand, Operation } from "../program/program.js";
import { isFused, isOwn } from "./pathGraph.js";

/** One vector-Jacobian product inside a statement. */
export interface PullStep {
  readonly operation: Operation;
  /** Which input's adjoint it adds to. */
  readonly index: number;
  /** Whether it gives the adjoint of a prediction's logits in place of the prediction's own. */
  readonly toLogits: boolean;
}

/** How the adjoint of something that a statement reads is wanted; undefined when it is not. */
export type Wanted = (input: Operand) => "value" | "logits" | undefined;

/**
 * The vector-Jacobian products that bring the adjoint of a statement's value to what it reads, in their order.
 * @param operations those of one statement at one time step, in the order of the forward pass
 */
export function vectorJacobianSteps(operations: readonly Operation[], wanted: Wanted): PullStep[] {
  const steps: PullStep[] = [];
  for (let k = operations.length - 1; k >= 0; k--) {
    const operation = operations[k]!;
    const { inputs } = operation;
    const prediction = isFused(operation) ? inputs[1]! : undefined;
    const through = prediction && (isOwn(operations, prediction) ? "own" : wanted(prediction));
    for (let index = 0; index < inputs.length; index++) {
      const input = inputs[index]!;
      if (!input.differentiable || (prediction && !isTakenOfFused(through, index))) continue;
      const toLogits = through === "logits" && index === 2;
      if (toLogits || isOwn(operations, input) || wanted(input)) steps.push({ operation, index, toLogits });
    }
  }
  return steps;
}

/** A fused loss is differentiated by its logits, unless the prediction's own adjoint is asked for. */
function isTakenOfFused(through: "own" | "value" | "logits" | undefined, index: number): boolean {
  if (index === 0) return true;
  return index === 1 ? through === "value" : through === "own" || through === "logits";
}
