import { FUNCTION_NAMES } from "../functions/index.js";
import { ownValue } from "../ownValue.js";
import { formulaOf } from "./functionFormulas.js";
import type { Token } from "./lexer.js";
import { nearestName } from "./nearestName.js";
import { cover, type TokenReader } from "./tokenReader.js";

/** What other notations call the functions of this language. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  logistic: "The logistic function is written sigmoid(…).",
  ln: "The natural logarithm is written log(…).",
  sqrt: "A root is a power: (…) .^ 0.5.",
  square: "A square is a power: (…) .^ 2.",
  mse: "The loss is written squaredError(target[t], y[t]).",
  ce: "The loss is written crossEntropy(target[t], y[t]).",
  nll: "The loss is written crossEntropy(target[t], y[t]).",
  bce: "The loss is written binaryCrossEntropy(target[t], y[t]).",
  cat: "Vectors are put one below the other by concat(…, …).",
  stack: "Vectors are put one below the other by concat(…, …).",
};

/** Letters that textbooks use for "some function"; nobody means a product by `f(`. */
const SOME_FUNCTION = /^[fgφϕψ]$/u;

/**
 * A name before a bracket is a product, `U (a + b)`, unless it was clearly meant as a function or a time index:
 * `tahn(…)`, `gelu(…)`, `s(t-1)`. The reader stands at the opening bracket.
 * @param quantities names that the text assigns, or uses without a bracket; those are certainly no functions
 * @throws EquationError for such a slip
 */
export function refuseFunctionSlip(reader: TokenReader, name: Token, quantities: ReadonlySet<string>): void {
  refuseRoundIndex(reader, name);
  if (quantities.has(name.text)) return;
  const hint = hintFor(name.text, !reader.peek().spaced);
  if (hint) throw reader.error(name.span, `there is no function ${name.text}`, hint);
}

/** `s(t)` and `s(t-1)`. */
function refuseRoundIndex(reader: TokenReader, name: Token): void {
  const end = [2, 4].find((count) => reader.ahead(count).text === ")");
  const isTime = ["t", "T"].includes(reader.ahead(1).text) && !reader.peek().spaced;
  if (!isTime || !end) return;
  const inner = reader.textOf(cover(reader.ahead(1).span, reader.ahead(end - 1).span));
  throw reader.error(
    cover(name.span, reader.ahead(end).span),
    `${name.text}(${inner}) is no time index`,
    `A time index stands in square brackets: ${name.text}[${inner}].`,
  );
}

function hintFor(name: string, isTight: boolean): string | undefined {
  const isLong = name.length >= 3;
  const known = isLong || isTight ? ownValue(KNOWN_AS, name.toLowerCase()) : undefined;
  if (known) return known;
  const nearest = isLong ? nearestName(name, FUNCTION_NAMES) : undefined;
  const formula = formulaOf(name);
  if (nearest) return formula ? `${name}(x) is written ${formula}.` : `Did you mean ${nearest}?`;
  const isMeant = isTight && SOME_FUNCTION.test(name);
  return isMeant ? `The functions are ${FUNCTION_NAMES.join(", ")}. A product is written ${name} * (…).` : undefined;
}
