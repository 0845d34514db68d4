/** Expressions as text, each operator in the sign that stands in the tree; reading the text gives the tree again. */
import {
  BINDING,
  type Expression,
  GROUPING,
  type Level,
  OPERATORS,
  type OperatorRow,
  type StatementTime,
  type TimeIndex,
} from "../../src/engine/language/index.js";

/** A statement without its places in a text. */
export interface Line {
  readonly name: string;
  readonly time: StatementTime;
  readonly expression: Expression;
}

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
    case "negate": {
      const operand = inside(e.operand, BINDING.negate);
      return operand.startsWith("-") ? `- ${operand}` : `-${operand}`; // -- is refused
    }
    case "transpose":
      return `${inside(e.operand, BINDING.postfix)}'`;
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
      return BINDING.primary;
    case "negate":
      return BINDING.negate;
    case "transpose":
      return BINDING.postfix;
    case "binary":
      return bindingOfSign(e);
  }
}

/** As tightly as its sign binds. */
const bindingOfSign = (e: Binary): number => BINDING[levelOf(e)];

function levelOf({ operator, symbol }: Binary): Level {
  const { spellings }: OperatorRow = OPERATORS[operator];
  const spelling = spellings.find((one) => one.symbol === symbol);
  if (!spelling) throw new RangeError(`${operator} is not written ${symbol}`);
  return spelling.level;
}

function binaryText(e: Binary): string {
  const { operator, symbol, left, right } = e;
  const [binding, grouping] = [bindingOfSign(e), GROUPING[levelOf(e)]];
  const isChain = binding === BINDING.chain;
  const before = inside(left, grouping === "left" ? binding : binding + 1);
  if (operator === "power") return `${before} ${symbol} ${exponentText(right)}`;
  if (isChain) return `${before} ${factorText(right)}`;
  // a/b c could be read in two ways
  return `${before} ${symbol} ${inside(right, symbol === "/" ? BINDING.negate : binding + 1)}`;
}

/** A minus at the right of a blank would be a subtraction, and a number behind a number is refused. */
function factorText(right: Expression): string {
  const text = inside(right, BINDING.chain);
  return /^[-\d]/u.test(text) ? `(${text})` : text;
}

function exponentText(exponent: Expression): string {
  const number = exponent.kind === "negate" ? exponent.operand : exponent;
  return number.kind === "number" ? expressionText(exponent) : `(${expressionText(exponent)})`;
}
