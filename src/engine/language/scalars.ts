import { FUNCTIONS } from "../functions/index.js";
import type { CheckedEquations, Expression } from "./ast.js";
import { type GivenSizes, sizeOf } from "./sizes.js";

/**
 * Tells which expressions are one number that meets every element of another: a literal, a sum or mean, a loss, a name
 * whose given size is 1, and whatever is made of these alone.
 */
export function scalarTest({ statements }: CheckedEquations, sizes: GivenSizes): (e: Expression) => boolean {
  const byName = new Map(statements.map((s) => [s.name, s]));
  const isScalarName = (name: string, seen: readonly string[]): boolean => {
    const size = sizeOf(sizes, name);
    if (size !== undefined) return [size].flat().every((length) => length === 1);
    const statement = byName.get(name);
    return statement !== undefined && !seen.includes(name) && isScalar(statement.expression, [...seen, name]);
  };
  const isScalar = (e: Expression, seen: readonly string[]): boolean => {
    switch (e.kind) {
      case "number":
        return true;
      case "name":
        return isScalarName(e.name, seen);
      case "negate":
      case "transpose":
        return isScalar(e.operand, seen);
      case "binary":
        return isScalar(e.left, seen) && isScalar(e.right, seen);
      case "call":
        return isScalarCall(e, seen);
    }
  };
  const isScalarCall = (e: Extract<Expression, { kind: "call" }>, seen: readonly string[]): boolean => {
    const { kind } = FUNCTIONS[e.function];
    if (kind === "elementwise") return isScalar(e.arguments[0]!, seen);
    return kind === "reduction" || kind === "loss";
  };
  return (e) => isScalar(e, []);
}
