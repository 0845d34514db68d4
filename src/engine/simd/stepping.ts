import type { Operand } from "../program/program.js";
import { type Run, rowsOf } from "./run.js";

/** Rows × columns of a result, and how each operand steps through them: in numbers, 0 for one that stays. */
export interface Stepping {
  readonly rows: number;
  readonly columns: number;
  readonly operands: readonly { readonly row: number; readonly column: number }[];
}

/** How the operands of an operation that works entry by entry step. */
export function steppingOf(run: Run): Stepping {
  const { out, inputs } = run.operation;
  return { rows: rowsOf(run), columns: out.size, operands: inputs.map(stepOf) };
}

/** A single number meets every entry. */
const stepOf = ({ stride, size }: Operand): { row: number; column: number } => ({
  row: stride === 0 ? 0 : size,
  column: size === 1 ? 0 : 1,
});
