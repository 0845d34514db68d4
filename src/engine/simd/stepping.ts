import type { Operand } from "../program/program.js";
import { type Run, rowsOf } from "./run.js";

/** Rows × columns of a result, and how each operand steps through them: in numbers, 0 for one that stays. */
export interface Stepping {
  readonly rows: number;
  readonly columns: number;
  readonly operands: readonly { readonly row: number; readonly column: number }[];
}

/** How the operands of an operation that works entry by entry step; one long row when all go on evenly. */
export function steppingOf(run: Run): Stepping {
  const { out, inputs } = run.operation;
  const rows = rowsOf(run);
  const operands = inputs.map((operand) => stepOf(operand, out));
  const isEven = operands.every(({ row, column }) => (row === out.size && column === 1) || (row === 0 && column === 0));
  if (!isEven) return { rows, columns: out.size, operands };
  return { rows: 1, columns: rows * out.size, operands: operands.map(({ column }) => ({ row: 0, column })) };
}

function stepOf({ stride, size }: Operand, out: Operand): { row: number; column: number } {
  const isSpread = size === 1 && out.size > 1;
  // a single number beside single numbers steps like them
  const column = isSpread || (size === 1 && stride === 0) ? 0 : 1;
  return { row: stride === 0 ? 0 : size, column };
}
