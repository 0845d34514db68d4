import { type Batch, type BatchData, OptionError } from "../../engine/index.js";
import type { Baseline } from "./task.js";

/** One sequence of a batch, as the engine takes it. */
export interface Sequence {
  readonly x: BatchData;
  readonly target: BatchData;
}

/** A batch of `n` sequences; a single one (without batch dimension) when `n` is left out. @throws OptionError */
export function batchOf(n: number | undefined, draw: () => Sequence): Batch {
  if (n === undefined) return { ...draw() };
  const sequences = Array.from({ length: wholeOption("batch", "the number of sequences", n, 1) }, draw);
  return { x: sequences.map(({ x }) => x), target: sequences.map(({ target }) => target) };
}

/**
 * All classes equally likely, at every step.
 * @param steps the mean number of them when it varies
 * @param meaning the same in words
 */
export function guessing(steps: number, classes: number, meaning: string): Baseline {
  return {
    total: steps * Math.log(classes),
    perStep: Math.log(classes),
    formula: `${Number(steps.toFixed(2))} ln ${classes}`,
    perStepFormula: `ln ${classes}`,
    meaning,
  };
}

/** @throws OptionError unless it is a whole number of at least `least` */
export function wholeOption(of: string, name: string, value: unknown, least: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return value;
  throw new OptionError(`${of}: ${name} is ${JSON.stringify(value)}, expected a whole number of at least ${least}`);
}

export const isList = (data: BatchData | undefined): data is ReadonlyArray<BatchData> =>
  Array.isArray(data) || ArrayBuffer.isView(data);

/** How deep the lists are nested, following first elements. */
export const depthOf = (data: BatchData | undefined): number => (isList(data) ? 1 + depthOf(data[0]) : 0);

/**
 * The first sequence of a batch's data, whether there is a batch dimension or not.
 * @param depth how deep a single sequence is nested: 1 for class indices, 2 for vectors
 */
export function firstSequence(data: BatchData | undefined, depth: number): ReadonlyArray<BatchData> {
  const sequence = depthOf(data) > depth ? (data as ReadonlyArray<BatchData>)[0] : data;
  return isList(sequence) ? sequence : [];
}
