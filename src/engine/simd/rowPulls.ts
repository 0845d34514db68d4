/** Which operations a pass of rows goes back through. */
import { isFusedPrediction } from "../program/contributions.js";
import type { Operand, Operation } from "../program/program.js";
import { isForeign } from "./foreign.js";

/** What goes back from an operation's result to some of its operands. */
export interface Pull {
  readonly operation: Operation;
  readonly indices: readonly number[];
}

/** Whether a pass of rows can go from anything to the wanted values: it lacks a few rare operations. */
export function canPass(operations: readonly Operation[], wanted: readonly Operand[]): boolean {
  const offsets = new Set(wanted.map(({ offset }) => offset));
  const isObserved = (operation: Operation): boolean =>
    operation.inputs.some((input, index) => offsets.has(input.offset) && isFusedPrediction(operation, index));
  if (operations.some(isObserved)) return false;
  return pullsTo(operations, wanted).every(({ operation, indices }) =>
    indices.every((index) => isKnown(operation, index)),
  );
}

function isKnown(operation: Operation, index: number): boolean {
  const { kind, out } = operation;
  if (isForeign(operation)) return false;
  if (kind !== "matmul") return true;
  return index === 1 ? out.columns === 1 : out.rows === 1;
}

/** The operations between anything and the wanted values, in backward order, with the operands that lead there. */
export function pullsTo(operations: readonly Operation[], wanted: readonly Operand[]): Pull[] {
  const leads = new Set(wanted.map(({ offset }) => offset));
  const pulls: Pull[] = [];
  for (const operation of operations) {
    const { inputs, out } = operation;
    const indices = inputs.flatMap((input, index) =>
      leads.has(input.offset) && !isFusedPrediction(operation, index) ? [index] : [],
    );
    if (indices.length === 0) continue;
    leads.add(out.offset);
    pulls.push({ operation, indices });
  }
  return pulls.reverse();
}
