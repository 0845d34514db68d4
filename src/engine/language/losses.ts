import { isLossFunction } from "../functions/index.js";
import type { Statement } from "./ast.js";
import { namesIn, nodesIn } from "./reads.js";

/** The field's names for a loss: E, L, J, loss, with digits or a subscript. */
const LOSS_NAME = /^(?:[ELJ]|loss|𝓛|ℒ)(?:\d+|_.*)?$/u;

/**
 * Which statements are losses: nothing else reads them, and they call a loss function (themselves or through what they
 * read), or bear the name of one.
 */
export function lossesOf(statements: readonly Statement[]): string[] {
  const read = new Set(
    statements.flatMap((s) => namesIn(s.expression).flatMap(({ name }) => (name === s.name ? [] : [name]))),
  );
  const byName = new Map(statements.map((s) => [s.name, s]));
  const callsLoss = (s: Statement, seen = new Set<string>()): boolean => {
    if (seen.has(s.name)) return false;
    seen.add(s.name);
    const calls = nodesIn(s.expression).some((node) => node.kind === "call" && isLossFunction(node.function));
    return calls || namesIn(s.expression).some(({ name }) => byName.has(name) && callsLoss(byName.get(name)!, seen));
  };
  return statements
    .filter((s) => !read.has(s.name) && (callsLoss(s) || LOSS_NAME.test(s.name)))
    .map(({ name }) => name);
}
