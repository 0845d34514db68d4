import type { StatementTime } from "../language/index.js";
import type { NetworkName } from "./networkNames.js";

/** A name of the text that claims a gradient. */
export interface Claim {
  /** As it was written, `dE_dW`. */
  readonly name: string;
  /** What the loss is derived by, `W`. */
  readonly of: NetworkName;
  /** At each step, at the last one only, or of the whole. */
  readonly time: StatementTime;
}
