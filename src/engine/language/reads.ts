import type { Expression } from "./ast.js";

/** A name as it stands in an expression. */
export type NameNode = Extract<Expression, { kind: "name" }>;

/** The parts of an expression, left to right. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "number":
    case "name":
      return [];
    case "negate":
    case "transpose":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return expression.arguments;
  }
}

/** All names in an expression, in order of appearance. */
export function namesIn(expression: Expression): NameNode[] {
  return expression.kind === "name" ? [expression] : childrenOf(expression).flatMap(namesIn);
}

/** All nodes of an expression, parents first. */
export function nodesIn(expression: Expression): Expression[] {
  return [expression, ...childrenOf(expression).flatMap(nodesIn)];
}
