import { constantOf, type Expression, type InferredShapes, type Shape, type TimeIndex } from "../language/index.js";
import { call, divide, negate, number, power, product, sum, symbol, times, transpose } from "./constructors.js";
import type { Formula } from "./formula.js";

/** Reads an expression that is more than the language knows; undefined for all others. @param go reads its parts */
type Special = (expression: Expression, go: (e: Expression) => Formula) => Formula | undefined;

/** A student's expression as a formula of values. */
export function fromExpression(expression: Expression, shapes: InferredShapes, special?: Special): Formula {
  const go = (e: Expression): Formula => fromExpression(e, shapes, special);
  const found = special?.(expression, go);
  if (found) return found;
  const shape: Shape = shapes.ofExpression.get(expression)!;
  switch (expression.kind) {
    case "number":
      return number(expression.value);
    case "name":
      return symbol({ of: "value", name: expression.name, index: indexOf(expression.time) }, shape);
    case "negate":
      return negate(go(expression.operand));
    case "transpose":
      return transpose(go(expression.operand));
    case "call":
      return call(expression.function, expression.arguments.map(go), shape);
    case "binary":
      return binary(expression, go);
  }
}

function binary(
  { operator, left, right }: Extract<Expression, { kind: "binary" }>,
  go: (e: Expression) => Formula,
): Formula {
  switch (operator) {
    case "add":
      return sum([go(left), go(right)]);
    case "subtract":
      return sum([go(left), negate(go(right))]);
    case "times":
      return times(go(left), go(right));
    case "divide":
      return divide(go(left), go(right));
    case "power":
      return power(go(left), constantOf(right));
    case "product":
      return product(go(left), go(right));
  }
}

export const indexOf = (time: TimeIndex | null) => time && { base: time.base, offset: time.offset };
