import { isLossFunction } from "../functions/index.js";
import type { Statement } from "./ast.js";
import { actedOn, namesIn, nodesIn } from "./reads.js";

/** The field's names for a loss: E, L, J, loss, with digits or a subscript. */
export const LOSS_NAME = /^(?:[ELJ]|loss|𝓛|ℒ)(?:\d+|_.*)?$/u;

/**
 * Which statements are losses: nothing else reads them, and they call a loss function (themselves or through what they
 * read), or bear the name of one.
 */
export function lossesOf(statements: readonly Statement[]): string[] {
  const read = new Set(
    statements.flatMap((s) => namesIn(s.expression).flatMap(({ name }) => (name === s.name ? [] : [name]))),
  );
  const calling = statements.filter(callsLoss).map(({ name }) => name);
  const throughOthers = actedOn(statements, calling);
  return statements
    .filter(({ name }) => !read.has(name) && (throughOthers.has(name) || LOSS_NAME.test(name)))
    .map(({ name }) => name);
}

const callsLoss = ({ expression }: Statement): boolean =>
  nodesIn(expression).some((node) => node.kind === "call" && isLossFunction(node.function));
