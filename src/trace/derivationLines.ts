/** The recurrences of backpropagation through time, derived from a network's own equations and checked with numbers. */
import * as v from "valibot";
import { count, series } from "./schemaParts.js";

/** Plain TeX, or a symbol whose numbers can stand in its place: the `symbol`-th of each check's `numbers`. */
const piece = v.union([
  v.strictObject({ tex: v.string() }),
  v.strictObject({ tex: v.string(), symbol: count, rows: count, columns: count }),
]);

/** Both sides of a line at one time step. */
const check = v.strictObject({
  /** 1…T; 0 for what stands outside time. */
  time: count,
  /** By symbol, row-major; a symbol that does not exist at this time (beyond either end) is zero. */
  numbers: v.array(series),
  /** What backpropagation found (left side), and the right side computed from `numbers` and nothing else. [rows, columns] */
  left: series,
  right: series,
  /** Largest difference of an entry, relative to the largest entry of either side; null when it is not finite. */
  difference: v.nullable(v.number()),
});

const line = v.strictObject({
  /**
   * `adjoint`: ∂E/∂s_t. `delta`: δ_t, the same by the argument of the outer function. `gradient`: ∂E/∂W as a sum over
   * time. `jacobian`: ∂s_t/∂s_{t-1}.
   */
  kind: v.picklist(["adjoint", "delta", "gradient", "jacobian"]),
  /** What is differentiated by (`s`, `W`), and the statement, state or parameter that the line belongs to. */
  name: v.string(),
  left: v.string(),
  /** From behind the equals sign on. */
  right: v.array(piece),
  /** The line for a terminal, and for a reader who cannot see it. */
  text: v.string(),
  /** The line as it is typed in a check by hand; a Jacobian is a comment. Older recordings have none. */
  typed: v.optional(v.string()),
  rows: count,
  columns: count,
  /** What the reader must know beside it. */
  notes: v.array(
    v.picklist([
      /** Terms beyond the last time step are zero. */
      "zeroBeyondEnd",
      /** This line holds at the last time step only. */
      "lastStepOnly",
      /** Softmax and cross-entropy (sigmoid and binary cross-entropy) taken together; the target sums to 1. */
      "fused",
      /** The subgradient of ReLU at 0 is 0. */
      "relu",
      /** No loss depends on the parameter. */
      "noLoss",
    ]),
  ),
  /** At most 12 time steps, latest first (the order in which backpropagation computes them); none without a trace. */
  checks: v.array(check),
  /** Of a gradient's line: the checks are the summand of each step, and this is the sum over all T. */
  total: v.optional(v.strictObject({ left: series, right: series, difference: v.nullable(v.number()) })),
});

export const derivationLines = v.strictObject({
  /** The parameter that was asked for; null for all. */
  parameter: v.nullable(v.string()),
  /** T of the trace whose numbers are given; 0 without one. */
  timeSteps: count,
  /** More than 1: the numbers are of the batch's first sequence and its own loss. */
  batchSize: count,
  lines: v.array(line),
  /** Largest difference of any line at any time step, also of those that are not kept; null without a trace or when it is not finite. */
  largestDifference: v.nullable(v.number()),
});
