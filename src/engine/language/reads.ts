import type { Expression, Statement } from "./ast.js";

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
  return expression.kind === "name" ? [expression] : childrenOf(expression).flatMap(namesIn);
}

/** All nodes of an expression, parents first. */
export function nodesIn(expression: Expression): Expression[] {
  return [expression, ...childrenOf(expression).flatMap(nodesIn)];
}

/** These names, and those of all statements that they act on: directly, or through others, at whatever time. */
export function actedOn(statements: readonly Statement[], names: readonly string[]): ReadonlySet<string> {
  const acted = new Set(names);
  for (let grown = true; grown; ) {
    const found = statements.filter(
      (s) => !acted.has(s.name) && namesIn(s.expression).some(({ name }) => acted.has(name)),
    );
    for (const { name } of found) acted.add(name);
    grown = found.length > 0;
  }
  return acted;
}
