/**
 * Derived formulas as trees. Every node knows its shape, so that numbers, vectors and matrices are written and evaluated
 * as what they are.
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
  | { readonly kind: "transpose" | "diag" | "diagonal" | "total"; readonly operand: Formula }
  /** Of the slope of a function: whose. */
  | { readonly kind: "positive"; readonly operand: Formula; readonly slopeOf: FunctionName | undefined }
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

export const isScalar = ({ shape }: Formula): boolean => shape.rows === 1 && shape.columns === 1;

export const isNumber = (f: Formula, value: number): boolean => f.kind === "number" && f.value === value;

/** The parts of a formula, left to right. */
export function partsOf(formula: Formula): readonly Formula[] {
  const parts: Formula[] = [];
  reassembled(formula, (part) => {
    parts.push(part);
    return part;
  });
  return parts;
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

/** The same node over other parts. */
export function reassembled(formula: Formula, part: (f: Formula) => Formula): Formula {
  switch (formula.kind) {
    case "number":
    case "perStep":
    case "symbol":
    case "ones":
    case "identity":
      return formula;
    case "sum":
      return { ...formula, terms: formula.terms.map(part) };
    case "product":
    case "times":
    case "divide":
      return { ...formula, left: part(formula.left), right: part(formula.right) };
    case "call":
      return { ...formula, arguments: formula.arguments.map(part) };
    case "stack":
      return { ...formula, parts: formula.parts.map(part) };
    default:
      return { ...formula, operand: part(formula.operand) };
  }
}

/** The same formula at another time: `start` takes the place of t. */
export function movedTo(formula: Formula, start: At): Formula {
  const whole = reassembled(formula, (part) => movedTo(part, start));
  const moved = ({ base, offset }: At): At =>
    base === "t" ? { base: start.base, offset: start.offset + offset } : { base, offset };
  if (whole.kind === "within" || whole.kind === "atEnd") return { ...whole, at: moved(whole.at) };
  if (whole.kind !== "symbol") return whole;
  const { quantity } = whole;
  const index = quantity.index && moved(quantity.index);
  const byIndex = quantity.of === "jacobian" ? { byIndex: moved(quantity.byIndex) } : {};
  return { ...whole, quantity: { ...quantity, index, ...byIndex } };
}
