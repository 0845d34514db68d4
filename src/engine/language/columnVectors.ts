import { FUNCTIONS } from "../functions/index.js";
import type { CheckedEquations, Expression } from "./ast.js";
import { knownShape, lengthOf, type ShapeVariable, unify, unifyShapes, unknownShape } from "./dimensions.js";
import { type GivenSizes, namesOf, sizeOf } from "./sizes.js";

/**
 * Tells which expressions are column vectors, whatever stands to their right. A matrix product is no evidence: what
 * multiplies a vector from the left has as many columns as the vector has rows, and would be taken for a vector as soon
 * as nothing else says how many those are.
 * @param isScalar which expressions are one number
 */
export function vectorTest(
  checked: CheckedEquations,
  sizes: GivenSizes,
  isScalar: (e: Expression) => boolean,
): (e: Expression) => boolean {
  const columns = new Columns(checked, sizes, isScalar);
  return (e) => !isScalar(e) && lengthOf(columns.of(e).columns) === 1;
}

/** The lengths of a text as far as everything but the inner lengths of its products tells them; contradictions are left alone. */
class Columns {
  readonly #names: ReadonlyMap<string, ShapeVariable>;
  readonly #expressions = new Map<Expression, ShapeVariable>();
  /** Given as [rows, 1]: a column, once it is multiplied with a number. */
  readonly #isOneColumn: (e: Expression) => boolean;

  constructor(
    checked: CheckedEquations,
    sizes: GivenSizes,
    private readonly isScalar: (e: Expression) => boolean,
  ) {
    this.#isOneColumn = (e) => e.kind === "name" && [sizeOf(sizes, e.name)].flat()[1] === 1;
    const vectors = new Set(checked.inputs.map(({ name }) => name));
    this.#names = new Map(namesOf(checked).map((name) => [name, declared(sizeOf(sizes, name), vectors.has(name))]));
    for (const { name, expression } of checked.statements) unifyShapes(this.#names.get(name)!, this.of(expression));
  }

  of(e: Expression): ShapeVariable {
    const known = this.#expressions.get(e) ?? this.#shapeOf(e);
    this.#expressions.set(e, known);
    return known;
  }

  #shapeOf(e: Expression): ShapeVariable {
    switch (e.kind) {
      case "number":
        return knownShape(1, 1);
      case "name":
        return this.#names.get(e.name)!;
      case "negate":
        return this.of(e.operand);
      case "transpose": {
        const { rows, columns } = this.of(e.operand);
        return { rows: columns, columns: rows };
      }
      case "call":
        return this.#call(e);
      case "binary":
        return this.#binary(e);
    }
  }

  #call(e: Extract<Expression, { kind: "call" }>): ShapeVariable {
    const [first, ...others] = e.arguments.map((argument) => this.of(argument));
    const { kind } = FUNCTIONS[e.function];
    switch (kind) {
      case "elementwise":
      case "softmax":
        return first!;
      case "loss":
        unifyShapes(first!, others[0]!);
        return knownShape(1, 1);
      case "reduction":
        return knownShape(1, 1);
      case "concat":
        for (const other of others) unify(first!.columns, other.columns);
        return { ...unknownShape(), columns: first!.columns };
      case "diagonal":
        return { rows: first!.rows, columns: first!.rows };
      default:
        return kind satisfies never;
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: "binary" }>): ShapeVariable {
    const [a, b] = [this.of(left), this.of(right)];
    if (operator === "product" && this.isScalar(right) && this.#isOneColumn(left))
      return { rows: a.rows, columns: knownShape(1, 1).columns };
    if (operator === "power" || this.isScalar(right)) return a;
    if (this.isScalar(left) || isNumber(a)) return b;
    if (isNumber(b)) return a;
    if (operator === "product") return { rows: a.rows, columns: b.columns };
    unifyShapes(a, b);
    return a;
  }
}

/** A given length makes a vector; [rows, 1] perhaps a matrix, for an input of one number. */
function declared(size: GivenSizes[string] | undefined, isInput: boolean): ShapeVariable {
  if (size === undefined) return unknownShape(isInput ? 1 : undefined);
  if (typeof size === "number") return knownShape(size, 1);
  const [rows, columns] = size;
  return columns > 1 ? knownShape(rows, columns) : { ...unknownShape(), rows: knownShape(rows, 1).rows };
}

const isNumber = ({ rows, columns }: ShapeVariable): boolean => lengthOf(rows) === 1 && lengthOf(columns) === 1;
