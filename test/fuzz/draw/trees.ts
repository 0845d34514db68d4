/** Nodes of the syntax tree that were read from no text. */
import type { BinaryOperator, Expression, FunctionName } from "../../../src/engine/language/index.js";
import { NOWHERE } from "./scope.js";

export const numberNode = (value: number): Expression => ({ kind: "number", value, span: NOWHERE });
export const negateNode = (operand: Expression): Expression => ({ kind: "negate", operand, span: NOWHERE });
export const transposeNode = (operand: Expression): Expression => ({ kind: "transpose", operand, span: NOWHERE });

export const binaryNode = (
  operator: BinaryOperator,
  symbol: string,
  left: Expression,
  right: Expression,
): Expression => ({
  kind: "binary",
  operator,
  symbol,
  left,
  right,
  span: NOWHERE,
});

export const callNode = (name: FunctionName, ...args: readonly Expression[]): Expression => ({
  kind: "call",
  function: name,
  arguments: args,
  span: NOWHERE,
});
