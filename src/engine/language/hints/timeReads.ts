import { EquationError, type Suggestion } from "../../errors.js";
import type { Statement } from "../ast.js";
import { lossesOf } from "../losses.js";
import type { NameNode } from "../reads.js";
import { offsetText } from "../timeIndex.js";
import { timelessReadError } from "./overTime.js";

/** A name as a statement reads it. */
export interface Read {
  readonly source: string;
  readonly statements: readonly Statement[];
  readonly reader: Statement;
  readonly node: NameNode;
  /** The statement that assigns the name, if one does. */
  readonly assigned: Statement | undefined;
}

/** The error of a name that is read with an index which fits neither where it is read nor how it is assigned, if it does not. */
export function timeReadError(read: Read): EquationError | undefined {
  const { reader, node, assigned } = read;
  const { time } = node;
  if (!time) return assigned && assigned.time !== "none" ? withoutIndex(read) : undefined;
  if (assigned?.time === "none") return withIndex(read, assigned);
  if (assigned?.time === "T" && (time.base !== "T" || time.offset !== 0)) return notAtEnd(read, assigned);
  if (time.base !== "t" || reader.time === "t") return undefined;
  return reader.time === "T" ? atEnd(read) : timelessReadError(read);
}

function error(
  { source, node }: Read,
  problem: string,
  hint: string,
  suggestions: readonly Suggestion[],
): EquationError {
  return new EquationError({ source, span: node.span, problem, hint, suggestions });
}

function withoutIndex(read: Read): EquationError {
  const { reader, node } = read;
  const text = `${node.name}[${reader.time === "t" ? "t" : "T"}]`;
  const suggestions = reader.time === "t" ? [{ text, replaces: node.span }] : [];
  return error(read, `${node.name} has a value at each time step and needs an index`, `e.g. ${text}`, suggestions);
}

function withIndex(read: Read, { span }: Statement): EquationError {
  const { name } = read.node;
  return error(read, `${name} is assigned without time, on line ${span.line}, so it has no index`, `Write ${name}.`, [
    { text: name, replaces: read.node.span },
  ]);
}

function atEnd(read: Read): EquationError {
  const { reader, node } = read;
  const text = `${node.name}[T${offsetText(node.time!.offset)}]`;
  const problem = `${reader.name}[T] is computed at the last time step, where there is no t`;
  if (node.time!.offset > 0) return error(read, problem, "There is nothing after the last time step.", []);
  return error(read, problem, `Write ${text}.`, [{ text, replaces: node.span }]);
}

/** What compares or follows the value at T stands at T itself; only a recurrence reads it at each step. */
function notAtEnd(read: Read, { name, span }: Statement): EquationError {
  const { reader, statements } = read;
  const isLoss = lossesOf(statements).includes(reader.name);
  const here = isLoss ? `${reader.name}[T] = … ${name}[T] …` : `${name}[T]`;
  const hint = `Write ${here}, or on line ${span.line} ${name}[t] = …`;
  return error(read, `${name} exists at the last time step only`, hint, []);
}
