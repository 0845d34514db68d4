import type { Suggestion } from "../../errors.js";
import type { Expression } from "../ast.js";
import { formatExpression, formatOperand } from "../format.js";
import { childrenOf, nodesIn } from "../reads.js";

/**
 * What to write in place of one part of an expression, with the brackets that it needs where it stands.
 * @param root the right side that `part` is in
 */
export function replaced(root: Expression, part: Expression, by: Expression): Suggestion {
  const parent = nodesIn(root).find((node) => childrenOf(node).includes(part));
  const text = parent ? formatOperand(parent, childrenOf(parent).indexOf(part), by) : formatExpression(by);
  return { text, replaces: part.span };
}
