/** What every language says of a diagnosis, and how its numbers are written. */
import { formatNumber } from "./formatNumber.js";

/** Sentences that follow one another; an empty one is left out. */
export interface DiagnosisText {
  /** One or two words: `Vanishing`. */
  readonly verdict: string;
  readonly explanation: string;
  /** What to try; "" when all is well. */
  readonly advice: string;
  /** How the loss stands; "" for a single pass. */
  readonly learning: string;
}

/** The part about the gradient. */
export type FlowText = Omit<DiagnosisText, "learning">;

/** A number in a sentence. */
export const n = (value: number): string => formatNumber(value);

/** Two digits, three near 1: ×0.99 and ×0.995 are worlds apart. */
export const factor = (value: number): string => `×${formatNumber(value, Math.abs(value - 1) < 0.1 ? 3 : 2)}`;
