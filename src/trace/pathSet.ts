/** The chain rule as a list of paths: from a loss back through the unrolled graph to a state or a parameter. */
import * as v from "valibot";
import { count, digits, named, series } from "./schemaParts.js";

/** One partial derivative ∂from/∂to: one arrow of the unrolled graph, taken backward. Many paths may share it. */
const factor = v.strictObject({
  /** Indices into `nodes`. */
  from: count,
  to: count,
  /** Typeset, `\\frac{\\partial h_{3}}{\\partial h_{2}}`. */
  tex: v.string(),
  /** The Jacobian, [size of from, size of to] with the entries of a matrix in row-major order; only when it is small. */
  value: v.optional(series),
  /** The Jacobian's norm where it is too large to be given; left out where even that is much work, and when it is not finite. */
  norm: v.optional(v.number()),
});

export const pathSet = v.strictObject({
  /** The loss that is differentiated; `time` null for the sum of all its time steps. */
  from: named,
  /** What it is differentiated by; `time` null for a parameter, all of whose uses count. */
  to: named,
  /** How many paths there are, exactly. */
  count: digits,
  /** The unit of the numbers: rows and columns of `to`. */
  rows: count,
  columns: count,
  /** Size of the batch; with more than one the values are left out and only norms are given. */
  batchSize: count,
  /** By what every product of partial derivatives is multiplied: 1, or 1/T where the loss is the mean over time. */
  weight: v.number(),
  nodes: v.array(named),
  factors: v.array(factor),
  /**
   * All paths when there are few (in the order of the equations, latest loss first), else the largest, largest first.
   * `factors` are indices, in order from the loss.
   */
  paths: v.array(v.strictObject({ factors: v.array(count), value: v.optional(series) })),
  /** Norm of each listed path's value. [paths] */
  norms: series,
  /** "all" paths are listed; the "largest", proven; or the largest "found" before the search was given up. */
  listed: v.picklist(["all", "largest", "found"]),
  /** When there are too many to list: all paths with the same number of factors taken together, shortest first. */
  groups: v.array(v.strictObject({ length: count, count: digits, value: v.optional(series) })),
  /** Norm of each group's sum. [groups] */
  groupNorms: series,
  /** The sum of all paths, [rows, columns]; only when it is small. */
  sum: v.optional(series),
  /** What backpropagation gives; the same numbers. */
  gradient: v.optional(series),
  /** Norms of the sum and of the gradient, the largest difference of an entry, and the norm of the sizes of terms that cancel. [3 or 4] */
  agreement: series,
});
