import { positiveNumber } from "../checkedNumbers.js";
import { TraceNumbers } from "../derivation/traceNumbers.js";
import { firstSequence } from "../firstSequence.js";
import { checkOptions } from "../options.js";
import type { Shaker } from "../shake.js";
import type { Trace } from "../trace.js";
import { compareClaims, type Precision } from "./compareClaim.js";
import { HandCheck } from "./handCheck.js";
import { HandProgram, type HandValues } from "./handProgram.js";
import { handText } from "./handText.js";
import { networkNames } from "./networkNames.js";
import type { OutsideValues } from "./outsideValues.js";
import { rolesOf } from "./roles.js";

export interface HandCheckOptions {
  /** Values of the text's own sequences outside of time 1…T (as `K[t+1]` reads at T); default 0. */
  readonly initial?: OutsideValues;
  /** Largest relative difference that counts as equal. Default 1e-9 of a float64 trace, 1e-4 of float32. */
  readonly tolerance?: number;
}

/**
 * Checks formulas that were written by hand, in the equation language, against a trace's backpropagation.
 *
 * In the text a name of the network is its value in the trace. `dE_dX[t] = …` (d, the loss, _d, a name of the network)
 * claims a gradient: of a sequence ∂E/∂X_t, of a parameter time step t's contribution, whose sum is ∂E/∂X. With `[T]` or
 * without an index it claims one thing: of a parameter the whole gradient. A `dE_dX` that is read and not assigned is
 * backpropagation's own. All other names that are assigned are the writer's; `[t+1]` recurs back in time and is zero
 * beyond T.
 *
 * A name may be assigned twice, at `[T]` and at `[t]`: a value at T and the rule for all steps before it. The text has forms that
 * networks do not have, as a derivation prints them (`[t = T]`, `[a > 0]`, `a[1:3]`, `Σ_t …`, `ones(3, 1)`, `T`, `s[0]`): see
 * handForms.ts. A gradient from outside of 1…T is zero, and so is what is multiplied with it; 0 ./ 0 is 0.
 *
 * A difference is relative to the largest entry of its time step; of a whole gradient, to the sum of absolute terms of the entry,
 * Σ over time steps of the size of what each adds. Where terms cancel, what rounding may leave of them counts as equal: 45 units
 * in the last place of the terms that the formula's value is made of, which are told by computing it from slightly changed numbers.
 *
 * Of a batch its first sequence is checked, by its own loss; with reduction "mean" gradients carry the factor 1/T.
 * @param text one statement a line
 * @throws EquationError where the text is wrong, uses a name that is not there or claims nothing; ShapeError where shapes
 *   do not fit; OptionError or DataError for wrong options
 */
export function checkByHand(trace: Trace, text: string, options: HandCheckOptions = {}): HandCheck {
  checkOptions("gradientCheck", options, ["initial", "tolerance"]);
  const precision = precisionOf(trace, options.tolerance);
  const single = firstSequence(trace);
  const names = networkNames(single);
  const hand = handText(text, (name) => names.has(name));
  const roles = rolesOf(hand, trace.model.definition.checked, names);
  const numbers = new TraceNumbers(single);
  const program = new HandProgram(hand, roles, options.initial ?? {}, numbers);
  const results: HandValues[] = [];
  const result = (shaker?: Shaker, i = 0): HandValues => {
    results[i] ??= program.run(shaker);
    return results[i];
  };
  const rows = compareClaims(roles.claims, result, numbers, precision);
  return new HandCheck(rows, precision.tolerance, trace.timeSteps);
}

function precisionOf({ model }: Trace, tolerance: number | undefined): Precision {
  if (tolerance !== undefined) positiveNumber("gradientCheck: tolerance", tolerance);
  return model.dtype === "float64"
    ? { tolerance: tolerance ?? 1e-9, epsilon: Number.EPSILON }
    : { tolerance: tolerance ?? 1e-4, epsilon: 2 ** -23 };
}
