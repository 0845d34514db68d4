/** Rewritings that were deleted, with what they gained when they were. */
import type { Deleted } from "./tables.js";

export const DELETED: readonly Deleted[] = [];
