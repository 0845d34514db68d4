import type { Expression, TimeIndex } from "./ast.js";
import { BINDING, OPERATORS } from "./operators.js";
import { childrenOf } from "./reads.js";
import { offsetText } from "./timeIndex.js";

type Binary = Extract<Expression, { kind: "binary" }>;

function formatTime(time: TimeIndex | null): string {
  if (!time) return "";
  return `[${time.base}${offsetText(time.offset)}]`;
}

/** A text, and how tightly it binds. */
interface Written {
  readonly text: string;
  readonly binding: number;
}

/** The expression in the language again, with no more brackets than needed; parsing it gives the same tree. */
export function formatExpression(expression: Expression): string {
  return write(expression).text;
}

/** The same where only what binds at least as tightly as `level` can stand. */
export function formatAs(expression: Expression, level: keyof typeof BINDING): string {
  const { text, binding } = write(expression);
  return binding < BINDING[level] ? `(${text})` : text;
}

/**
 * What is written for `operand` where it is operand number `index` of `parent`, be it the one that stands there or another
 * in its place: with brackets where they are needed.
 */
export const formatOperand = (parent: Expression, index: number, operand: Expression): string =>
  writeOperand(parent, index, operand);

/** @param called keeps its brackets */
function writeOperand(parent: Expression, index: number, operand: Expression, called?: Expression): string {
  const { text, binding } = write(operand, called);
  // a minus behind a blank would read as a subtraction
  const isSubtracted = parent.kind === "binary" && parent.operator === "product" && index === 1 && text[0] === "-";
  return binding < leastBinding(parent, index, operand) || isSubtracted ? `(${text})` : text;
}

function write(e: Expression, called?: Expression): Written {
  const inner = callLike(e) ?? called;
  const operands = childrenOf(e).map((child, i) => writeOperand(e, i, child, inner));
  const written = writeNode(e, operands);
  return e === called ? { text: `(${written.text})`, binding: BINDING.primary } : written;
}

function writeNode(e: Expression, operands: readonly string[]): Written {
  switch (e.kind) {
    case "number":
      return { text: String(e.value), binding: e.value < 0 ? BINDING.negate : BINDING.primary };
    case "name":
      return { text: e.name + formatTime(e.time), binding: BINDING.primary };
    case "negate":
      return { text: `-${operands[0]![0] === "-" ? " " : ""}${operands[0]}`, binding: BINDING.negate };
    case "transpose":
      return { text: operands[0] + OPERATORS.transpose.written, binding: BINDING.postfix };
    case "call":
      return { text: `${e.function}(${operands.join(", ")})`, binding: BINDING.primary };
    case "binary":
      return writeBinary(e, operands[0]!, operands[1]!);
  }
}

function writeBinary(e: Binary, before: string, behind: string): Written {
  const { operator, left } = e;
  if (callLike(e)) return { text: before + behind, binding: BINDING.chain };
  // a number behind another would read as one
  if (operator === "product" && (/^\d/u.test(behind) || (mayReadAsFunction(left) && behind.startsWith("("))))
    return { text: `${before} * ${behind}`, binding: BINDING.term };
  // ^ of a matrix is refused
  if (e.symbol === ".^") return { text: `${before} .^ ${behind}`, binding: BINDING.power };
  return { text: before + OPERATORS[operator].written + behind, binding: BINDING[OPERATORS[operator].level] };
}

/** What stands in the brackets behind a name that may be a function which nobody knows yet: of `f (a + b)' c` it is a + b. */
function callLike(e: Expression): Expression | undefined {
  const isProduct = e.kind === "binary" && e.operator === "product" && e.symbol === "";
  return isProduct && mayReadAsFunction(e.left) ? firstInBrackets(e.right) : undefined;
}

/** The part in brackets that an expression begins with. */
export function firstInBrackets(e: Expression): Expression | undefined {
  if (e.inBrackets) return e;
  const first = e.kind === "transpose" ? e.operand : e.kind === "binary" ? e.left : undefined;
  return first && firstInBrackets(first);
}

/** How tightly an operand must bind to stand without brackets. */
function leastBinding(parent: Expression, index: number, operand: Expression): number {
  switch (parent.kind) {
    case "number":
    case "name":
    case "call":
      return BINDING.sum;
    case "negate":
    case "transpose":
      return BINDING[OPERATORS[parent.kind].level];
    case "binary":
      return index === 0 ? leastLeft(parent) : leastRight(parent, operand);
  }
}

function leastLeft({ operator }: Binary): number {
  return operator === "product"
    ? BINDING.negate
    : operator === "power"
      ? BINDING.postfix
      : BINDING[OPERATORS[operator].level];
}

function leastRight({ operator }: Binary, operand: Expression): number {
  switch (operator) {
    case "add":
    case "subtract":
      return BINDING.term;
    case "times":
    case "product":
      return BINDING.chain;
    case "divide":
      return BINDING.negate;
    case "power":
      // a number stands behind ^ as it is, perhaps with a minus; anything else needs brackets
      return isPlainNumber(operand) ? BINDING.negate : Number.POSITIVE_INFINITY;
  }
}

const isPlainNumber = (e: Expression): boolean => (e.kind === "negate" ? e.operand : e).kind === "number";

/**
 * A name before a bracket is easily read as a function, and some are: `σ (a + b)`. The product is then written with a
 * sign, unless the name is a matrix's: `U (a + b)`.
 */
function mayReadAsFunction(left: Expression): boolean {
  const name = left.kind === "negate" ? left.operand : left;
  return name.kind === "name" && !name.time && !MATRIX.test(name.name);
}

/** A capital, perhaps with digits and a subscript. */
const MATRIX = /^\p{Lu}\d*(?:_[\p{L}\p{M}\p{N}_]*)?$/u;
