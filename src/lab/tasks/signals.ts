import { type BatchData, OptionError, type Random } from "../../engine/index.js";
import { checkOptions } from "../../engine/options.js";
import { shown } from "../../engine/shown.js";
import { batchOf, firstSequence, guessing, ownRandom, type Sequence, wholeOption } from "./common.js";
import { decodeNumbers, decodeProbability } from "./outputs.js";
import type { Task } from "./task.js";

export interface SineOptions {
  /** Time steps. Default 50. */
  readonly length?: number;
  /** Steps of one oscillation, above 2. Default 25. */
  readonly period?: number;
  /** Of the task's own generator, used when a caller brings none. Default 0. */
  readonly seed?: number;
}

/**
 * A sine wave of a random phase: at each step say its next value. The mean, 0, has a squared error of 1/2 a step.
 * @throws OptionError for a length below 1, a period of 2 or less, or an option that is not there
 */
export function sine(options: SineOptions = {}): Task {
  checkOptions("tasks.sine", options, ["length", "period", "seed"]);
  const { period = 25 } = options;
  const length = wholeOption("tasks.sine", "length", options.length ?? 50, 1);
  if (!Number.isFinite(period) || period <= 2)
    throw new OptionError(`tasks.sine: period is ${shown(period)}: expected more than 2 steps`);
  const own = ownRandom("tasks.sine", options.seed);
  return {
    name: "sine",
    description: `What is the sine wave's next value? Period ${period} steps.`,
    size: 1,
    sizes: { x: 1, target: 1 },
    length,
    fixed: false,
    stateful: false,
    baseline: {
      total: length / 2,
      perStep: 1 / 2,
      formula: `${length}/2`,
      perStepFormula: "1/2",
      meaning: "always 0, the mean",
    },
    batch: (n, random = own) => batchOf(n, () => drawWave(random, length, period)),
    decode: decodeNumbers,
    tokens: () => ({}),
  };
}

function drawWave(random: Random, length: number, period: number): Sequence {
  const phase = random.uniform(0, 2 * Math.PI);
  const wave = Array.from({ length: length + 1 }, (_, t) => [Math.sin((2 * Math.PI * t) / period + phase)]);
  return { x: wave.slice(0, -1), target: wave.slice(1) };
}

export interface ParityOptions {
  /** Time steps. Default 20. */
  readonly length?: number;
  /** Of the task's own generator, used when a caller brings none. Default 0. */
  readonly seed?: number;
}

/**
 * Running parity: random bits; at each step say whether the number of ones so far is odd. Knowing nothing: ln 2 a step.
 * @throws OptionError for a length below 1 or an option that is not there
 */
export function parity(options: ParityOptions = {}): Task {
  checkOptions("tasks.parity", options, ["length", "seed"]);
  const length = wholeOption("tasks.parity", "length", options.length ?? 20, 1);
  const own = ownRandom("tasks.parity", options.seed);
  return {
    name: "parity",
    description: "Is the number of ones so far odd?",
    size: 1,
    sizes: { x: 1, target: 1 },
    length,
    fixed: false,
    stateful: false,
    baseline: guessing(length, 2, "odd and even equally likely"),
    batch: (n, random = own) => batchOf(n, () => drawBits(random, length)),
    decode: decodeProbability("1", "0"),
    tokens: ({ x, target }) => ({ x: bitsOf(x), target: bitsOf(target) }),
  };
}

function drawBits(random: Random, length: number): Sequence {
  let odd = 0;
  const bits = Array.from({ length }, () => random.integer(0, 1));
  const target = bits.map((bit) => {
    odd ^= bit;
    return [odd];
  });
  return { x: bits.map((bit) => [bit]), target };
}

const bitsOf = (data: BatchData | undefined): string[] =>
  firstSequence(data, 2).map((bit) => String((bit as readonly number[])[0]));
