import type { Operand, Operation } from "../program/program.js";
import type { PathNode } from "./pathGraph.js";
import type { Scratch } from "./scratch.js";
import { vectorJacobianSteps, type Wanted } from "./vectorJacobianSteps.js";

/** Reads one row off a Jacobian: the columns of an input, or of its logits. Valid until the next row. */
export type Row = (input: Operand, ofLogits: boolean) => Float64Array;

/**
 * Walks through the Jacobian of a node's value row by row: the vector-Jacobian product of one unit vector after the
 * other, of one sequence of the batch alone.
 * @param node whose value's derivatives are read; with logits of its own, their rows come behind
 * @param wanted which of its inputs, as for the steps of a pullback
 * @param sample which sequence of the batch, from 0
 */
export function eachRow(
  scratch: Scratch,
  { operations, at, logits }: PathNode,
  wanted: Wanted,
  sample: number,
  visit: (row: Row, index: number) => void,
): void {
  const steps = vectorJacobianSteps(operations, wanted).map((step) => ({
    ...step,
    operation: ofSample(step.operation, sample),
  }));
  const rows = at.size + (logits?.size ?? 0);
  const unit = new Float64Array(rows);
  const seeds = [{ offset: startOf(at, sample), adjoint: unit.subarray(0, at.size) }];
  if (logits) seeds.push({ offset: startOf(logits, sample), adjoint: unit.subarray(at.size) });
  for (let i = 0; i < rows; i++) {
    unit.fill(0);
    unit[i] = 1;
    scratch.run(steps, seeds);
    visit((input, ofLogits) => scratch.view(startOf(input, sample), input.size, ofLogits), i);
  }
}

const startOf = ({ offset, stride }: Operand, sample: number): number => offset + sample * stride;

/** The operation for one sequence of the batch alone. */
function ofSample(operation: Operation, sample: number): Operation {
  const one = (operand: Operand): Operand => ({ ...operand, offset: startOf(operand, sample) });
  return { ...operation, inputs: operation.inputs.map(one), out: one(operation.out), samples: 1 };
}
