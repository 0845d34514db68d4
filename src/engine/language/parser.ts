import type { EquationError } from "../errors.js";
import { isFunctionName } from "../functions/index.js";
import type { Span, Statement, StatementTime } from "./ast.js";
import { ExpressionParser } from "./expressionParser.js";
import { refuseLatex } from "./hints/latex.js";
import { refuseLoweredTime, refuseTimeNotation } from "./hints/timeNotation.js";
import type { Token } from "./lexer.js";
import { refuseDeep, refuseLong, refuseMany } from "./limits.js";
import { isAssigned } from "./timeForms.js";
import { offsetText, readTimeIndex } from "./timeIndex.js";
import { cover, show, TokenReader } from "./tokenReader.js";
import { reservedName, unexpectedEnd } from "./unexpected.js";

const EXAMPLE = "e.g. s[t] = tanh(U x[t] + W s[t-1] + b)";

/**
 * Reads a text into statements, one a line.
 * @param tokens those of the text, by default as the language cuts them
 * @throws EquationError where it is not in the language
 */
export function parse(source: string, tokens?: readonly Token[]): Statement[] {
  refuseLong(source);
  const reader = new TokenReader(source, tokens);
  const expressions = new ExpressionParser(reader, quantities(reader.tokens));
  const statements: Statement[] = [];
  for (reader.skipNewlines(); reader.peekAny().kind !== "end"; reader.skipNewlines()) {
    const statement = readStatement(reader, expressions, statements.length === 0);
    statements.push(statement);
    if (!tokens) refuseMany(reader, statements.length, statement); // what a derivation prints is longer than its network
  }
  if (statements.length === 0)
    throw reader.error(reader.peek().span, "there are no equations", `Write one statement a line, ${EXAMPLE}`);
  return statements;
}

/** The names that begin a line, which the text assigns, and those that stand anywhere without a bracket behind. */
function quantities(tokens: readonly Token[]): Set<string> {
  const isFirst = (i: number): boolean => i === 0 || tokens[i - 1]!.kind === "newline";
  const isCalled = (i: number): boolean => tokens[i + 1]?.text === "(";
  return new Set(
    tokens.flatMap(({ kind, text }, i) => (kind === "name" && (isFirst(i) || !isCalled(i)) ? [text] : [])),
  );
}

function readStatement(reader: TokenReader, expressions: ExpressionParser, isFirst: boolean): Statement {
  refuseLatex(reader);
  const name = readName(reader, isFirst);
  refuseTimeNotation(reader, name);
  if (!reader.isSymbol("[")) refuseLoweredTime(reader, name);
  const time = reader.isSymbol("[") ? readStatementTime(reader, name) : "none";
  if (!reader.isSymbol("=")) throw missingEquals(reader, name);
  reader.next();
  const expression = expressions.expression();
  refuseDeep(reader, expression);
  const { kind } = reader.peek();
  if (kind !== "newline" && kind !== "end") throw unexpectedEnd(reader);
  const span = cover(name.span, reader.previous.span);
  return { name: name.text, time, expression, span, nameSpan: name.span, text: reader.textOf(span) };
}

function readName(reader: TokenReader, isFirst: boolean): Token {
  const name = reader.next();
  const { kind, text, span } = name;
  if (kind === "symbol" && !isFirst && text !== "(" && text !== "[")
    throw reader.error(
      span,
      `a statement begins with a name, found ${text}`,
      "To go on with the line above, put its right side in brackets: s[t] = tanh( … ) or s[t] = ( … ).",
    );
  if (kind !== "name") throw reader.error(span, `a statement begins with a name, found ${show(name)}`, EXAMPLE);
  if (text === "t" || text === "T") throw reservedName(reader, name);
  if (isFunctionName(text)) throw functionAsName(reader, name);
  return name;
}

function functionAsName(reader: TokenReader, { text, span }: Token): EquationError {
  if (reader.isSymbol("("))
    return reader.error(
      span,
      `a statement begins with the name that it assigns, found the function ${text}`,
      `e.g. s[t] = ${text}( … )`,
    );
  return reader.error(span, `${text} is a function and cannot be assigned`, "Give the quantity another name.");
}

/** The time index of the name that a statement assigns: `[t]` or `[T]`. */
function readStatementTime(reader: TokenReader, name: Token): StatementTime {
  const open = reader.peek();
  const time = readTimeIndex(reader, name);
  const { base, offset } = time;
  if (isAssigned(time)) return base;
  const shift = offset > 0 ? `Subtract ${offset} from` : `Add ${-offset} to`;
  throw reader.error(
    cover(open.span, reader.previous.span),
    `a statement assigns ${name.text}[t] or ${name.text}[T], found ${name.text}[${base}${offsetText(offset)}]`,
    `${shift} every time index of this line, so that it begins with ${name.text}[${base}].`,
  );
}

function missingEquals(reader: TokenReader, name: Token): EquationError {
  const found = reader.peekAny();
  const written = reader.textOf(cover(name.span, reader.previous.span));
  if (found.text === "==")
    return reader.error(found.span, "== compares; a statement needs a single =", `Write ${written} = …`, [
      { text: "=", replaces: found.span },
    ]);
  const [sign] = ASSIGNMENT.exec(reader.source.slice(found.span.start)) ?? [];
  if (sign !== undefined)
    return otherAssignment(reader, { ...found.span, end: found.span.start + sign.length }, written);
  return reader.error(
    reader.peek().span,
    `expected = behind ${written}, found ${show(found)}`,
    "A statement is written name[t] = expression.",
  );
}

/** Signs that assign elsewhere. */
const ASSIGNMENT = /^(?::=|<-|←|≔|:(?!=))/u;

function otherAssignment(reader: TokenReader, replaces: Span, written: string): EquationError {
  const text = "=";
  const hint = `Write ${written} = …`;
  return reader.error(replaces, `${reader.textOf(replaces)} assigns nothing here`, hint, [{ text, replaces }]);
}
