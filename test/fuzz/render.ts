/** Expressions as text, each operator in the sign that stands in the tree; reading the text gives the tree again. */
import type { Expression, StatementTime, TimeIndex } from "../../src/engine/language/index.js";

/** A statement without its places in a text. */
export interface Line {
  readonly name: string;
  readonly time: StatementTime;
  readonly expression: Expression;
}

/** How tightly each form binds; larger binds tighter. */
const SUM = 1;
const TERM = 2;
const CHAIN = 3;
const NEGATE = 4;
const POWER = 5;
const POSTFIX = 6;
const PRIMARY = 7;

type Binary = Extract<Expression, { kind: "binary" }>;

export const textOf = (lines: readonly Line[]): string => lines.map(lineText).join("\n");

const lineText = ({ name, time, expression }: Line): string =>
  `${name}${time === "none" ? "" : `[${time}]`} = ${expressionText(expression)}`;

export function expressionText(e: Expression): string {
  switch (e.kind) {
    case "number":
      return String(e.value);
    case "name":
      return e.name + timeText(e.time);
    case "negate":
      return `-${inside(e.operand, NEGATE)}`;
    case "transpose":
      return `${inside(e.operand, POSTFIX)}'`;
    case "call":
      return `${e.function}(${e.arguments.map(expressionText).join(", ")})`;
    case "binary":
      return binaryText(e);
  }
}

function timeText(time: TimeIndex | null): string {
  if (!time) return "";
  const { base, offset } = time;
  return `[${base}${offset === 0 ? "" : offset > 0 ? `+${offset}` : offset}]`;
}

function inside(e: Expression, least: number): string {
  return bindingOf(e) < least ? `(${expressionText(e)})` : expressionText(e);
}

function bindingOf(e: Expression): number {
  switch (e.kind) {
    case "number":
    case "name":
    case "call":
      return PRIMARY;
    case "negate":
      return NEGATE;
    case "transpose":
      return POSTFIX;
    case "binary":
      return bindingOfSign(e);
  }
}

function bindingOfSign({ operator, symbol }: Binary): number {
  if (operator === "power") return POWER;
  if (operator === "add" || operator === "subtract") return SUM;
  return symbol === "" ? CHAIN : TERM;
}

function binaryText(e: Binary): string {
  const { symbol, left, right } = e;
  switch (bindingOfSign(e)) {
    case POWER:
      return `${inside(left, POSTFIX)} ${symbol} ${exponentText(right)}`;
    case SUM:
      return `${inside(left, SUM)} ${symbol} ${inside(right, TERM)}`;
    case CHAIN:
      return `${inside(left, NEGATE)} ${factorText(right)}`;
    default:
      // a/b c could be read in two ways
      return `${inside(left, TERM)} ${symbol} ${inside(right, symbol === "/" ? NEGATE : CHAIN)}`;
  }
}

/** A minus at the right of a blank would be a subtraction. */
function factorText(right: Expression): string {
  const text = inside(right, CHAIN);
  return text.startsWith("-") ? `(${text})` : text;
}

function exponentText(exponent: Expression): string {
  const number = exponent.kind === "negate" ? exponent.operand : exponent;
  return number.kind === "number" ? expressionText(exponent) : `(${expressionText(exponent)})`;
}
