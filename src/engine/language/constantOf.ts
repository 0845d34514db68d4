import { impossible } from "../impossible.js";
import type { Expression } from "./ast.js";

/** The value of an exponent, which the checker allows to be made of numbers alone. */
export function constantOf(expression: Expression): number {
  if (expression.kind === "number") return expression.value;
  if (expression.kind === "negate") return -constantOf(expression.operand);
  if (expression.kind !== "binary") throw new TypeError("an exponent is a constant");
  const [left, right] = [constantOf(expression.left), constantOf(expression.right)];
  switch (expression.operator) {
    case "add":
      return left + right;
    case "subtract":
      return left - right;
    case "divide":
      return left / right;
    case "power":
      return left ** right;
    case "product":
    case "times":
      return left * right;
    default:
      return impossible(expression.operator);
  }
}
