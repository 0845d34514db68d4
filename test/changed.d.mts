import type { Step } from "./steps.mjs";
/** @param since a commit; default: where this branch left main */
export function changedSteps(since?: string): Step[];
/** @param sources texts of all TypeScript files of the tests, by path from the root */
export function nearestTests(changed: readonly string[], sources: ReadonlyMap<string, string>): string[];
