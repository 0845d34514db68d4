import type { Expression, Span } from "../ast.js";
import { formatExpression } from "../format.js";
import type { Token } from "../lexer.js";
import { cover, type TokenReader } from "../tokenReader.js";

/**
 * Whether the square bracket that comes next holds a list, `[h[t-1], x[t]]`, and no time index.
 * @param isBehindName whether a name stands right before it, as before a time index
 */
export function isList(reader: TokenReader, isBehindName: boolean): boolean {
  const inner = innerTokens(reader);
  const outermost = inner.filter(({ depth }) => depth === 0).map(({ token }) => token);
  if (inner.length === 0 || outermost.some(({ text }) => text === "t" || text === "T")) return false;
  const isSeparated = outermost.some(({ text }) => text === "," || text === ";");
  return inner.some(({ depth }) => depth > 0) || (isSeparated && (!isBehindName || reader.peek().spaced));
}

/** What stands between the bracket that comes next and the one that closes it, by how many square brackets it stands in. */
function innerTokens(reader: TokenReader): { token: Token; depth: number }[] {
  const found: { token: Token; depth: number }[] = [];
  let depth = 0;
  for (let i = 1; ; i++) {
    const token = reader.ahead(i);
    if (token.kind === "end") return [];
    if (token.text === "]" && depth-- === 0) return found;
    if (token.text === "[") depth++;
    if (token.kind !== "newline") found.push({ token, depth });
  }
}

/**
 * Reads a list in square brackets, `[h[t-1], x[t]]` or `[s[t-1]; x[t]]`, to say that it is a concat.
 * @param factor the name right before it
 * @param read reads one element
 * @returns the error
 */
export function listError(reader: TokenReader, factor: Token | undefined, read: () => Expression): Error {
  const isTight = factor !== undefined && !reader.peek().spaced;
  const open = reader.open();
  const { elements, separators } = reader.awaiting([";"], () => elementsOf(reader, read));
  if (!reader.isSymbol("]")) return reader.error(open.span, "this [ is never closed", "Add ] where it should end.");
  reader.close();
  const span = cover(open.span, reader.previous.span);
  if (separators.size > 1) return reader.error(span, "a matrix is written as rows here", MATRIX);
  if (elements.length > 1) return concatError(reader, factor, span, elements);
  const text = `(${formatExpression(elements[0]!)})`;
  const suggestions = isTight ? [] : [{ text, replaces: span }];
  return reader.error(span, "square brackets hold a time index", `Round brackets group: ${text}.`, suggestions);
}

const MATRIX =
  "Vectors are put one below the other by concat(…, …), never side by side. A matrix of numbers is given to build or set: put a name here.";

function elementsOf(reader: TokenReader, read: () => Expression): { elements: Expression[]; separators: Set<string> } {
  const elements = [read()];
  const separators = new Set<string>();
  while (reader.isStray(";") || reader.isSymbol(",")) {
    separators.add(reader.nextAny().text);
    elements.push(read());
  }
  return { elements, separators };
}

function concatError(
  reader: TokenReader,
  factor: Token | undefined,
  list: Span,
  elements: readonly Expression[],
): Error {
  const concat = formatExpression({ kind: "call", function: "concat", arguments: elements, span: list });
  const text = factor ? `${factor.text} ${concat}` : concat;
  const replaces = factor ? cover(factor.span, list) : list;
  const hint = `Vectors are put one below the other by concat: ${text}.`;
  return reader.error(replaces, "a list in square brackets is no vector", hint, [{ text, replaces }]);
}
