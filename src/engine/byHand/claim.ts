import type { CheckedEquations, Statement } from "../language/index.js";

/** What a name like `dE_dW` stands for: the derivative of the loss by a name of the network. */
export interface GradientName {
  /** The name of the network, `W`. */
  readonly of: string;
}

/** A statement that claims a gradient. */
export interface Claim extends GradientName {
  readonly statement: Statement;
}

/** What the sum of several losses may be called in a claim. */
const SUM_NAMES = ["E", "L", "loss", "ℒ"];

/** The names that the differentiated loss goes by in a claim: its own, or those of a sum when there are several. */
export function lossNames({ losses }: CheckedEquations): readonly string[] {
  return losses.length === 1 ? losses : SUM_NAMES;
}

/**
 * Reads a name as `d<loss>_d<name>`.
 * @returns undefined for a name that is not written like one
 */
export function gradientName(name: string, losses: readonly string[]): GradientName | undefined {
  const loss = losses.find((l) => name.startsWith(`d${l}_d`));
  const of = loss === undefined ? "" : name.slice(loss.length + 3);
  return of ? { of } : undefined;
}
