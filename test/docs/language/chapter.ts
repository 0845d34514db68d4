import type { Mistake } from "./errorText.js";

/** The network that most mistakes are made in, and with its loss. */
export const ELMAN = "s[t] = tanh(U x[t] + W s[t-1] + b)";
export const LOSS = `${ELMAN}\nE[t] = squaredError(target[t], s[t])`;

export interface Chapter {
  readonly title: string;
  /** What these mistakes have in common. */
  readonly about: string;
  readonly mistakes: readonly Mistake[];
}
