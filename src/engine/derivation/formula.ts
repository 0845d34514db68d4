/**
 * Derived formulas as trees. Every node knows its shape, so that numbers, vectors and matrices are written and evaluated
 * as what they are; the constructors simplify on the way (1·a, −(−a), (aᵀ)ᵀ).
 */
import type { FunctionName, Shape } from "../language/index.js";

/** When a symbol is read: relative to the line's own step t, to the last step T, to the step τ of a sum, or to 0. */
export interface At {
  readonly base: "t" | "T" | "τ" | "0";
  readonly offset: number;
}

/** A quantity of a derivation. `index` null: outside time. */
export type Quantity =
  /** The value of a name. */
  | { readonly of: "value"; readonly name: string; readonly index: At | null }
  /** ∂E/∂name. */
  | { readonly of: "adjoint"; readonly name: string; readonly index: At | null }
  /** δ: ∂E by the argument of the name's outer function. */
  | { readonly of: "delta"; readonly name: string; readonly index: At | null }
  /** ∂name/∂by. */
  | {
      readonly of: "jacobian";
      readonly name: string;
      readonly index: At | null;
      readonly by: string;
      readonly byIndex: At;
    };

export type Formula = { readonly shape: Shape } & (
  | { readonly kind: "number"; readonly value: number }
  /** 1/T. */
  | { readonly kind: "perStep" }
  | { readonly kind: "symbol"; readonly quantity: Quantity }
  | { readonly kind: "sum"; readonly terms: readonly Formula[] }
  | { readonly kind: "negate"; readonly operand: Formula }
  | { readonly kind: "transpose" | "diag" | "diagonal" | "total" | "positive"; readonly operand: Formula }
  | { readonly kind: "product"; readonly left: Formula; readonly right: Formula }
  /** Element by element. */
  | { readonly kind: "times"; readonly left: Formula; readonly right: Formula }
  | { readonly kind: "divide"; readonly left: Formula; readonly right: Formula }
  | { readonly kind: "power"; readonly operand: Formula; readonly exponent: number }
  | { readonly kind: "call"; readonly function: FunctionName; readonly arguments: readonly Formula[] }
  /** A number in every entry. */
  | { readonly kind: "spread"; readonly operand: Formula }
  | { readonly kind: "ones" | "identity" }
  /** Rows `from` (included) to `to` (excluded). */
  | { readonly kind: "rows"; readonly operand: Formula; readonly from: number; readonly to: number }
  | { readonly kind: "stack"; readonly parts: readonly Formula[] }
  /** Zero where `at` lies outside 1…T: nobody reads there. */
  | { readonly kind: "within"; readonly operand: Formula; readonly at: At }
  /** Zero unless `at` is T + offset. */
  | { readonly kind: "atEnd"; readonly operand: Formula; readonly at: At; readonly offset: number }
  /** The sum over all steps τ. */
  | { readonly kind: "overTime"; readonly operand: Formula }
);

const SCALAR: Shape = { rows: 1, columns: 1 };

export const isScalar = ({ shape }: Formula): boolean => shape.rows === 1 && shape.columns === 1;
const isNumber = (f: Formula, value: number): boolean => f.kind === "number" && f.value === value;
const turned = ({ rows, columns }: Shape): Shape => ({ rows: columns, columns: rows });
/** The shape of two operands that meet element by element, a number meeting each element. */
const meeting = (a: Formula, b: Formula): Shape => (isScalar(a) ? b.shape : a.shape);

export const number = (value: number): Formula => ({ kind: "number", value, shape: SCALAR });
export const perStep: Formula = { kind: "perStep", shape: SCALAR };
export const symbol = (quantity: Quantity, shape: Shape): Formula => ({ kind: "symbol", quantity, shape });
export const identity = (size: number): Formula =>
  size === 1 ? number(1) : { kind: "identity", shape: { rows: size, columns: size } };
export const ones = (rows: number, columns: number): Formula => ({ kind: "ones", shape: { rows, columns } });

