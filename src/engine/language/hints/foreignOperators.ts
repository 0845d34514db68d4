import type { Expression } from "../ast.js";
import { formatAs } from "../format.js";
import { cover, type TokenReader } from "../tokenReader.js";

/** Operators of other notations that bind like `*`, and of LaTeX by their commands. */
const OPERATORS: ReadonlyMap<string, Multiplicative> = new Map([
  ["@", "product"],
  ["•", "product"],
  ["\\cdot", "product"],
  ["\\times", "product"],
  ["∘", "times"],
  ["⊛", "times"],
  ["\\odot", "times"],
  ["\\circ", "times"],
  ["\\ast", "times"],
  ["\\star", "times"],
  ["⊘", "divide"],
  ["\\oslash", "divide"],
  ["\\div", "divide"],
]);

/** What each operator is called where it is said how to write it. */
const CALLED = {
  product: "The matrix product",
  times: "The product element by element",
  divide: "The quotient element by element",
} as const;
type Multiplicative = keyof typeof CALLED;

/** The command that comes next, with its backslash. */
export function latexCommand(reader: TokenReader): string | undefined {
  const name = reader.ahead(1);
  return reader.isStray("\\") && name.kind === "name" && !name.spaced ? `\\${name.text}` : undefined;
}

/** The operator of another notation that comes next, as it is written there. */
function foreignOperator(reader: TokenReader): { shown: string; operator: Multiplicative | undefined } {
  const { kind, text } = reader.peekAny();
  const shown = latexCommand(reader) ?? text;
  return { shown, operator: kind === "stray" ? OPERATORS.get(shown) : undefined };
}

/** Whether an operator of another notation comes next. */
export const isForeignOperator = (reader: TokenReader): boolean => foreignOperator(reader).operator !== undefined;

/**
 * Refuses an operator of another notation behind an operand.
 * @param read reads the other operand
 * @throws EquationError that says how the whole is written
 */
export function refuseForeignOperator(reader: TokenReader, left: Expression, read: () => Expression): void {
  const { shown, operator } = foreignOperator(reader);
  if (operator === undefined) return;
  const first = reader.nextAny().span;
  const sign = shown.startsWith("\\") ? cover(first, reader.nextAny().span) : first;
  const right = read();
  const replaces = cover(left.span, right.span);
  const text = formatAs({ kind: "binary", operator, symbol: "*", left, right, span: replaces }, "term");
  const hint = `${CALLED[operator]} is written ${text}.`;
  throw reader.error(sign, `${shown} has no meaning here`, hint, [{ text, replaces }]);
}

const NO_INVERSE = "A power is taken element by element: a .^ (-1) is one over each element.";
const isMatrix = (e: Expression): boolean => e.kind === "name" && !e.time && /^\p{Lu}/u.test(e.name);

/** Raised digits, perhaps with a minus. */
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const BRACED = /^\s?\^\s*\{\s*([-−]?\s*(?:\d+\.?\d*|\.\d+))\s*\}/u;
const STARS = /^\s?\*\*\s*(-?\s*(?:\d+\.?\d*|\.\d+))/u;

/**
 * Refuses a power of another notation behind its base: `x²`, `x^{2}`, `x ** 2`.
 * @throws EquationError that says how it is written
 */
export function refuseForeignPower(reader: TokenReader, base: Expression): void {
  const rest = reader.source.slice(base.span.end);
  const raised = /^([⁺⁻]?)([⁰¹²³⁴-⁹]+)/u.exec(rest);
  const digits = raised ? [...raised[2]!].map((digit) => RAISED.indexOf(digit)).join("") : undefined;
  const other = BRACED.exec(rest) ?? STARS.exec(rest);
  if (digits === undefined && !other) return;
  const exponent = digits === undefined ? other![1]!.replace("−", "-") : `${raised![1] === "⁻" ? "-" : ""}${digits}`;
  const end = base.span.end + (raised ?? other)![0].length;
  const replaces = { ...base.span, end };
  const value = Number(exponent.replace(/\s/gu, ""));
  const right: Expression = { kind: "number", value, span: replaces };
  const text = formatAs({ kind: "binary", operator: "power", symbol: "^", left: base, right, span: replaces }, "power");
  const hint = `A power is written with ^, and is taken element by element: ${text}.`;
  const { span } = reader.peekAny();
  if (value < 0 && isMatrix(base)) throw reader.error({ ...span, end }, "a matrix has no inverse here", NO_INVERSE);
  throw reader.error({ ...span, end }, `${reader.source.slice(span.start, end)} is no power here`, hint, [
    { text, replaces },
  ]);
}

const RAISED_T = String.raw`(?:T(?![\p{L}\p{N}_[])|\\top\b|\\intercal\b|⊤|ᵀ)`;
const TRANSPOSED = new RegExp(String.raw`^\s?(?:\^\s*(?:\{\s*${RAISED_T}\s*\}|${RAISED_T})|ᵀ|⊤)`, "u");

/**
 * Refuses a transpose of another notation behind its operand: `Wᵀ`, `W^T`, `W^{\top}`.
 * @throws EquationError that says how it is written
 */
export function refuseForeignTranspose(reader: TokenReader, operand: Expression): void {
  if (operand.kind === "number") return;
  const [written] = TRANSPOSED.exec(reader.source.slice(operand.span.end)) ?? [];
  if (written === undefined) return;
  const replaces = { ...operand.span, end: operand.span.end + written.length };
  const text = formatAs({ kind: "transpose", operand, span: replaces }, "postfix");
  throw reader.error(replaces, `${reader.textOf(replaces)} is no transpose here`, `The transpose is written ${text}.`, [
    { text, replaces },
  ]);
}
