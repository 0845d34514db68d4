import type { Expression } from "./ast.js";
import type { BinaryOperator } from "./operators.js";
import { cover } from "./tokenReader.js";

/** Two operands and the operator between them, as it was written. */
export function binary(operator: BinaryOperator, symbol: string, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, symbol, left, right, span: cover(left.span, right.span) };
}