export function sum(terms: readonly Formula[]): Formula {
  const flat = terms
    .flatMap((term) => (term.kind === "sum" ? term.terms : [term]))
    .filter((term) => !isNumber(term, 0));
  if (flat.length === 0) return terms[0] ?? number(0);
  const widest = flat.reduce((a, b) => (isScalar(a) ? b : a));
  return flat.length === 1 ? flat[0]! : { kind: "sum", terms: flat, shape: widest.shape };
}

export function negate(operand: Formula): Formula {
  if (operand.kind === "negate") return operand.operand;
  if (operand.kind === "number") return number(operand.value === 0 ? 0 : -operand.value);
  return { kind: "negate", operand, shape: operand.shape };
}

/** Element by element. */
export function times(left: Formula, right: Formula): Formula {
  if (isNumber(left, 1) && !(isScalar(right) && !isScalar(left))) return right;
  if (isNumber(right, 1)) return left;
  if (left.kind === "number" && left.value < 0) return negate(times(number(-left.value), right));
  if (right.kind === "number" && right.value < 0) return negate(times(left, number(-right.value)));
  if (left.kind === "negate") return negate(times(left.operand, right));
  if (right.kind === "negate") return negate(times(left, right.operand));
  if (left.kind === "number" && right.kind === "number") return number(left.value * right.value);
  if (left.kind === "number" && right.kind === "times" && right.left.kind === "number")
    return times(number(left.value * right.left.value), right.right);
  const hoisted = withNumberFirst(left, right, times);
  if (hoisted) return hoisted;
  // a number in every entry multiplies as the number itself
  if (right.kind === "spread" && !isScalar(left)) return times(right.operand, left);
  if (left.kind === "spread" && !isScalar(right)) return times(left.operand, right);
  return { kind: "times", left, right, shape: meeting(left, right) };
}

/** A number inside either factor stands before the whole: a (2 b) is 2 a b. Null when there is none. */
function withNumberFirst(left: Formula, right: Formula, multiply: (a: Formula, b: Formula) => Formula): Formula | null {
  const isNumbered = (f: Formula): f is Extract<Formula, { kind: "times" }> =>
    f.kind === "times" && f.left.kind === "number";
  if (left.kind === "number" || right.kind === "number") return null;
  if (isNumbered(left)) return times(left.left, multiply(left.right, right));
  return isNumbered(right) ? times(right.left, multiply(left, right.right)) : null;
}

/** The matrix product; with a number the same as `times`. */
export function product(left: Formula, right: Formula): Formula {
  if (isScalar(left) || isScalar(right)) return times(left, right);
  if (left.kind === "identity") return right;
  if (right.kind === "identity") return left;
  const hoisted = withNumberFirst(left, right, product);
  if (hoisted) return hoisted;
  if (left.kind === "diag" && right.kind === "diag") return diag(times(left.operand, right.operand));
  if (left.kind === "diag" && right.kind === "product" && right.left.kind === "diag")
    return product(diag(times(left.operand, right.left.operand)), right.right);
  if (left.kind === "negate") return negate(product(left.operand, right));
  if (right.kind === "negate") return negate(product(left, right.operand));
  return { kind: "product", left, right, shape: { rows: left.shape.rows, columns: right.shape.columns } };
}

export function transpose(operand: Formula): Formula {
  if (isScalar(operand)) return operand;
  if (operand.kind === "transpose") return operand.operand;
  if (operand.kind === "negate") return negate(transpose(operand.operand));
  if (operand.kind === "divide" && isScalar(operand.right)) return divide(transpose(operand.left), operand.right);
  return { kind: "transpose", operand, shape: turned(operand.shape) };
}

export function divide(left: Formula, right: Formula): Formula {
  if (isNumber(right, 1)) return left;
  if (left.kind === "negate") return negate(divide(left.operand, right));
  return { kind: "divide", left, right, shape: meeting(left, right) };
}

export function power(operand: Formula, exponent: number): Formula {
  if (exponent === 0) return number(1);
  return exponent === 1 ? operand : { kind: "power", operand, exponent, shape: operand.shape };
}

export const call = (name: FunctionName, args: readonly Formula[], shape: Shape): Formula => ({
  kind: "call",
  function: name,
  arguments: args,
  shape,
});

