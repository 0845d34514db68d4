import type { Expression, TimeIndex } from "./ast.js";
import { BINDING, OPERATORS } from "./operators.js";
import { offsetText } from "./timeIndex.js";

function formatTime(time: TimeIndex | null): string {
  if (!time) return "";
  return `[${time.base}${offsetText(time.offset)}]`;
}

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case "number":
      return expression.value < 0 ? BINDING.negate : BINDING.primary;
    case "name":
    case "call":
      return BINDING.primary;
    case "negate":
    case "transpose":
      return BINDING[OPERATORS[expression.kind].level];
    case "binary":
      return BINDING[OPERATORS[expression.operator].level];
  }
}

/** The expression in the language again, with no more brackets than needed; parsing it gives the same tree. */
export function formatExpression(expression: Expression): string {
  const inside = (e: Expression, least: number): string =>
    bindingOf(e) < least ? `(${formatExpression(e)})` : formatExpression(e);
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "name":
      return expression.name + formatTime(expression.time);
    case "negate":
      return OPERATORS.negate.written + inside(expression.operand, BINDING.negate);
    case "transpose":
      return inside(expression.operand, BINDING.postfix) + OPERATORS.transpose.written;
    case "call":
      return `${expression.function}(${expression.arguments.map(formatExpression).join(", ")})`;
    case "binary":
      return formatBinary(expression, inside);
  }
}

function formatBinary(
  { operator, left, right }: Extract<Expression, { kind: "binary" }>,
  inside: (e: Expression, least: number) => string,
): string {
  const { written } = OPERATORS[operator];
  switch (operator) {
    case "add":
    case "subtract":
      return inside(left, BINDING.sum) + written + inside(right, BINDING.term);
    case "times":
      return inside(left, BINDING.term) + written + inside(right, BINDING.chain);
    case "divide":
      return inside(left, BINDING.term) + written + inside(right, BINDING.negate);
    case "power":
      return inside(left, BINDING.postfix) + written + formatExponent(right);
    case "product":
      // a minus at the right of a blank would read as a subtraction
      return (
        inside(left, BINDING.negate) +
        written +
        (startsWithMinus(right) ? `(${formatExpression(right)})` : inside(right, BINDING.chain))
      );
  }
}

/** A number stands behind ^ as it is, perhaps with a minus; anything else needs brackets. */
function formatExponent(exponent: Expression): string {
  const number = exponent.kind === "negate" ? exponent.operand : exponent;
  return number.kind === "number" ? formatExpression(exponent) : `(${formatExpression(exponent)})`;
}

function startsWithMinus(expression: Expression): boolean {
  return formatExpression(expression).startsWith("-");
}
