import type { Expression } from "../ast.js";
import { plainName } from "../foreignFunctions.js";
import { formulaOfCall } from "../functionFormulas.js";
import { mapped } from "../mapped.js";

/**
 * A call of another library's function as it is written here.
 * @param read reads a formula
 * @returns undefined for a function that cannot be written
 */
export function writtenOut(
  name: string,
  given: readonly Expression[],
  read: (formula: string) => Expression,
): Expression | undefined {
  const rectified = rectifiedBy(name, given);
  if (rectified) return { kind: "call", function: "relu", arguments: [rectified], span: rectified.span };
  const formula = plainName(name) === "dot" ? dotOf(given) : formulaOfCall(name, given.length);
  if (formula === undefined) return undefined;
  const letters = given.length === 1 ? ["x"] : given.map((_, i) => String.fromCharCode("a".charCodeAt(0) + i));
  const meant = new Map(
    letters.map((letter, i): [string, Expression] => [letter, { ...given[i]!, inBrackets: false }]),
  );
  return mapped(read(formula), (e) => (e.kind === "name" ? meant.get(e.name) : undefined));
}

/** A matrix times a vector, or the inner product of two sequences; of anything else nobody knows. */
function dotOf([first, ...others]: readonly Expression[]): string | undefined {
  if (first?.kind !== "name" || others.length !== 1) return undefined;
  return first.time ? "a' b" : "a b";
}

/** `max(0, a)` is relu(a). */
function rectifiedBy(name: string, [first, second, ...more]: readonly Expression[]): Expression | undefined {
  if (!["max", "maximum", "fmax"].includes(plainName(name)) || !first || !second || more.length > 0) return undefined;
  const isZero = (e: Expression): boolean => e.kind === "number" && e.value === 0;
  return isZero(first) ? second : isZero(second) ? first : undefined;
}
