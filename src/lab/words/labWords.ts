/** What a recording, a check or a set of paths is in one line, for those who cannot see it. */
import type { RoleWords, Warning } from "../../engine/index.js";
import type { Diagnosis } from "../../trace/index.js";

/** How a run stands. */
interface RunFacts {
  readonly status: "running" | "done" | "stopped" | "diverged";
  /** Training steps. */
  readonly done: number;
  readonly planned: number;
  readonly seconds: number;
  /** First and last loss; absent before the first step. */
  readonly course?: { readonly first: number; readonly last: number };
  /** The loss of knowing nothing. */
  readonly baseline?: number | undefined;
}

/** One pass without an update. */
interface PassFacts {
  readonly timeSteps: number;
  readonly loss: number;
  readonly baseline?: number | undefined;
}

/** A set of paths; its texts are in the symbols of the equations. */
export interface PathFacts {
  /** In digits. */
  readonly count: string;
  readonly isOne: boolean;
  readonly from: string;
  /** Whether `from` is the loss as a whole. */
  readonly fromLoss: boolean;
  readonly to: string;
  /** Whether there are too many to be summed by their lengths. */
  readonly ungrouped: boolean;
  /** The only path, or the largest one known. */
  readonly path?: { readonly text: string; readonly norm: string; readonly isProven: boolean } | undefined;
  /** Norms, and the largest difference of an entry. */
  readonly sum: string;
  readonly gradient: string;
  readonly difference: string;
}

/** Each sentence ends with its full stop. */
/** How many entries of a gradient were checked, of how many. */
export interface CheckedSample {
  readonly checked: number;
  readonly all: number;
}

export interface LabWords {
  readonly diagnosis: (diagnosis: Diagnosis) => string;
  readonly run: (facts: RunFacts) => string;
  readonly pass: (facts: PassFacts) => string;
  readonly parameters: (count: number) => string;
  /** @param largest relative difference to central differences @param sample how many entries were checked; null for all */
  readonly check: (passed: boolean, largest: string, sample: CheckedSample | null) => string;
  readonly formulasAgree: (count: number, largest: string) => string;
  /** @param failed names, each with the time where it differs most, if it has one */
  readonly formulasDiffer: (failed: readonly { readonly name: string; readonly time: number | null }[]) => string;
  readonly paths: (facts: PathFacts) => string;
  /** A rounded number. */
  readonly about: (number: string) => string;
  /** @param lines the first of them @param more how many are left out */
  readonly derived: (lines: readonly string[], more: number) => string;
  /** Whether both sides of what was derived agree in numbers. */
  readonly sidesAgree: (agree: boolean, timeSteps: number, difference: string) => string;
  /** One line, with the place in the equations. */
  readonly warning: (warning: Warning) => string;
  /** Of the table of a network's names. */
  readonly names: RoleWords;
  /** Stands between two sentences. */
  readonly space: string;
}