/** A vector as a diagonal matrix. */
export const diag = (operand: Formula): Formula =>
  isScalar(operand)
    ? operand
    : { kind: "diag", operand, shape: { rows: operand.shape.rows, columns: operand.shape.rows } };

/** The diagonal of a square matrix as a vector. */
export const diagonal = (operand: Formula): Formula =>
  isScalar(operand) ? operand : { kind: "diagonal", operand, shape: { rows: operand.shape.rows, columns: 1 } };

/** The sum of all entries; of two vectors multiplied element by element it is their inner product. */
export function total(operand: Formula): Formula {
  if (isScalar(operand)) return operand;
  if (operand.kind === "negate") return negate(total(operand.operand));
  const areVectors = operand.kind === "times" && operand.shape.columns === 1;
  if (areVectors && !isScalar(operand.left) && !isScalar(operand.right))
    return product(transpose(operand.left), operand.right);
  return { kind: "total", operand, shape: SCALAR };
}

/** A number in every entry of a shape. */
export function spread(operand: Formula, shape: Shape): Formula {
  if (shape.rows === 1 && shape.columns === 1) return operand;
  if (operand.kind === "negate") return negate(spread(operand.operand, shape));
  return { kind: "spread", operand, shape };
}

/** 1 where an entry is positive, else 0: the slope of ReLU. */
export const positive = (operand: Formula): Formula => ({ kind: "positive", operand, shape: operand.shape });

export const rows = (operand: Formula, from: number, to: number): Formula => ({
  kind: "rows",
  operand,
  from,
  to,
  shape: { rows: to - from, columns: operand.shape.columns },
});

export const stack = (parts: readonly Formula[]): Formula => ({
  kind: "stack",
  parts,
  shape: { rows: parts.reduce((n, { shape }) => n + shape.rows, 0), columns: parts[0]!.shape.columns },
});

export const within = (operand: Formula, at: At): Formula => ({ kind: "within", operand, at, shape: operand.shape });
export const atEnd = (operand: Formula, at: At, offset: number): Formula => ({
  kind: "atEnd",
  operand,
  at,
  offset,
  shape: operand.shape,
});
export const overTime = (operand: Formula): Formula => ({ kind: "overTime", operand, shape: operand.shape });

/** The parts of a formula, left to right. */
export function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case "number":
    case "perStep":
    case "symbol":
    case "ones":
    case "identity":
      return [];
    case "sum":
      return formula.terms;
    case "product":
    case "times":
    case "divide":
      return [formula.left, formula.right];
    case "call":
      return formula.arguments;
    case "stack":
      return formula.parts;
    default:
      return [formula.operand];
  }
}

/** All nodes, parents first, left before right. */
export function nodesOf(formula: Formula): Formula[] {
  const found: Formula[] = [];
  const open = [formula];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    open.push(...partsOf(node).toReversed());
  }
  return found;
}

/** The same formula at other times: each symbol's index is mapped. */
export function reindexed(formula: Formula, map: (at: At) => At): Formula {
  const go = (f: Formula): Formula => reindexed(f, map);
  const index = (at: At | null): At | null => at && map(at);
  switch (formula.kind) {
    case "number":
    case "perStep":
    case "ones":
    case "identity":
      return formula;
    case "symbol": {
      const { quantity } = formula;
      if (quantity.of === "jacobian")
        return { ...formula, quantity: { ...quantity, index: index(quantity.index), byIndex: map(quantity.byIndex) } };
      return { ...formula, quantity: { ...quantity, index: index(quantity.index) } };
    }
    case "sum":
      return { ...formula, terms: formula.terms.map(go) };
    case "product":
    case "times":
    case "divide":
      return { ...formula, left: go(formula.left), right: go(formula.right) };
    case "call":
      return { ...formula, arguments: formula.arguments.map(go) };
    case "stack":
      return { ...formula, parts: formula.parts.map(go) };
    case "within":
    case "atEnd":
      return { ...formula, operand: go(formula.operand), at: map(formula.at) };
    default:
      return { ...formula, operand: go(formula.operand) };
  }
}
