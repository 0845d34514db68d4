/** How gradients are called where formulas are typed: `dE_dW`, and δ_s for the gradient by what s is a function of. */
import type { CheckedEquations } from "../language/index.js";

/** What the sum of several losses may be called in a claim. */
const SUM_NAMES = ["E", "L", "loss", "ℒ"];

/**
 * The names that the differentiated loss goes by in a claim, the one to write first: its own, or those of a sum when there are
 * several. Where a name of the network begins as a gradient does, as `dE_ds`, gradients begin with one more d.
 */
export function lossNames(checked: CheckedEquations): readonly string[] {
  const own = checked.losses.length === 1 ? checked.losses : SUM_NAMES;
  const loss = unlike(checked, own[0]!, "d", (name) => `d${name}_d`);
  return loss === own[0] ? own : [loss, ...own];
}

/** A name with as many more signs before it as it takes to be the beginning of no name of the network. */
function unlike(checked: CheckedEquations, name: string, sign: string, as = (found: string): string => found): string {
  const { statements, inputs, parameters } = checked;
  const isTaken = [...statements, ...inputs, ...parameters].some((other) => other.name.startsWith(as(name)));
  return isTaken ? unlike(checked, sign + name, sign, as) : name;
}

/**
 * Reads a name as `d<loss>_d<name>`, the derivative of the loss by a name of the network.
 * @returns that name; undefined for a name that is not written so
 */
export function derivedBy(name: string, losses: readonly string[]): string | undefined {
  const loss = losses.find((l) => name.startsWith(`d${l}_d`));
  return (loss && name.slice(loss.length + 3)) || undefined;
}

/** What gradients, and sums over time, are called where they are typed: what no name of the network is taken for. */
export interface TypedNames {
  gradient(name: string): string;
  delta(name: string): string;
  sum(time: "t" | "τ"): string;
}

export function typedNames(checked: CheckedEquations): TypedNames {
  const [loss, delta, sum] = [lossNames(checked)[0], unlike(checked, "δ_", "δ"), unlike(checked, "Σ_", "Σ")];
  return {
    gradient: (name) => `d${loss}_d${name}`,
    delta: (name) => `${delta}${name}`,
    sum: (time) => `${sum}${time} `,
  };
}
