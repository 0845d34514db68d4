import type { BatchData } from "./batch.js";
import type { Initialisers } from "./networkDefinition.js";
import type { Dtype } from "./program/program.js";
import type { NestedNumbers, Tensor } from "./tensor.js";

/** Sizes by name: n for a vector of n, [rows, columns] for a matrix. */
export type Sizes = Readonly<Record<string, number | readonly [number, number]>>;

/** Makes an initial state a parameter, which begins at zero: `build(…, { initial: { s: learned } })`. */
export const learned: unique symbol = Symbol("learned");

export interface ModelOptions {
  /**
   * Same seed, same first numbers, in Node and in the browser. Training them gives the same bits again in one engine; one with
   * fused multiply-add (Node 22 or later, Chromium) rounds less often than one without (Node 20), so the last bits differ.
   * Default 0.
   */
  readonly seed?: number;
  /** Initialisers by parameter; default: the definition's own, else uniform ±1/√columns for matrices and 0 for biases. */
  readonly init?: Initialisers;
  /**
   * Default "float64", so that a gradient that vanishes over time can be followed down to 1e-300. The slope of a saturated
   * unit is taken from its result, y (1 - y) or 1 - y², as PyTorch takes it: its error is 1e-16, and beyond |x| = 37 (sigmoid)
   * or 19 (tanh) it is 0.
   */
  readonly dtype?: Dtype;
  /** Initial value of each state (s[0], or s[T+1] of a layer that runs backward): numbers, or `learned`. Default 0. */
  readonly initial?: Readonly<Record<string, BatchData | Tensor | typeof learned>>;
}

export interface ModelJSON {
  readonly equations: string;
  readonly sizes: Sizes;
  readonly dtype: Dtype;
  readonly initial: Record<string, NestedNumbers | "learned">;
  readonly parameters: Record<string, NestedNumbers>;
}
