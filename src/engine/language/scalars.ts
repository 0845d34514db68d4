import { FUNCTIONS } from "../functions/index.js";
import type { CheckedEquations, Expression, Statement } from "./ast.js";
import { grouped } from "./grouped.js";
import { type GivenSizes, sizeOf } from "./sizes.js";

/**
 * Tells which expressions are one number that meets every element of another: a literal, a sum or mean, a loss, a name
 * whose given size is 1, and whatever is made of these alone.
 */
export function scalarTest({ statements }: CheckedEquations, sizes: GivenSizes): (e: Expression) => boolean {
  const scalars = scalarNames(statements, sizes);
  return (e) => decidingNames(e)?.every((name) => scalars.has(name)) ?? false;
}

/** One number by their given size, or assigned what is made of such alone; a name that needs itself is none. */
function scalarNames(statements: readonly Statement[], sizes: GivenSizes): ReadonlySet<string> {
  const scalars = new Set(Object.keys(sizes).filter((name) => [sizeOf(sizes, name)!].flat().every((n) => n === 1)));
  const undecided = statements.flatMap(({ name, expression }) => {
    const deciding = sizeOf(sizes, name) === undefined ? decidingNames(expression) : undefined;
    return deciding ? [{ name, waitsFor: new Set(deciding) }] : [];
  });
  for (const { name, waitsFor } of undecided) if (waitsFor.size === 0) scalars.add(name);
  const reads = undecided.flatMap((reader) => [...reader.waitsFor].map((name) => ({ name, reader })));
  const readers = grouped(reads, ({ name }) => name);
  // a set's iteration meets what is added on the way
  for (const scalar of scalars) {
    for (const { reader } of readers.get(scalar) ?? []) {
      reader.waitsFor.delete(scalar);
      if (reader.waitsFor.size === 0) scalars.add(reader.name);
    }
  }
  return scalars;
}

/** The names that must be single numbers for the expression to be one; undefined where it is none whatever they are. */
function decidingNames(e: Expression): readonly string[] | undefined {
  switch (e.kind) {
    case "number":
      return [];
    case "name":
      return [e.name];
    case "negate":
    case "transpose":
      return decidingNames(e.operand);
    case "binary": {
      const [left, right] = [decidingNames(e.left), decidingNames(e.right)];
      return left && right && [...left, ...right];
    }
    case "call":
      return decidingNamesOfCall(e);
  }
}

function decidingNamesOfCall(e: Extract<Expression, { kind: "call" }>): readonly string[] | undefined {
  const { kind } = FUNCTIONS[e.function];
  if (kind === "elementwise") return decidingNames(e.arguments[0]!);
  return kind === "reduction" || kind === "loss" ? [] : undefined;
}
