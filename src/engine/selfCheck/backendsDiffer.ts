import type { Warning } from "../language/index.js";

/** What a network's failed check of itself says. @param difference see `Trusted` */
export const backendsDiffer = (difference: string): Warning => ({
  kind: "backendsDiffer",
  name: difference,
  suggestion: null,
  span: null,
  message:
    `the fast engine is wrong for this network (${difference}), so the slower reference computes it: all numbers here ` +
    "are right. This is a fault of Unroll's: please report these equations with their sizes.",
});
