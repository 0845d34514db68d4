import type { Batch, Random } from "../../engine/index.js";
import type { Decode, Output } from "./outputs.js";

/** What knowing nothing costs. */
export interface Baseline {
  /** Loss of a whole sequence, in the loss's own unit (nats for cross-entropy). */
  readonly total: number;
  /** The same for one time step; null when the loss stands at the last step only. */
  readonly perStep: number | null;
  /** How the total is computed: `5 ln 6`. */
  readonly formula: string;
  /** How that of one time step is computed: `ln 6`; default its number. */
  readonly perStepFormula?: string;
  /** In words. */
  readonly meaning: string;
}

/** Something to learn: a seeded source of batches. */
export interface Task {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Numbers in one input vector; for a text the size of its vocabulary. */
  readonly size: number;
  readonly sizes: { readonly x: number; readonly target: number };
  /** Time steps of a sequence; null when it varies. */
  readonly length: number | null;
  /** Absent where nobody can tell. */
  readonly baseline?: Baseline;
  /** The symbols that class indices stand for, if any. */
  readonly vocabulary?: readonly string[];
  /** True when every batch is the same. */
  readonly fixed: boolean;
  /** True when each batch goes on where the one before ended. */
  readonly stateful: boolean;
  /**
   * The next batch of `n` sequences; without `n` a single sequence.
   * @param random where a task draws its sequences from; default a generator of the task's own
   * @throws OptionError when n is no whole number above 0
   */
  batch(n?: number, random?: Random): Batch;
  /** Symbols of the most probable classes of some outputs (vectors, tensors or class indices), one a time step. */
  readonly decode: Decode;
  /** What stands at each time step of a batch's first sequence, by sequence name. */
  tokens(batch: Batch): Record<string, string[]>;
  /**
   * Share of a batch's sequences that are answered wrong, from 0 to 1; absent where no answer is plainly wrong.
   * @param output the network's answer at the last step, `model.forward(batch).value("y")`: [size] or [B, size]
   */
  errorRate?(batch: Batch, output: Output): number;
}

export function isTask(x: unknown): x is Task {
  return (
    typeof x === "object" &&
    x !== null &&
    typeof (x as Task).batch === "function" &&
    typeof (x as Task).tokens === "function"
  );
}
