/** One expression, differentiated forward: its Jacobian by a state, from the Jacobians of the names that it reads. */
import { isElementwise, isLossFunction } from "../functions/index.js";
import { impossible } from "../impossible.js";
import { constantOf, type Expression, type InferredShapes } from "../language/index.js";
import { diag, divide, negate, number, ones, power, product, stack, sum, times, transpose } from "./constructors.js";
import { type Formula, isScalar } from "./formula.js";
import { fromExpression } from "./fromExpression.js";
import { slope } from "./pullback.js";

type NameNode = Extract<Expression, { kind: "name" }>;

/** The Jacobian of a name by the state, [size of the name, size of the state]; null when it does not depend on it. */
export type JacobianOfName = (node: NameNode) => Formula | null;

/** Thrown for a matrix that depends on the state: its Jacobian would be no matrix. */
export class NotAVector extends Error {}

/**
 * The Jacobian of an expression that is a vector, a row or a number.
 * @param own the symbol of the expression's value where it has one
 * @returns null when the expression does not depend on the state
 * @throws NotAVector when a matrix depends on it
 */
export function pushforward(
  expression: Expression,
  ofName: JacobianOfName,
  shapes: InferredShapes,
  own?: Formula,
): Formula | null {
  const go = (e: Expression): Formula | null => pushforward(e, ofName, shapes);
  switch (expression.kind) {
    case "number":
      return null;
    case "name":
      return ofName(expression);
    case "negate":
      return mapped(go(expression.operand), negate);
    case "transpose":
      return vectorOnly(go(expression.operand), fromExpression(expression.operand, shapes));
    case "binary":
      return binary(expression, go, shapes);
    case "call":
      return call(expression, go, shapes, own ?? fromExpression(expression, shapes));
  }
}

const mapped = (f: Formula | null, map: (f: Formula) => Formula): Formula | null => f && map(f);

function vectorOnly(jacobian: Formula | null, value: Formula): Formula | null {
  if (jacobian && value.shape.rows > 1 && value.shape.columns > 1) throw new NotAVector();
  return jacobian;
}

function total(a: Formula | null, b: Formula | null): Formula | null {
  return a && b ? sum([a, b]) : (a ?? b);
}

/** The value as a column beside a Jacobian, whichever way it lies. */
const column = (f: Formula): Formula => (f.shape.columns > 1 ? transpose(f) : f);

/** diag(value) J, or value J for a number; a number's Jacobian (one row) meets every entry of a vector. */
function weighted(value: Formula, jacobian: Formula, isScalarOperand: boolean): Formula {
  if (isScalar(value)) return times(value, jacobian);
  const v = column(value);
  return isScalarOperand ? product(v, jacobian) : product(diag(v), jacobian);
}

function binary(
  { operator, left, right }: Extract<Expression, { kind: "binary" }>,
  go: (e: Expression) => Formula | null,
  shapes: InferredShapes,
): Formula | null {
  const [a, b] = [fromExpression(left, shapes), fromExpression(right, shapes)];
  const [ja, jb] = [vectorOnly(go(left), a), vectorOnly(go(right), b)];
  /** A number beside a vector stands in every row. */
  const raised = (j: Formula | null, own: Formula, other: Formula): Formula | null =>
    j && isScalar(own) && !isScalar(other) ? product(ones(Math.max(other.shape.rows, other.shape.columns), 1), j) : j;
  switch (operator) {
    case "add":
      return total(raised(ja, a, b), raised(jb, b, a));
    case "subtract":
      return total(raised(ja, a, b), mapped(raised(jb, b, a), negate));
    case "times":
      return total(ja && weighted(b, ja, isScalar(a)), jb && weighted(a, jb, isScalar(b)));
    case "divide":
      return total(
        ja && weighted(divide(number(1), b), ja, isScalar(a)),
        jb && negate(weighted(divide(a, power(b, 2)), jb, isScalar(b))),
      );
    case "power": {
      const exponent = constantOf(right);
      if (exponent === 0) return null;
      return ja && weighted(times(number(exponent), power(a, exponent - 1)), ja, false);
    }
    case "product":
      return productJacobian(a, b, ja, jb);
  }
}

function productJacobian(a: Formula, b: Formula, ja: Formula | null, jb: Formula | null): Formula | null {
  if (isScalar(a) || isScalar(b)) return total(ja && weighted(b, ja, isScalar(a)), jb && weighted(a, jb, isScalar(b)));
  const isOuter = a.shape.columns === 1 && b.shape.rows === 1;
  if (isOuter && (ja || jb)) throw new NotAVector();
  return total(ja && product(transpose(b), ja), jb && product(a, jb));
}

function call(
  expression: Extract<Expression, { kind: "call" }>,
  go: (e: Expression) => Formula | null,
  shapes: InferredShapes,
  own: Formula,
): Formula | null {
  const values = expression.arguments.map((e) => fromExpression(e, shapes));
  const jacobians = expression.arguments.map((e, i) => vectorOnly(go(e), values[i]!));
  const [first] = jacobians;
  if (jacobians.every((j) => j === null)) return null;
  const { function: name } = expression;
  if (isElementwise(name)) return weighted(slope(name, values[0]!, own), first!, false);
  if (isLossFunction(name)) throw new NotAVector();
  switch (name) {
    case "concat":
      return stack(jacobians.map((j, i) => j ?? zeros(values[i]!, jacobians)));
    case "sum":
    case "mean": {
      const n = Math.max(values[0]!.shape.rows, values[0]!.shape.columns);
      const summed = n === 1 ? first! : product(ones(1, n), first!);
      return name === "sum" ? summed : divide(summed, number(n));
    }
    case "softmax":
      return product(sum([diag(own), negate(product(own, transpose(own)))]), first!);
    case "diag":
      throw new NotAVector();
    default:
      return impossible(name);
  }
}

const zeros = (value: Formula, jacobians: readonly (Formula | null)[]): Formula =>
  times(number(0), ones(value.shape.rows, jacobians.find((j): j is Formula => j !== null)!.shape.columns));
