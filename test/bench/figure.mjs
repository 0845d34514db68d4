/** Figures of measured times, and whether they reach their goals. */
import { median, quantile } from "./statistics.mjs";

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} value  the median of what was measured
 * @property {number} [least]  what was measured when nothing else happened on the machine
 * @property {number} [p95]  95 % of what was measured lie below
 * @property {string} unit
 * @property {number} [goal]  the most that the median may be, in the same unit
 * @property {boolean} [always]  the goal holds for 95 % of what was measured, too
 * @property {string} [note]
 */

/**
 * @param {string} name @param {readonly number[]} times  ms
 * @param {Pick<Figure, "goal" | "always" | "note">} [more]
 * @returns {Figure}
 */
export const timesFigure = (name, times, more) => ({
  name,
  value: median(times),
  least: Math.min(...times),
  p95: quantile(times, 0.95),
  unit: "ms",
  ...more,
});

/** @param {Figure} figure @returns {boolean} a figure without a goal reaches it */
export const reachesGoal = ({ value, p95 = value, goal = Number.POSITIVE_INFINITY, always = false }) =>
  value <= goal && (!always || p95 <= goal);
