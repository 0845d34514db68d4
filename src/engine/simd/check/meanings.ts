/** What functions and losses mean in exact arithmetic: once for the program's operations and for the machine's instructions. */
import type { OperationKind } from "../../program/program.js";
import { inverse, minus, negative, over, plus, residue, scrambled, times } from "./residues.js";

/** Operations of one argument, entry by entry. */
export type UnaryKind = Extract<
  OperationKind,
  "identity" | "transpose" | "negate" | "power" | "tanh" | "sigmoid" | "relu" | "softplus" | "exp" | "log"
>;
export type BinaryKind = Extract<OperationKind, "add" | "subtract" | "times" | "scale" | "divide">;
export type LossKind = Extract<OperationKind, `${string}Entropy${string}` | `${string}Error`>;

/** @param exponent of a power */
export function unaryValue(kind: UnaryKind, x: number, exponent: number): number {
  switch (kind) {
    case "identity":
    case "transpose":
      return x;
    case "negate":
      return negative(x);
    case "power":
      return exponent === 2 ? times(x, x) : scrambled(`power ${exponent}`, x);
    case "tanh":
    case "sigmoid":
    case "relu":
    case "softplus":
    case "exp":
    case "log":
      return scrambled(kind, x);
    default:
      return unknownKind(kind);
  }
}

/** From the argument x or the result y, as the kernels tell it: see wasm/functions.ts. */
export function unarySlope(kind: UnaryKind, x: number, y: number, exponent: number): number {
  switch (kind) {
    case "identity":
    case "transpose":
      return 1;
    case "negate":
      return negative(1);
    case "power":
      return exponent === 2 ? plus(x, x) : scrambled(`slope of power ${exponent}`, x);
    case "tanh":
      return minus(1, times(y, y));
    case "sigmoid":
      return times(y, minus(1, y));
    case "relu":
      return scrambled("slope of relu", y);
    case "softplus":
      return scrambled("sigmoid", x);
    case "exp":
      return y;
    case "log":
      return inverse(x);
    default:
      return unknownKind(kind);
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
      return unknownKind(kind);
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
      return unknownKind(kind);
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
      return unknownKind(kind);
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
      return unknownKind(kind);
  }
}

function unknownKind(kind: never): never {
  throw new TypeError(`no exact meaning of ${String(kind)} is known`);
}
