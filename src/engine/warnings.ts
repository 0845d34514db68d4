/** Tells whoever listens of what is legal and probably not meant: a notebook shows it in the cell that runs. */
import type { Warning } from "./language/index.js";

let listener: ((warning: Warning) => void) | undefined;

/**
 * Sets who hears of each warning when it is found: of a definition when it is made, of a batch when a model first reads it.
 * The warnings stay where they belong, in `definition.warnings` and `model.warnings`.
 */
export function listenToWarnings(heard: ((warning: Warning) => void) | undefined): void {
  listener = heard;
}

/** Tells them, one after the other. */
export function tellWarnings(warnings: readonly Warning[]): void {
  for (const warning of warnings) listener?.(warning);
}
