import type { Expression } from "../ast.js";
import { formatAs, formatExpression } from "../format.js";
import { cover, type TokenReader } from "../tokenReader.js";
import { isForeignOperator } from "./foreignOperators.js";
import { braced, refuseLatex } from "./latex.js";
import { isList, listError } from "./lists.js";

/** What reads the parts of a foreign notation. */
export interface OperandReader {
  readonly expression: () => Expression;
  /** What binds tightest, `s[t-1]'`. */
  readonly operand: () => Expression;
}

/** Whether an operand in another notation comes next: `\sigma`, `{a + b}`, `√a`, `[a; b]`. */
export function isForeignOperand(reader: TokenReader): boolean {
  if (reader.isStray("\\")) return !isForeignOperator(reader);
  return reader.isStray("{", "√") || (reader.isSymbol("[") && isList(reader, false));
}

/** @throws EquationError that says how the operand which comes next is written; nothing where it is none of these */
export function refuseForeignOperand(reader: TokenReader, read: OperandReader): void {
  if (reader.isSymbol("[") && isList(reader, false)) throw listError(reader, undefined, read.expression);
  refuseLatex(reader, read.expression);
  if (reader.isStray("√")) throw root(reader, read.operand);
  if (reader.isStray("{")) throw group(reader, read.expression);
}

function root(reader: TokenReader, read: () => Expression): Error {
  const { span } = reader.nextAny();
  const left = read();
  const replaces = cover(span, left.span);
  const right: Expression = { kind: "number", value: 0.5, span };
  const text = formatAs({ kind: "binary", operator: "power", symbol: "^", left, right, span: replaces }, "primary");
  return reader.error(span, "√ has no meaning here", `A root is a power: ${text}.`, [{ text, replaces }]);
}

function group(reader: TokenReader, read: () => Expression): Error {
  const { span } = reader.peekAny();
  const inner = braced(reader, read);
  if (!inner) return reader.error(span, "{ has no meaning here", "Use round brackets: ( ).");
  const replaces = cover(span, reader.previous.span);
  const text = `(${formatExpression(inner)})`;
  return reader.error(span, "{ has no meaning here", `Use round brackets: ${text}.`, [{ text, replaces }]);
}
