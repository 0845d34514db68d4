import { FUNCTIONS, type FunctionName } from "../../functions/index.js";
import type { Span } from "../ast.js";
import type { TokenReader } from "../tokenReader.js";

/** The error of a call with too few or too many arguments. */
export function argumentCountError(reader: TokenReader, name: FunctionName, found: number, span: Span): Error {
  const { least, most } = FUNCTIONS[name].arguments;
  const wanted = found > most ? most : least;
  const bound = least === most ? "" : found > most ? "at most " : "at least ";
  const problem = `${name} takes ${bound}${wanted} argument${wanted === 1 ? "" : "s"}, found ${found}`;
  return reader.error(span, problem, `e.g. ${usage(name)}`);
}

/** An example call. */
export function usage(name: FunctionName): string {
  const { kind } = FUNCTIONS[name];
  if (kind === "loss") return `${name}(target[t], y[t])`;
  return kind === "concat" ? "concat(s[t-1], x[t])" : `${name}(W s[t-1])`;
}
