/** How gradients are called where formulas are typed: `dE_dW`, and δ_s for the gradient by what s is a function of. */
import type { CheckedEquations } from "../language/index.js";

/** What the sum of several losses may be called in a claim. */
const SUM_NAMES = ["E", "L", "loss", "ℒ"];

/** The names that the differentiated loss goes by in a claim: its own, or those of a sum when there are several. */
export function lossNames({ losses }: CheckedEquations): readonly string[] {
  return losses.length === 1 ? losses : SUM_NAMES;
}

/**
 * Reads a name as `d<loss>_d<name>`, the derivative of the loss by a name of the network.
 * @returns that name; undefined for a name that is not written so
 */
export function derivedBy(name: string, losses: readonly string[]): string | undefined {
  const loss = losses.find((l) => name.startsWith(`d${l}_d`));
  return (loss && name.slice(loss.length + 3)) || undefined;
}

/** What gradients are called where they are typed: what no name of the network is taken for. */
export interface TypedNames {
  gradient(name: string): string;
  delta(name: string): string;
}

export function typedNames(checked: CheckedEquations): TypedNames {
  const loss = lossNames(checked)[0]!;
  const names = [...checked.statements, ...checked.inputs, ...checked.parameters].map(({ name }) => name);
  let delta = "δ_";
  while (names.some((name) => name.startsWith(delta))) delta = `δ${delta}`;
  return { gradient: (name) => `d${loss}_d${name}`, delta: (name) => `${delta}${name}` };
}
