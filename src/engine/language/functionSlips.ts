import type { Suggestion } from "../errors.js";
import { FUNCTION_NAMES } from "../functions/index.js";
import { ownValue } from "../ownValue.js";
import type { Expression } from "./ast.js";
import { libraryOf, plainName } from "./foreignFunctions.js";
import { formatAs } from "./format.js";
import { formulaOf, formulaOfCall } from "./functionFormulas.js";
import { writtenOut } from "./hints/foreignCalls.js";
import { functionsHint } from "./hints/functionsHint.js";
import type { Token } from "./lexer.js";
import { nearestName } from "./nearestName.js";
import { cover, type TokenReader } from "./tokenReader.js";

/** What other notations call the losses, and what puts vectors together. */
export const KNOWN_AS: Readonly<Record<string, string>> = {
  mse: "The loss is written squaredError(target[t], y[t]).",
  ce: "The loss is written crossEntropy(target[t], y[t]).",
  nll: "The loss is written crossEntropy(target[t], y[t]).",
  bce: "The loss is written binaryCrossEntropy(target[t], y[t]).",
  cat: "Vectors are put one below the other by concat(…, …).",
  stack: "Vectors are put one below the other by concat(…, …).",
};
/** Functions of other libraries which everybody knows: certainly no quantities. */
const WELL_KNOWN = new Set(["ln", "logistic", "sqrt", "square"]);
/** Letters that textbooks use for "some function"; nobody means a product by `f(`. */
const SOME_FUNCTION = /^[fgφϕψ]$/u;

/** What reads on behind a name. */
export interface CallReader {
  /** The arguments in the round brackets that come next. */
  readonly arguments: () => readonly Expression[];
  /** A text by itself. */
  readonly formula: (text: string) => Expression;
}

/** What is known of a name that stands before a bracket like a function. */
interface Slip {
  readonly hint: string;
  /** The function of the language that is meant. */
  readonly nearest?: string;
}

/**
 * A name before a bracket is a product, `U (a + b)`, unless it was clearly meant as a function or a time index:
 * `tahn(…)`, `gelu(…)`, `max(a, b)`, `s(t-1)`. The reader stands at the opening bracket.
 * @param quantities names that the text assigns, or uses without a bracket; those are certainly no functions
 * @throws EquationError for such a slip
 */
export function refuseFunctionSlip(
  reader: TokenReader,
  name: Token,
  quantities: ReadonlySet<string>,
  read: CallReader,
): void {
  refuseRoundIndex(reader, name);
  if (quantities.has(name.text)) return;
  const slip = ofSeveral(reader, name.text) ?? ofOne(name.text, !reader.peek().spaced);
  if (!slip) return;
  const suggestions = slip.nearest ? [{ text: slip.nearest, replaces: name.span }] : writtenOutHere(reader, name, read);
  const here = slip.nearest ? undefined : suggestions[0];
  const hint = here ? `${slip.hint} Here that is ${here.text}.` : slip.hint;
  throw reader.error(name.span, `there is no function ${name.text}`, hint, suggestions);
}

/** The call written out, where a formula says it. */
function writtenOutHere(reader: TokenReader, name: Token, read: CallReader): Suggestion[] {
  const count = argumentsAhead(reader);
  if (!formulaOfCall(name.text, count) && plainName(name.text) !== "dot") return [];
  const meant = writtenOut(name.text, read.arguments(), read.formula);
  if (!meant) return [];
  return [{ text: formatAs(meant, "primary"), replaces: cover(name.span, reader.previous.span) }];
}

/** A comma in the brackets tells a function of several arguments, behind any word that is no matrix. */
function ofSeveral(reader: TokenReader, name: string): Slip | undefined {
  const isWord = /^\p{Ll}.*\p{L}.*\p{L}/u.test(name) || libraryOf(name) !== undefined;
  const count = isWord ? argumentsAhead(reader) : 1;
  if (count < 2) return undefined;
  const letters = [..."abcdefghijklmnopqrstuvw"].slice(0, count).join(", ");
  const formula = formulaOfCall(name, count);
  const nearest = nearestName(name, FUNCTION_NAMES);
  const known = ownValue(KNOWN_AS, plainName(name));
  if (formula) return { hint: `${name}(${letters}) is written ${formula}.${known ? ` ${known}` : ""}` };
  if (known) return { hint: known };
  return isSlipOf(name, nearest) ? { hint: `Did you mean ${nearest}?`, nearest } : { hint: functionsHint(name) };
}

/** How many arguments stand in the brackets that come next. */
function argumentsAhead(reader: TokenReader): number {
  let [count, depth] = [1, 0];
  for (let i = 1; ; i++) {
    const { kind, text } = reader.ahead(i);
    if (kind === "end" || (text === ")" && depth === 0)) return count;
    if (text === "(" || text === "[") depth++;
    if (text === ")" || text === "]") depth--;
    if (text === "," && depth === 0) count++;
  }
}

function ofOne(name: string, isTight: boolean): Slip | undefined {
  const isLong = name.length >= 3;
  const known = isLong || isTight ? ownValue(KNOWN_AS, name.toLowerCase()) : undefined;
  if (known) return { hint: known };
  const nearest = isLong ? nearestName(name, FUNCTION_NAMES) : undefined;
  const formula = formulaOf(name);
  if (formula && (nearest || WELL_KNOWN.has(plainName(name)))) return { hint: `${name}(x) is written ${formula}.` };
  if (isSlipOf(name, nearest)) return { hint: `Did you mean ${nearest}?`, nearest };
  if (nearest) return { hint: functionsHint(name) };
  const isMeant = isTight && SOME_FUNCTION.test(name);
  return isMeant ? { hint: `${functionsHint(name)} A product is written ${name} * (…).` } : undefined;
}

/** Not `tan` of `tanh`: another library's function is meant as what it is there. */
const isSlipOf = (name: string, nearest: string | undefined): nearest is string =>
  nearest !== undefined && (libraryOf(name) === undefined || plainName(name) === plainName(nearest));

/** `s(t)` and `s(t-1)`. */
function refuseRoundIndex(reader: TokenReader, name: Token): void {
  const end = [2, 4].find((count) => reader.ahead(count).text === ")");
  const isTime = ["t", "T"].includes(reader.ahead(1).text) && !reader.peek().spaced;
  if (!isTime || !end) return;
  const inner = reader.textOf(cover(reader.ahead(1).span, reader.ahead(end - 1).span));
  const replaces = cover(name.span, reader.ahead(end).span);
  const text = `${name.text}[${inner}]`;
  throw reader.error(
    replaces,
    `${name.text}(${inner}) is no time index`,
    `A time index stands in square brackets: ${text}.`,
    [{ text, replaces }],
  );
}
