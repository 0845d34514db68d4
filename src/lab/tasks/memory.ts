import { type Batch, OptionError, type Random } from "../../engine/index.js";
import { checkOptions } from "../../engine/options.js";
import { shown } from "../../engine/shown.js";
import { batchOf, firstSequence, ownRandom, type Sequence, wholeOption } from "./common.js";
import { classOf, decodeClasses, largestIn, numbersOf, type Output } from "./outputs.js";
import type { Task } from "./task.js";

const RECALLED = 10;
const COPY_SYMBOLS = ["·", "1", "2", "3", "4", "5", "6", "7", "8", "?"] as const;
const MARKER = 9;

export interface CopyingOptions {
  /** Steps between the last symbol and the first one recalled. Default 10. */
  readonly delay?: number;
  /** Of the task's own generator, used when a caller brings none. Default 0. */
  readonly seed?: number;
}

/**
 * Copying memory (Hochreiter & Schmidhuber 1997, as Arjovsky, Shah & Bengio 2016): ten symbols out of eight, `delay` - 1
 * blanks, a marker, ten blanks; the ten are to be recalled at the end. Length delay + 20. Without a memory the best
 * is 10 ln 8 in all.
 * @throws OptionError for a delay below 1 or an option that is not there
 */
export function copying(options: CopyingOptions = {}): Task {
  checkOptions("tasks.copying", options, ["delay", "seed"]);
  const delay = wholeOption("tasks.copying", "delay", options.delay ?? 10, 1);
  const own = ownRandom("tasks.copying", options.seed);
  const length = delay + 2 * RECALLED;
  const total = RECALLED * Math.log(8);
  return {
    name: "copying",
    description: `Recall ten symbols after ${delay} steps.`,
    size: COPY_SYMBOLS.length,
    sizes: { x: COPY_SYMBOLS.length, target: COPY_SYMBOLS.length },
    length,
    vocabulary: COPY_SYMBOLS,
    fixed: false,
    stateful: false,
    baseline: {
      total,
      perStep: total / length,
      formula: "10 ln 8",
      perStepFormula: `10 ln 8 / ${length}`,
      meaning: "blanks known, each recalled symbol one of eight",
    },
    batch: (n, random = own) => batchOf(n, () => drawCopy(random, delay)),
    decode: decodeClasses(COPY_SYMBOLS),
    tokens: ({ x, target }) => ({ x: named(COPY_SYMBOLS, x), target: named(COPY_SYMBOLS, target) }),
  };
}

function drawCopy(random: Random, delay: number): Sequence {
  const blanks = (count: number): number[] => new Array<number>(count).fill(0);
  const symbols = Array.from({ length: RECALLED }, () => random.integer(1, 8));
  return {
    x: [...symbols, ...blanks(delay - 1), MARKER, ...blanks(RECALLED)],
    target: [...blanks(delay + RECALLED), ...symbols],
  };
}

const named = (vocabulary: readonly string[], data: Batch[string] | undefined): string[] =>
  firstSequence(data, 1).map((symbol) => vocabulary[classOf(symbol as number)] ?? "?");

const ORDER_SYMBOLS = ["A", "B", "c", "d", "e", "f"] as const;

export interface TemporalOrderOptions {
  /** Time steps, at least 10. Default 50. */
  readonly length?: number;
  /** How many of the symbols are A or B: 2 (default) or 3. */
  readonly symbols?: number;
  /** Of the task's own generator, used when a caller brings none. Default 0. */
  readonly seed?: number;
}

/**
 * Temporal order (Hochreiter & Schmidhuber 1997, as Pascanu, Mikolov & Bengio 2013): two (or three) of the symbols stand
 * far apart and are A or B, all others are distractors c…f; at the last step the network says in which order they came.
 * Knowing nothing: ln 4 (ln 8), 75 % (87.5 %) wrong.
 * @throws OptionError for a length below 10, a number of symbols other than 2 and 3, or an option that is not there
 */
export function temporalOrder(options: TemporalOrderOptions = {}): Task {
  checkOptions("tasks.temporalOrder", options, ["length", "symbols", "seed"]);
  const { symbols = 2 } = options;
  const length = wholeOption("tasks.temporalOrder", "length", options.length ?? 50, 10);
  if (symbols !== 2 && symbols !== 3)
    throw new OptionError(`tasks.temporalOrder: symbols is ${shown(symbols)}: expected 2 or 3`);
  const own = ownRandom("tasks.temporalOrder", options.seed);
  const classes = 2 ** symbols;
  return {
    name: "temporalOrder",
    description: `In which order did the ${symbols} symbols A and B come?`,
    size: ORDER_SYMBOLS.length,
    sizes: { x: ORDER_SYMBOLS.length, target: classes },
    length,
    vocabulary: ORDER_SYMBOLS,
    fixed: false,
    stateful: false,
    baseline: {
      total: Math.log(classes),
      perStep: null,
      formula: `ln ${classes}`,
      meaning: "every order equally likely",
    },
    batch: (n, random = own) => batchOf(n, () => drawOrder(random, length, symbols)),
    decode: decodeClasses(orders(symbols), " "),
    tokens: ({ x }) => ({ x: named(ORDER_SYMBOLS, x) }),
    errorRate: (batch, output) => orderErrorRate(batch, output, classes),
  };
}

/** Where the stretches begin, each a tenth of the sequence long, in which A or B stands: as shares of ten. */
const STRETCHES = { 2: [1, 5], 3: [1, 3, 6] } as const;

function drawOrder(random: Random, length: number, symbols: 2 | 3): Sequence {
  const tenth = Math.floor(length / 10);
  const x = Array.from({ length }, () => random.integer(2, 5));
  const values = STRETCHES[symbols].map((tenths) => {
    const value = random.integer(0, 1);
    x[Math.floor((tenths * length) / 10) + random.integer(0, tenth - 1)] = value;
    return value;
  });
  return { x, target: values.reduce((sum, value, k) => sum + value * 2 ** k, 0) };
}

/** Each class v0 + 2 v1 (+ 4 v2) in letters, 0 being A: `AB`. */
function orders(symbols: number): string[] {
  return Array.from({ length: 2 ** symbols }, (_, c) =>
    Array.from({ length: symbols }, (_, k) => ((c >> k) & 1 ? "B" : "A")).join(""),
  );
}

function orderErrorRate({ target }: Batch, output: Output, classes: number): number {
  const numbers = numbersOf(output);
  const right = [target].flat() as number[];
  return right.filter((c, b) => largestIn(numbers, b * classes, classes) !== c).length / right.length;
}
