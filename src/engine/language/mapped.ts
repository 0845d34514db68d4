import type { Expression } from "./ast.js";

/**
 * The expression with some parts exchanged, from the outside in.
 * @param change what stands in place of a part; undefined keeps it, and goes on inside
 */
export function mapped(e: Expression, change: (part: Expression) => Expression | undefined): Expression {
  const inner = (part: Expression): Expression => mapped(part, change);
  const changed = change(e);
  if (changed) return changed;
  switch (e.kind) {
    case "number":
    case "name":
      return e;
    case "negate":
    case "transpose":
      return { ...e, operand: inner(e.operand) };
    case "call":
      return { ...e, arguments: e.arguments.map(inner) };
    case "binary":
      return { ...e, left: inner(e.left), right: inner(e.right) };
    default:
      return e satisfies never;
  }
}
