import { OptionError } from "./errors.js";
import { checkOptions } from "./options.js";
import { shown } from "./shown.js";

/** Truncated backpropagation through time (Williams & Peng 1990): every k1 steps, back through at most k2 steps. */
export interface Truncation {
  /** Time steps between updates. */
  readonly k1: number;
  /** Time steps that each update's gradient goes back, k2 ≥ k1. */
  readonly k2: number;
}

/** One update's part of a sequence. Times start at 1. */
export interface Window {
  /** Time steps before the window: its first step is `start + 1`. */
  readonly start: number;
  readonly end: number;
  /** The first time step whose loss this update counts. */
  readonly firstLoss: number;
}

/** @throws OptionError unless 1 ≤ k1 ≤ k2 are whole numbers */
export function checkTruncation(truncation: Truncation): void {
  checkOptions("truncate", truncation, ["k1", "k2"]);
  const { k1, k2 } = truncation;
  const whole = (n: number): boolean => Number.isSafeInteger(n) && n >= 1;
  if (!whole(k1) || !whole(k2))
    throw new OptionError(
      `truncate is { k1: ${shown(k1)}, k2: ${shown(k2)} }: expected whole numbers of time steps, at least 1`,
    );
  if (k2 < k1) {
    throw new OptionError(
      `truncate has k1 = ${k1} > k2 = ${k2}: the losses of all k1 steps must be reached, so k2 is at least k1`,
    );
  }
}

/** The window of update number `index` (from 0) in a sequence of `timeSteps`; undefined when the sequence is used up. */
export function windowAt({ k1, k2 }: Truncation, index: number, timeSteps: number): Window | undefined {
  const before = index * k1;
  if (before >= timeSteps) return undefined;
  const end = Math.min(before + k1, timeSteps);
  return { start: Math.max(0, end - k2), end, firstLoss: before + 1 };
}
