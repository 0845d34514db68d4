import { FUNCTIONS } from "../functions/index.js";
import type { Expression } from "./ast.js";
import { describeShape, lengthOf, type ShapeVariable, unifyRows, unifyShapes } from "./dimensions.js";
import { formatExpression } from "./format.js";
import type { NameNode } from "./reads.js";
import { plural, type ShapeProblems } from "./shapeProblems.js";

/** What is known while the shapes of a text are being found. */
export interface ShapesSoFar {
  readonly names: ReadonlyMap<string, ShapeVariable>;
  readonly isScalar: (e: Expression) => boolean;
  readonly isVector: (e: Expression) => boolean;
  /** Refuses a product with a vector on the left that must have the shape `own`. */
  readonly refuseAtRight: (product: Extract<Expression, { kind: "binary" }>, own: ShapeVariable) => void;
  readonly problems: ShapeProblems;
}

/**
 * Carries the size of a statement's left side, `name`, down to those names of its right side that must have it: so an
 * error points at the very name that does not fit.
 * @param isPart whether something stands beside it that may have that size instead: a single number meets every element
 * @throws ShapeError at such a name
 */
export function expectSize(known: ShapesSoFar, name: string, e: Expression, isPart = false): void {
  if (known.isScalar(e)) return;
  if (e.kind === "name") expectName(known, name, e, false);
  else if (e.kind === "negate") expectSize(known, name, e.operand, isPart);
  else if (e.kind === "call" && isSizeKept(e)) expectSize(known, name, e.arguments[0]!, isPart);
  else if (e.kind === "binary") expectBinary(known, name, e, isPart);
}

/** A function whose value has the size of its argument. */
function isSizeKept({ function: name }: Extract<Expression, { kind: "call" }>): boolean {
  return FUNCTIONS[name].kind === "elementwise" || FUNCTIONS[name].kind === "softmax";
}

function expectBinary(
  known: ShapesSoFar,
  name: string,
  e: Extract<Expression, { kind: "binary" }>,
  isPart: boolean,
): void {
  const { operator, left, right } = e;
  const isMatrix = operator === "product" && !known.isScalar(left) && !known.isScalar(right);
  if (operator === "power") expectSize(known, name, left, isPart);
  else if (!isMatrix) for (const operand of [left, right]) expectSize(known, name, operand, true);
  else if (known.isVector(left)) known.refuseAtRight(e, known.names.get(name)!);
  else if (isPart && left.kind === "name" && lengthOf(known.names.get(left.name)!.rows) === 1) return;
  else if (left.kind === "name" && mayMultiply(known, left, right)) expectName(known, name, left, true);
}

/** False when the product itself cannot be: that is then what to report. */
function mayMultiply({ names }: ShapesSoFar, left: NameNode, right: Expression): boolean {
  if (right.kind !== "name") return true;
  const columns = lengthOf(names.get(left.name)!.columns);
  const rows = lengthOf(names.get(right.name)!.rows);
  return columns === undefined || rows === undefined || columns === rows;
}

/** @param isMatrix a matrix on the left of a product: only its rows must fit */
function expectName({ names, problems }: ShapesSoFar, name: string, node: NameNode, isMatrix: boolean): void {
  const [own, found] = [names.get(name)!, names.get(node.name)!];
  const [left, right] = [describeShape(own), describeShape(found)];
  // a single number meets every element
  if (right === "1×1") return;
  const conflict = isMatrix ? unifyRows(own, found) : unifyShapes(own, found);
  if (!conflict) return;
  const needed = isMatrix ? `has ${plural(lengthOf(own.rows)!, "row")}` : `is ${left}`;
  const problem = `${formatExpression(node)} is ${right} but ${name}, the left side, ${needed}`;
  throw problems.error(node.span, problem, problems.origins(conflict));
}
