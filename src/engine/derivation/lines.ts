/** What a derivation is made from, and the lines it consists of. */
import type { CheckedEquations, InferredShapes, Shape } from "../language/index.js";
import type { Formula, Quantity } from "./formula.js";
import type { Matrix } from "./matrix.js";
import type { Token } from "./tokens.js";

/** What a line of a derivation tells: ∂E/∂s_t, δ_t, ∂E/∂W, or ∂s_t/∂s_{t-1}. */
export type LineKind = "adjoint" | "delta" | "gradient" | "jacobian";
/** What the reader of a line is told beside it. */
export type LineNote = "zeroBeyondEnd" | "lastStepOnly" | "fused" | "relu" | "noLoss";

/** ∂E/∂s_t or δ_t of one statement. */
export interface RecurrenceLine {
  readonly kind: "adjoint" | "delta";
  readonly quantity: Quantity;
  readonly formula: Formula;
  readonly notes: readonly LineNote[];
}

/** ∂E/∂W: what each time step adds, and what is added once. */
export interface GradientLine {
  readonly kind: "gradient";
  readonly quantity: Quantity;
  readonly shape: Shape;
  /** Of step t; null when no step adds to it. */
  readonly summand: Formula | null;
  /** At the last step, through derived parameters, or of a learned initial state; null when nothing. */
  readonly once: Formula | null;
  /** Whether `once` belongs to step T, so that each step's own contribution can be told. */
  readonly isPerStep: boolean;
  readonly notes: readonly LineNote[];
}

/** What lines are derived from. */
export interface DerivationInput {
  readonly checked: CheckedEquations;
  readonly shapes: InferredShapes;
  readonly reduction: "sum" | "mean";
  /** States whose initial value is a parameter. */
  readonly learned: ReadonlySet<string>;
  /** T, where numbers are given. */
  readonly timeSteps: number | null;
  /** Whether all targets of a cross-entropy sum to 1, which makes its δ as short as y - target. */
  readonly targetsSumToOne: boolean;
}

/** Both sides of a line at one time step, from the numbers of a trace. */
export interface LineCheck {
  /** 1…T; 0 for what stands outside time. */
  readonly time: number;
  /** The value of each of the line's quantities, row-major, in their order. */
  readonly numbers: readonly Matrix[];
  /** What backpropagation found. */
  readonly left: Matrix;
  /** The right side, computed from `numbers`. */
  readonly right: Matrix;
  /** Largest difference of an entry, relative to the largest entry of either side, or to its own terms where they cancel. */
  readonly difference: number;
}

/** One derived line. */
export interface DerivationLine {
  readonly kind: LineKind;
  /** The statement, state or parameter that it belongs to. */
  readonly name: string;
  readonly left: Token;
  readonly right: readonly Token[];
  /** The whole line as plain text. */
  readonly text: string;
  /** The same as it is typed in a check by hand; a Jacobian, which is not claimed, is a comment. */
  readonly typed: string;
  readonly shape: Shape;
  readonly notes: readonly LineNote[];
  /** The quantities of the right side that numbers can stand for, each once. */
  readonly quantities: readonly { readonly quantity: Quantity; readonly shape: Shape }[];
  /** Largest difference between the two sides at any time step; null without a trace. */
  readonly difference: number | null;
}
