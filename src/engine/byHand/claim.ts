import type { GradientName } from "../derivation/gradientNames.js";
import type { StatementTime } from "../language/index.js";

/** A name of the text that claims a gradient. */
export interface Claim extends GradientName {
  /** As it was written, `dE_dW`. */
  readonly name: string;
  /** At each step, at the last one only, or of the whole. */
  readonly time: StatementTime;
}
