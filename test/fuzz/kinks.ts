import { FUNCTIONS, isElementwise } from "../../src/engine/language/index.js";
import type { Execution } from "../../src/engine/program/backend.js";

/** Arguments at which a function's slope jumps. */
function kinksOf(kind: string): readonly number[] {
  const row = isElementwise(kind) ? FUNCTIONS[kind] : undefined;
  return row?.kind === "elementwise" ? (row.kinks ?? []) : [];
}

/** Differences cannot see a gradient within this of a kink; nor can numbers of float32. */
const NEAR = 1e-4;
/** Relative to the terms: so near, rounding decides on which side an argument is. */
const UNSETTLED = 1e-10;

/** How the arguments of a pass stand to the kinks of their functions; "fixed": some on a kink, but no parameter moves them. */
export type KinkDistance = "far" | "fixed" | "near" | "unsettled";

/** @param noise of each value, see `Noise` */
export function kinkDistance(
  { program, values }: Pick<Execution, "program" | "values">,
  noise: ArrayLike<number>,
): KinkDistance {
  let found: KinkDistance = "far";
  for (const { kind, inputs, samples } of program.forward) {
    const { offset, size, stride } = inputs[0]!;
    const end = offset + (stride === 0 ? 1 : samples) * size;
    for (const kink of kinksOf(kind)) {
      for (let i = offset; i < end; i++) {
        const distance = Math.abs(values[i]! - kink);
        if (distance < UNSETTLED * noise[i]!) return "unsettled";
        // as of a state that starts at zero
        const isFixed = distance === 0 && noise[i] === 0;
        if (isFixed && found === "far") found = "fixed";
        if (!isFixed && distance < NEAR) found = "near";
      }
    }
  }
  return found;
}
