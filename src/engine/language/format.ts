import type { BinaryOperator, Expression, TimeIndex } from "./ast.js";
import { offsetText } from "./timeIndex.js";

/** How tightly each form binds; larger binds tighter. */
const BINDING = { sum: 1, term: 2, chain: 3, negate: 4, power: 5, postfix: 6, primary: 7 } as const;

const SYMBOL: { readonly [O in BinaryOperator]: string } = {
  product: " ",
  add: " + ",
  subtract: " - ",
  times: " .* ",
  divide: " / ",
  power: "^",
};

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
      return BINDING.negate;
    case "transpose":
      return BINDING.postfix;
    case "binary":
      if (expression.operator === "add" || expression.operator === "subtract") return BINDING.sum;
      if (expression.operator === "product") return BINDING.chain;
      return expression.operator === "power" ? BINDING.power : BINDING.term;
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
      return `-${inside(expression.operand, BINDING.negate)}`;
    case "transpose":
      return `${inside(expression.operand, BINDING.postfix)}'`;
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
  switch (operator) {
    case "add":
    case "subtract":
      return inside(left, BINDING.sum) + SYMBOL[operator] + inside(right, BINDING.term);
    case "times":
      return inside(left, BINDING.term) + SYMBOL[operator] + inside(right, BINDING.chain);
    case "divide":
      return inside(left, BINDING.term) + SYMBOL[operator] + inside(right, BINDING.negate);
    case "power":
      return inside(left, BINDING.postfix) + SYMBOL[operator] + formatExponent(right);
    case "product":
      // a minus at the right of a blank would read as a subtraction
      return (
        inside(left, BINDING.negate) +
        SYMBOL[operator] +
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
