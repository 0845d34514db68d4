/** What functions and losses mean in exact arithmetic: once for the program's operations and for the machine's instructions. */

import {
  ELEMENTWISE,
  type ElementwiseFunction,
  isElementwise,
  type LossFunction,
  type SlopeAlgebra,
} from "../../../../src/engine/functions/index.js";
import { impossible } from "../../../../src/engine/impossible.js";
import type { OperationKind } from "../../../../src/engine/program/program.js";
import { inverse, minus, negative, over, plus, residue, scrambled, times } from "./residues.js";

/** Operations of one argument, entry by entry. */
export type UnaryKind = ElementwiseFunction | Extract<OperationKind, "transpose" | "negate" | "power">;
export type BinaryKind = Extract<OperationKind, "add" | "subtract" | "times" | "scale" | "divide">;
export type LossKind = LossFunction | Extract<OperationKind, "crossEntropyOfSoftmax" | "binaryCrossEntropyOfSigmoid">;

const powerOf = (x: number, exponent: number): number =>
  exponent === 2 ? times(x, x) : scrambled(`power ${exponent}`, x);

/** @param exponent of a power */
export function unaryValue(kind: UnaryKind, x: number, exponent: number): number {
  if (isElementwise(kind)) return kind === "identity" ? x : scrambled(kind, x);
  switch (kind) {
    case "transpose":
      return x;
    case "negate":
      return negative(x);
    case "power":
      return powerOf(x, exponent);
    default:
      return impossible(kind);
  }
}

/** Slopes as their rows write them. */
const EXACT: SlopeAlgebra<number> = {
  number: (value) => (Number.isInteger(value) ? residue(value) : scrambled(`number ${value}`)),
  sum: (terms) => terms.reduce(plus, 0),
  negate: negative,
  times,
  divide: over,
  power: powerOf,
  positive: (x) => scrambled("positive", x),
  call: (name, x) => scrambled(name, x),
};

/** From the argument x or the result y, as the kernels tell it: see wasm/functions.ts. */
export function unarySlope(kind: UnaryKind, x: number, y: number, exponent: number): number {
  if (isElementwise(kind)) {
    const { from, written } = ELEMENTWISE[kind].slope;
    return written(EXACT, from === "argument" ? x : y);
  }
  switch (kind) {
    case "transpose":
      return 1;
    case "negate":
      return negative(1);
    case "power":
      return exponent === 2 ? plus(x, x) : scrambled(`slope of power ${exponent}`, x);
    default:
      return impossible(kind);
  }
}

export function binaryValue(kind: BinaryKind, a: number, b: number): number {
  switch (kind) {
    case "add":
      return plus(a, b);
    case "subtract":
      return minus(a, b);
    case "times":
    case "scale":
      return times(a, b);
    case "divide":
      return over(a, b);
    default:
      return impossible(kind);
  }
}

/** @param index of the operand */
export function binarySlope(kind: BinaryKind, index: number, a: number, b: number): number {
  switch (kind) {
    case "add":
      return 1;
    case "subtract":
      return index === 0 ? 1 : negative(1);
    case "times":
    case "scale":
      return index === 0 ? b : a;
    case "divide":
      return index === 0 ? inverse(b) : negative(over(a, times(b, b)));
    default:
      return impossible(kind);
  }
}

/** A softmax of one column. */
export function softmaxOf(column: readonly number[]): number[] {
  const all = scrambled("softmax", ...column);
  return column.map((x) => scrambled("share", all, x));
}

/** @param z the logits; the prediction itself where a loss has none */
export function lossValue(kind: LossKind, t: readonly number[], p: readonly number[], z: readonly number[]): number {
  const normaliser = kind === "crossEntropyOfSoftmax" ? scrambled("log Σ exp", ...z) : 0;
  return t.reduce((sum, target, i) => plus(sum, entryLoss(kind, target, p[i]!, z[i]!, normaliser)), 0);
}

const log = (x: number): number => scrambled("log", x);
const softplus = (x: number): number => scrambled("softplus", x);

function entryLoss(kind: LossKind, t: number, p: number, z: number, normaliser: number): number {
  switch (kind) {
    case "crossEntropy":
      return negative(times(t, log(p)));
    case "crossEntropyOfSoftmax":
      return times(t, minus(normaliser, z));
    case "binaryCrossEntropy":
      return negative(plus(times(t, log(p)), times(minus(1, t), log(minus(1, p)))));
    case "binaryCrossEntropyOfSigmoid":
      return plus(times(t, softplus(negative(z))), times(minus(1, t), softplus(z)));
    case "squaredError":
      return times(minus(t, p), minus(t, p));
    case "halfSquaredError":
      return over(times(minus(t, p), minus(t, p)), 2);
    default:
      return impossible(kind);
  }
}

/** By the target (index 0), the prediction (1) or the logits (2), entry by entry. */
export function lossSlopes(
  kind: LossKind,
  index: number,
  t: readonly number[],
  p: readonly number[],
  z: readonly number[],
): number[] {
  const normaliser = kind === "crossEntropyOfSoftmax" && index === 0 ? scrambled("log Σ exp", ...z) : 0;
  const mass = residue(t.reduce((sum, x) => sum + x, 0));
  return t.map((target, i) => entrySlope(kind, index, target, p[i]!, z[i]!, normaliser, mass));
}

function entrySlope(
  kind: LossKind,
  index: number,
  t: number,
  p: number,
  z: number,
  normaliser: number,
  mass: number,
): number {
  switch (kind) {
    case "crossEntropy":
      return index === 0 ? negative(log(p)) : negative(over(t, p));
    case "crossEntropyOfSoftmax":
      if (index === 0) return minus(normaliser, z);
      return index === 1 ? negative(over(t, p)) : minus(times(p, mass), t);
    case "binaryCrossEntropy":
      return index === 0 ? minus(log(minus(1, p)), log(p)) : minus(over(minus(1, t), minus(1, p)), over(t, p));
    case "binaryCrossEntropyOfSigmoid":
      if (index === 0) return negative(z);
      if (index === 2) return minus(p, t);
      return minus(over(minus(1, t), scrambled("sigmoid", negative(z))), over(t, p));
    case "squaredError":
      return times(2, index === 0 ? minus(t, p) : minus(p, t));
    case "halfSquaredError":
      return index === 0 ? minus(t, p) : minus(p, t);
    default:
      return impossible(kind);
  }
}
