import type { Expression } from "../ast.js";
import { formatAs } from "../format.js";
import { cover, type TokenReader } from "../tokenReader.js";

/** Operators of other notations that bind like `*`, and of LaTeX by their commands. */
const OPERATORS: ReadonlyMap<string, "product" | "times"> = new Map([
  ["@", "product"],
  ["\\cdot", "product"],
  ["\\times", "product"],
  ["∘", "times"],
  ["\\odot", "times"],
  ["\\circ", "times"],
]);

/** The command that comes next, with its backslash. */
export function latexCommand(reader: TokenReader): string | undefined {
  const name = reader.ahead(1);
  return reader.isStray("\\") && name.kind === "name" && !name.spaced ? `\\${name.text}` : undefined;
}

/** The operator of another notation that comes next, as it is written there. */
export function foreignOperator(reader: TokenReader): string | undefined {
  const { kind, text } = reader.peekAny();
  const shown = latexCommand(reader) ?? text;
  return kind === "stray" && OPERATORS.has(shown) ? shown : undefined;
}

/**
 * Refuses an operator of another notation behind an operand.
 * @param read reads the other operand
 * @throws EquationError that says how the whole is written
 */
export function refuseForeignOperator(reader: TokenReader, left: Expression, read: () => Expression): void {
  const shown = foreignOperator(reader);
  if (shown === undefined) return;
  const operator = OPERATORS.get(shown)!;
  const first = reader.nextAny().span;
  const sign = shown.startsWith("\\") ? cover(first, reader.nextAny().span) : first;
  const right = read();
  const replaces = cover(left.span, right.span);
  const text = formatAs({ kind: "binary", operator, symbol: "*", left, right, span: replaces }, "term");
  const product = operator === "product" ? "The matrix product" : "The product element by element";
  throw reader.error(sign, `${shown} has no meaning here`, `${product} is written ${text}.`, [{ text, replaces }]);
}

const RAISED_T = String.raw`(?:T(?![\p{L}\p{N}_[])|\\top\b|\\intercal\b|⊤|ᵀ)`;
const TRANSPOSED = new RegExp(
  String.raw`^\s?(?:\^\s*(?:\{\s*${RAISED_T}\s*\}|${RAISED_T})|ᵀ|⊤|\.[Tt](?![\p{L}\p{N}_[(]))`,
  "u",
);

/**
 * Refuses a transpose of another notation behind its operand: `Wᵀ`, `W^T`, `W^{\top}`, `W.T`.
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
