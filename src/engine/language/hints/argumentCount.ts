import { FUNCTIONS, type FunctionName } from "../../functions/index.js";
import type { Expression, Span } from "../ast.js";
import { formatAs, formatExpression } from "../format.js";
import type { TokenReader } from "../tokenReader.js";

/** The error of a call with too few or too many arguments. */
export function argumentCountError(
  reader: TokenReader,
  name: FunctionName,
  found: readonly Expression[],
  span: Span,
): Error {
  const { least, most } = FUNCTIONS[name].arguments;
  const wanted = found.length > most ? most : least;
  const bound = least === most ? "" : found.length > most ? "at most " : "at least ";
  const problem = `${name} takes ${bound}${wanted} argument${wanted === 1 ? "" : "s"}, found ${found.length}`;
  const meant = meantBy(name, found);
  if (!meant) return reader.error(span, problem, `e.g. ${usage(name)}`);
  const text = formatAs(meant, "primary");
  return reader.error(span, problem, `Write ${text}.`, [{ text, replaces: span }]);
}

/** An example call. */
export function usage(name: FunctionName): string {
  const { kind } = FUNCTIONS[name];
  if (kind === "loss") return `${name}(target[t], y[t])`;
  return kind === "concat" ? "concat(s[t-1], x[t])" : `${name}(W s[t-1])`;
}

/** What is certain: a concat of one is that one, and a softmax runs over the rows, whatever axis is asked for. */
function meantBy(name: FunctionName, [first, second, ...more]: readonly Expression[]): Expression | undefined {
  if (!first || more.length > 0) return undefined;
  if (name === "concat" && !second) return first;
  const isAxis = second !== undefined && /^-?[01]$/u.test(formatExpression(second));
  return name === "softmax" && isAxis
    ? { kind: "call", function: name, arguments: [first], span: first.span }
    : undefined;
}
