/** Runs that one instruction does together. */
import type { Operand, Operation } from "../program/program.js";
import { isForeign } from "./foreign.js";
import { type Run, rowsOf } from "./run.js";

/** What the instruction for a sum of products takes. */
const MOST_PRODUCTS = 2;

/**
 * Moves the products of a recurrence with one vector next to the first of them, time step by time step: the gates of an
 * LSTM all multiply h[t-1].
 */
export function gatesTogether(operations: readonly Operation[]): Operation[] {
  const ordered: Operation[] = [];
  for (const operation of operations) {
    // nobody reads its result, or a sum that it is a term of, before it: it may come earlier
    ordered.splice(placeOf(operation, ordered), 0, operation);
  }
  return ordered;
}

/** Behind the last of its time step with the same vector, or at the end. */
function placeOf(operation: Operation, ordered: readonly Operation[]): number {
  for (let i = ordered.length; i > 0 && ordered[i - 1]!.time === operation.time; i--)
    if (areGates(ordered[i - 1]!, operation)) return i;
  return ordered.length;
}

/** Neighbours that go together, in their order: of a recurrence, whose runs are single time steps. */
export function groupsOf(runs: readonly Run[]): Run[][] {
  const groups: Run[][] = [];
  for (const run of runs) {
    const group = groups[groups.length - 1];
    if (group && joins(group, run)) group.push(run);
    else groups.push([run]);
  }
  return groups;
}

function joins(group: readonly Run[], { operation }: Run): boolean {
  const [first] = group as readonly [Run];
  if (areGates(first.operation, operation)) return true;
  const isTerm = operation.out.offset === first.operation.out.offset;
  return isTerm && isEvenProduct(first.operation) && isEvenProduct(operation) && group.length < MOST_PRODUCTS;
}

/** Products of matrices of one size, which all time steps share, with one vector of each sequence at one time step. */
function areGates(a: Operation, b: Operation): boolean {
  if (!isGate(a) || !isGate(b) || a.time !== b.time) return false;
  return a.inputs[1]!.offset === b.inputs[1]!.offset && a.inputs[0]!.rows === b.inputs[0]!.rows;
}

const isGate = (operation: Operation): boolean => {
  const { kind, inputs, out } = operation;
  return kind === "matmul" && out.columns === 1 && inputs[0]!.stride === 0 && !isForeign(operation);
};

/** Whether a run's two operands share no place at any of its time steps, as `q[t] .* q[t+1]` does: q[2] is both. */
export function areApart(run: Run, a: Operand, b: Operand): boolean {
  const reach = ({ offset, size }: Operand): number => offset + rowsOf(run) * size;
  return a.offset >= reach(b) || b.offset >= reach(a);
}

/** An entry-by-entry product of two values that are as large as the result. */
export function isEvenProduct({ kind, inputs, out }: Operation): boolean {
  const isEven = ({ size, stride }: Operand): boolean => size === out.size && stride !== 0;
  return kind === "times" && inputs.every(isEven);
}
