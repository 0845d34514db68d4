/** Whether the two sides of a line are the same number, and in which words. */
import { type DerivationLine, formatNumber } from "../../trace/index.js";
import type { DerivationWords } from "./words.js";

export interface Agreement {
  readonly result: "agree" | "differ" | "notFinite";
  /** Largest relative difference; null when it is not finite. */
  readonly difference: number | null;
}

/** Relative; far above rounding, even in single precision, and far below a wrong formula. */
const TOLERANCE = 1e-5;

export function agreementOf(difference: number | null): Agreement {
  if (difference === null) return { result: "notFinite", difference };
  return { result: difference <= TOLERANCE ? "agree" : "differ", difference };
}

export function agreementText({ result, difference }: Agreement, words: DerivationWords): string {
  if (result === "notFinite" || difference === null) return words.notFinite;
  if (difference === 0) return words.agreeExactly;
  return words[result](formatNumber(difference, 2));
}

/** What the checks of a line find, the worst of them: one that cannot be compared before one that differs. */
export function worstOf({ checks, total }: DerivationLine): Agreement | null {
  const differences = [...checks, ...(total ? [total] : [])].map(({ difference }) => difference);
  if (differences.length === 0) return null;
  const finite = differences.filter((difference) => difference !== null);
  return agreementOf(finite.length < differences.length ? null : Math.max(...finite));
}
