import { batchOf, decodeNumbers, ownRandom, type Sequence, wholeOption } from "./common.js";
import type { Task } from "./task.js";

/**
 * A sine wave of a random phase: at each step say its next value. The mean, 0, has a squared error of 1/2 a step.
 * Defaults: length 50, period 25 steps.
 * @throws OptionError for a length below 1 or a period of 0 or less
 */
export function sine({
  length = 50,
  period = 25,
  seed = 0,
}: {
  readonly length?: number;
  readonly period?: number;
  readonly seed?: number;
} = {}): Task {
  wholeOption("tasks.sine", "length", length, 1);
  wholeOption("tasks.sine", "period", Math.ceil(period), 1);
  const own = ownRandom(seed);
  const draw = (random = own): Sequence => {
    const phase = random.uniform(0, 2 * Math.PI);
    const wave = Array.from({ length: length + 1 }, (_, t) => [Math.sin((2 * Math.PI * t) / period + phase)]);
    return { x: wave.slice(0, -1), target: wave.slice(1) };
  };
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
    batch: (n, random) => batchOf(n, () => draw(random)),
    decode: decodeNumbers,
    tokens: () => ({}),
  };
}

/**
 * Running parity: random bits; at each step say whether the number of ones so far is odd. Knowing nothing: ln 2 a
 * step. Default length 20.
 * @throws OptionError for a length below 1
 */
export function parity({ length = 20, seed = 0 }: { readonly length?: number; readonly seed?: number } = {}): Task {
  wholeOption("tasks.parity", "length", length, 1);
  const own = ownRandom(seed);
  const draw = (random = own): Sequence => {
    let odd = 0;
    const bits = Array.from({ length }, () => random.integer(0, 1));
    const target = bits.map((bit) => {
      odd ^= bit;
      return [odd];
    });
    return { x: bits.map((bit) => [bit]), target };
  };
  return {
    name: "parity",
    description: "Is the number of ones so far odd?",
    size: 1,
    sizes: { x: 1, target: 1 },
    length,
    fixed: false,
    stateful: false,
    baseline: {
      total: length * Math.log(2),
      perStep: Math.log(2),
      formula: `${length} ln 2`,
      perStepFormula: "ln 2",
      meaning: "odd and even equally likely",
    },
    batch: (n, random) => batchOf(n, () => draw(random)),
    decode: decodeNumbers,
    tokens: (batch) => ({ x: bitsOf(batch.x), target: bitsOf(batch.target) }),
  };
}

function bitsOf(data: unknown): string[] {
  const list = data as number[][] | number[][][];
  const first = (Array.isArray(list[0]![0]) ? list[0] : list) as number[][];
  return first.map(([bit]) => String(bit));
}
