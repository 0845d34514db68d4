import type { EquationError } from "../errors.js";
import type { Expression, Span } from "./ast.js";
import { binary } from "./binary.js";
import { formatExpression } from "./format.js";
import { refuseDecimalComma } from "./hints/commas.js";
import type { Token } from "./lexer.js";
import { cover, show, type TokenReader } from "./tokenReader.js";

const OPERAND = "expected a name, a number or a bracket";

/** The error of a token that cannot stand where the reader is: something was about to begin. */
export function unexpected(reader: TokenReader, span: Span): EquationError {
  const found = reader.peek();
  if (found.text === ")" && reader.previous.text === "(")
    return reader.error(span, "there is nothing between these brackets");
  const closes = closesNothing(reader, found);
  if (closes) return closes;
  if (found.text === ",") return reader.error(span, "a comma stands only between the arguments of a function");
  refuseDoubleSign(reader);
  return reader.error(span, `${OPERAND}, found ${show(found)}`, operandHint(reader.previous, found));
}

/**
 * Refuses `--` and `++`: a comment or a slip, which would be a sum without a word. The reader stands at the second sign.
 * @throws EquationError that says how each reading is written
 */
export function refuseDoubleSign(reader: TokenReader): void {
  const [{ text: before, span }, { text, spaced, span: second }] = [reader.previous, reader.peek()];
  if (before !== text || spaced || !/^[-+]$/u.test(text)) return;
  throw reader.error(
    cover(span, second),
    `${text}${text} is no operator`,
    "A comment begins with #; two signs stand apart: - -a.",
  );
}

function operandHint(before: Token, found: Token): string | undefined {
  if (found.kind === "newline" || found.kind === "end")
    return "A statement stands on one line; in brackets it may go on in the next.";
  if (before.text === "*" && found.text === "*") return "A power is written a .^ 2.";
  if (before.text === "/" && found.text === "/") return "A comment begins with #.";
  return undefined;
}

/** The error of a token behind a whole expression. */
export function unexpectedEnd(reader: TokenReader): EquationError {
  const found = reader.peek();
  const closes = closesNothing(reader, found);
  if (closes) return closes;
  if (found.text === ",") refuseDecimalComma(reader);
  if (found.text === "=" || found.text === "==")
    return reader.error(found.span, "a second = in one statement", "Put each statement on a line of its own.");
  if (found.text === ",") return reader.error(found.span, "a comma stands only between the arguments of a function");
  const problem = `expected an operator or the end of the line, found ${show(found)}`;
  return reader.error(found.span, problem, endHint(reader.previous, found));
}

function endHint(before: Token, found: Token): string | undefined {
  if (found.text === "[" && before.text === ")") return "Only a name has a time index: put [t] behind each name.";
  if (found.text === "[") return "A name has one index, its time: s[t]. The numbers of a vector have none.";
  if (found.text === "^" || found.text === ".^") return "Use brackets: (a .^ 2) .^ 3.";
  return undefined;
}

function closesNothing(reader: TokenReader, found: Token): EquationError | undefined {
  if (found.text !== ")" && found.text !== "]") return undefined;
  return reader.error(found.span, `this ${found.text} closes nothing`, "Remove it, or add the opening bracket.");
}

/** The error of `t` or `T` where a quantity should stand. */
export function reservedName(reader: TokenReader, { text, span }: Token): EquationError {
  const isDividing = text === "T" && reader.behind(2)?.text === "/";
  return reader.error(
    span,
    `${text} is the time itself and stands only in an index such as s[${text}]`,
    isDividing
      ? 'To divide the loss by the number of time steps, give { reduction: "mean" } to backward and train.'
      : "Give the quantity another name.",
  );
}

/**
 * `1/2 x[t]` could be half of x or 1/(2x).
 * @param left all that is multiplied and divided before: `a / b` of `a / b / 2 x[t]`
 * @throws EquationError that shows both readings
 */
export function refuseAmbiguousDivision(reader: TokenReader, left: Expression, right: Expression): void {
  const isBare = right.kind === "binary" && right.symbol === "" && right.span.start === right.left.span.start;
  if (!isBare) return;
  const replaces = cover(left.span, right.span);
  const quotient = (below: Expression): Expression => binary("divide", "/", left, below);
  const readings = [binary("product", "", quotient(right.left), right.right), quotient(right)].map(formatExpression);
  throw reader.error(
    replaces,
    "this division can be read in two ways",
    `Write ${readings.join(" or ")}.`,
    readings.map((text) => ({ text, replaces })),
  );
}
