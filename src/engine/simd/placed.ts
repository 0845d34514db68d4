import type { Operand, Operation } from "../program/program.js";

/** What an address is told from. Offsets are in numbers, from the start of an arena. */
export interface Placed extends Pick<Operand, "offset"> {
  /** Where the value stands, when it shares another's place. Default: `offset`. */
  readonly valueOffset?: number;
  /** Where the adjoint stands, when it shares another's place. Default: `offset`. */
  readonly adjointOffset?: number;
}

/** The same operand, so many numbers further on, wherever it stands. */
export function movedBy(numbers: number, operand: Operand & Placed): Operand {
  const { offset, valueOffset, adjointOffset } = operand;
  return {
    ...operand,
    offset: offset + numbers,
    ...(valueOffset !== undefined && { valueOffset: valueOffset + numbers }),
    ...(adjointOffset !== undefined && { adjointOffset: adjointOffset + numbers }),
  };
}

/** The same operation with some of its operands in other places. */
export function withOperands(operation: Operation, placed: (operand: Operand) => Operand): Operation {
  return { ...operation, inputs: operation.inputs.map(placed), out: placed(operation.out) };
}
