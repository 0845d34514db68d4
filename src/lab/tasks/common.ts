import { checkedSeed, wholeNumber } from "../../engine/checkedNumbers.js";
import { depthOf, isList } from "../../engine/describeData.js";
import { type Batch, type BatchData, OptionError, Random } from "../../engine/index.js";
import type { Baseline } from "./task.js";

/** The generator of a task's own. @throws OptionError for a seed that is no whole number */
export const ownRandom = (of: string, seed: number | undefined): Random =>
  new Random(checkedSeed(`${of}: seed`, seed ?? 0));

/**
 * What a task counts on with, for each generator that asks: a training, which brings its own, always begins at the beginning.
 * Who brings none goes on.
 */
export function countedBy<Count>(start: () => Count): (random?: Random) => Count {
  const own = start();
  const known = new WeakMap<Random, Count>();
  return (random) => {
    const count = random ? (known.get(random) ?? start()) : own;
    if (random) known.set(random, count);
    return count;
  };
}

/** One sequence of a batch, as the engine takes it. */
export interface Sequence {
  readonly x: BatchData;
  readonly target: BatchData;
}

/** A batch of `n` sequences; a single one (without batch dimension) when `n` is left out. @throws OptionError */
export function batchOf(n: number | undefined, draw: () => Sequence): Batch {
  if (n === undefined) return { ...draw() };
  const sequences = drawn(n, draw, ({ x }) => (isList(x) ? x.length : 1));
  return { x: sequences.map(({ x }) => x), target: sequences.map(({ target }) => target) };
}

/** Time steps of all sequences of a batch together; more would fill the memory. */
const MOST_STEPS = 10_000_000;

/**
 * Draws the sequences of a batch.
 * @param steps how many time steps one has
 * @throws OptionError for a number of sequences that is none, or too large
 */
export function drawn<One>(n: number, draw: (k: number) => One, steps: (one: One) => number): One[] {
  const count = wholeOption("batch", "the number of sequences", n, 1);
  const first = draw(0);
  if (count * steps(first) > MOST_STEPS)
    throw new OptionError(
      `batch: ${count} sequences of ${steps(first)} time steps are more than fit, at most ${MOST_STEPS} time steps in all`,
    );
  return [first, ...Array.from({ length: count - 1 }, (_, k) => draw(k + 1))];
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

/** Longer sequences, and more of them in a batch, are no task but a slip: they would fill the memory. */
const MOST = 1_000_000;

/** @throws OptionError unless it is a whole number from `least` to a million */
export function wholeOption(of: string, name: string, value: unknown, least: number): number {
  return wholeNumber(`${of}: ${name}`, value, { least, most: MOST });
}

/**
 * The first sequence of a batch's data, whether there is a batch dimension or not.
 * @param depth how deep a single sequence is nested: 1 for class indices, 2 for vectors
 */
export function firstSequence(data: BatchData | undefined, depth: number): ReadonlyArray<BatchData> {
  const sequence = depthOf(data) > depth ? (data as ReadonlyArray<BatchData>)[0] : data;
  return isList(sequence) ? sequence : [];
}
