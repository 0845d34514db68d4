/** The functions of the equation language, one row each. Imports nothing: everything that knows a function reads it here. */
import { ELEMENTWISE } from "./elementwise.js";
import { LOSSES } from "./losses.js";
import type { ElementwiseRow, LossRow, VectorRow } from "./row.js";
import { VECTORS } from "./vectors.js";

export { ELEMENTWISE, sigmoidOf, softplusOf } from "./elementwise.js";
export { LOSSES } from "./losses.js";
export type { ElementwiseRow, Interval, Kernel, LossRow, Slope, SlopeAlgebra, VectorRow } from "./row.js";
export { VECTORS } from "./vectors.js";

/** Functions of one argument that act on each element alone. */
export type ElementwiseFunction = keyof typeof ELEMENTWISE;
/** Functions that need the whole vector: softmax over rows, concat of rows, sum and mean to one number, diag to a matrix. */
export type VectorFunction = keyof typeof VECTORS;
/** Losses: `(target, prediction)` to one number, in nats for the cross-entropies. */
export type LossFunction = keyof typeof LOSSES;
export type FunctionName = ElementwiseFunction | VectorFunction | LossFunction;

export type FunctionRow = ElementwiseRow | VectorRow | LossRow;

/** Every function of the language. */
export const FUNCTIONS: { readonly [Name in FunctionName]: FunctionRow } = { ...ELEMENTWISE, ...VECTORS, ...LOSSES };

/** In the order of the table: elementwise, vector, losses. */
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** Whether a name is a function of the language, so that it can be no quantity. */
export const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);
/** Whether it acts on each element alone. */
export const isElementwise = (name: string): name is ElementwiseFunction => Object.hasOwn(ELEMENTWISE, name);
/** Whether it compares a target with a prediction. */
export const isLossFunction = (name: string): name is LossFunction => Object.hasOwn(LOSSES, name);

/** Losses that are computed from the argument of the function which makes their predictions. */
export type FusableLoss = {
  [L in LossFunction]: (typeof LOSSES)[L] extends { readonly fusedWith: string } ? L : never;
}[LossFunction];

/** Whether a loss has a function whose result it can be taken together with. */
export const isFusable = (name: string): name is FusableLoss => isLossFunction(name) && "fusedWith" in LOSSES[name];

/** The function that a loss is taken together with; undefined where there is none, and for what is no loss. */
export const fusedWith = (name: string): LossRow["fusedWith"] => (isFusable(name) ? LOSSES[name].fusedWith : undefined);

/** A table with the same names: what `of` makes of each row. */
export function mapRows<Name extends string, Row, Value>(
  rows: { readonly [N in Name]: Row },
  of: (row: Row, name: Name) => Value,
): { readonly [N in Name]: Value } {
  const entries = (Object.entries(rows) as [Name, Row][]).map(([name, row]) => [name, of(row, name)]);
  return Object.fromEntries(entries) as { readonly [N in Name]: Value };
}
