import type { EquationError } from "../../errors.js";
import type { Token } from "../lexer.js";
import { cover, type TokenReader } from "../tokenReader.js";
import { isTakenForFunction, unknownFunction } from "../unknownFunctions.js";
import { strayCharacter } from "./strayCharacter.js";

/**
 * Refuses what stands in square brackets and is no time index: `W_f [h[t-1], x[t]]`, `[s[t-1]; x[t]]`, `U [x[t] + b]`. The
 * reader stands at the bracket.
 * @param factor the name right before it
 * @throws EquationError that says how it is written
 */
export function refuseList(reader: TokenReader, factor?: Token): void {
  const inner = innerTokens(reader);
  const outermost = inner.filter(({ depth }) => depth === 0).map(({ token }) => token.text);
  if (outermost.includes("t") || outermost.includes("T")) return;
  const between = inner.filter(({ depth, calls }) => depth === 0 && calls === 0).map(({ token }) => token.text);
  const separators = new Set(between.filter((text) => text === "," || text === ";"));
  const isTight = factor !== undefined && !reader.peek().spaced;
  // without another bracket inside, `x[i, j]` is a component
  if (inner.length > outermost.length || (separators.size > 0 && !isTight))
    throw listError(reader, inner.length, separators, factor);
}

interface Inner {
  readonly token: Token;
  /** Square brackets that it stands in. */
  readonly depth: number;
  /** Round ones. */
  readonly calls: number;
}

/** What stands between the bracket that comes next and the one that closes it. */
function innerTokens(reader: TokenReader): Inner[] {
  const found: Inner[] = [];
  let [depth, calls] = [0, 0];
  for (let i = 1; ; i++) {
    const token = reader.ahead(i);
    if (token.kind === "end") return [];
    if (token.text === "]" && depth-- === 0) return found;
    if (token.text === "[") depth++;
    if (token.text === "(") calls++;
    if (token.text === ")") calls--;
    found.push({ token, depth, calls });
  }
}

function listError(
  reader: TokenReader,
  length: number,
  separators: ReadonlySet<string>,
  factor: Token | undefined,
): EquationError {
  const list = cover(reader.peek().span, reader.ahead(length + 1).span);
  const stray = Array.from({ length }, (_, i) => reader.ahead(i + 1)).find(
    ({ kind, text }) => kind === "stray" && text !== ";",
  );
  if (stray) return strayCharacter(reader, stray);
  const written = reader.textOf(list).slice(1, -1);
  const parted = withCommas(written);
  if (separators.size > (parted === written || separators.has(",") ? 1 : 0))
    return reader.error(list, "a matrix is written as rows here", MATRIX);
  const isList = separators.size > 0 || parted !== written;
  // `Wf [h[t-1], x[t]]` is a product on paper
  if (factor && isList && (isTakenForFunction(factor.text) || /^\p{Lu}{2}/u.test(factor.text)))
    return unknownFunction(reader.source, { name: factor.text, span: factor.span });
  const inner = parted.replaceAll(";", ",");
  const before = factor ? `${factor.text} ` : "";
  const replaces = factor ? cover(factor.span, list) : list;
  const [whole, hint] = isList
    ? [`${before}concat(${inner})`, "Vectors are put one below the other by concat"]
    : [`${before}(${inner})`, "Round brackets group"];
  const isOnlyArgument = reader.behind(2)?.text === "concat" && reader.ahead(length + 2).text === ")";
  const text = isOnlyArgument ? inner : whole;
  return reader.error(replaces, "square brackets hold a time index", `${hint}: ${whole}.`, [{ text, replaces }]);
}

/** With the commas that MATLAB leaves out behind what has a time: `x[t] s[t-1]`, `tanh(x[t]) s[t-1]`. */
function withCommas(inner: string): string {
  return inner.replace(/(?<=\]|\[[^(]*\))\s+(?=[\p{L}\d(])/gu, (blank, at: number) => {
    const [opened, closed] = ["(", ")"].map((bracket) => inner.slice(0, at).split(bracket).length);
    return opened === closed ? ", " : blank;
  });
}

const MATRIX =
  "Vectors are put one below the other by concat(…, …), never side by side. A matrix of numbers is given to build or set: put a name here.";
