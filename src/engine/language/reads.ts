import type { Expression, Statement } from "./ast.js";
import { grouped } from "./grouped.js";

/** A name as it stands in an expression. */
export type NameNode = Extract<Expression, { kind: "name" }>;

/** The parts of an expression, left to right. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "number":
    case "name":
      return [];
    case "negate":
    case "transpose":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return expression.arguments;
  }
}

/** The same expression over other parts; the same node where no part is another. */
export function withParts(expression: Expression, part: (e: Expression) => Expression): Expression {
  const before = childrenOf(expression);
  const after = before.map(part);
  if (after.every((e, i) => e === before[i])) return expression;
  switch (expression.kind) {
    case "number":
    case "name":
      return expression;
    case "negate":
    case "transpose":
      return { ...expression, operand: after[0]! };
    case "binary":
      return { ...expression, left: after[0]!, right: after[1]! };
    case "call":
      return { ...expression, arguments: after };
  }
}

/** All names in an expression, in order of appearance. */
export function namesIn(expression: Expression): NameNode[] {
  return nodesIn(expression).filter((node) => node.kind === "name");
}

/** All nodes of an expression, parents first, left before right. */
export function nodesIn(expression: Expression): Expression[] {
  const found: Expression[] = [];
  const open = [expression];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    open.push(...childrenOf(node).toReversed());
  }
  return found;
}

/** These names, and those of all statements that they act on: directly, or through others, at whatever time. */
export function actedOn(statements: readonly Statement[], names: readonly string[]): ReadonlySet<string> {
  const reads = statements.flatMap(({ name: reader, expression }) =>
    namesIn(expression).map(({ name }) => ({ name, reader })),
  );
  const readers = grouped(reads, ({ name }) => name);
  const acted = new Set(names);
  // a set's iteration meets what is added on the way
  for (const name of acted) for (const { reader } of readers.get(name) ?? []) acted.add(reader);
  return acted;
}
