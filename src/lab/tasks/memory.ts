import { OptionError } from "../../engine/index.js";
import { batchOf, decoder, ownRandom, type Sequence, wholeOption } from "./common.js";
import type { Task } from "./task.js";

const RECALLED = 10;
const COPY_SYMBOLS = ["·", "1", "2", "3", "4", "5", "6", "7", "8", "?"] as const;

/** Class indices of a batch's first sequence, as symbols. */
function symbolTokens(
  vocabulary: readonly string[],
  batch: Parameters<Task["tokens"]>[0],
  withTarget: boolean,
): Record<string, string[]> {
  const first = (list: unknown): number[] =>
    Array.isArray((list as unknown[])[0]) ? (list as number[][])[0]! : (list as number[]);
  const named = (list: unknown): string[] => first(list).map((i) => vocabulary[i] ?? "?");
  return { x: named(batch.x), ...(withTarget ? { target: named(batch.target) } : {}) };
}

/**
 * Copying memory (Hochreiter & Schmidhuber 1997, as Arjovsky, Shah & Bengio 2016): ten symbols out of eight, `delay` - 1
 * blanks, a marker, ten blanks; the ten are to be recalled at the end. Length delay + 20. Without a memory the best
 * is 10 ln 8 in all. Default delay 10.
 * @throws OptionError for a delay below 1
 */
export function copying({ delay = 10, seed = 0 }: { readonly delay?: number; readonly seed?: number } = {}): Task {
  wholeOption("tasks.copying", "delay", delay, 1);
  const own = ownRandom(seed);
  const length = delay + 2 * RECALLED;
  const blanks = (count: number): number[] => new Array<number>(count).fill(0);
  const draw = (random = own): Sequence => {
    const symbols = Array.from({ length: RECALLED }, () => random.integer(1, 8));
    return {
      x: [...symbols, ...blanks(delay - 1), 9, ...blanks(RECALLED)],
      target: [...blanks(delay + RECALLED), ...symbols],
    };
  };
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
    batch: (n, random) => batchOf(n, () => draw(random)),
    decode: decoder(COPY_SYMBOLS),
    tokens: (batch) => symbolTokens(COPY_SYMBOLS, batch, true),
  };
}

const ORDER_SYMBOLS = ["A", "B", "c", "d", "e", "f"] as const;

/**
 * Temporal order (Pascanu, Mikolov & Bengio 2013): two (or three) of the symbols stand far apart and are A or B, all
 * others are distractors c…f; at the last step the network says in which order they came. Knowing nothing: ln 4 (ln 8).
 * Defaults: length 50, 2 symbols.
 * @throws OptionError for a length below 10 or a number of symbols other than 2 and 3
 */
export function temporalOrder({
  length = 50,
  symbols = 2,
  seed = 0,
}: {
  readonly length?: number;
  readonly symbols?: number;
  readonly seed?: number;
} = {}): Task {
  wholeOption("tasks.temporalOrder", "length", length, 10);
  if (symbols !== 2 && symbols !== 3)
    throw new OptionError(`tasks.temporalOrder: symbols is ${symbols}, expected 2 or 3`);
  const own = ownRandom(seed);
  const tenth = Math.floor(length / 10);
  const starts =
    symbols === 2
      ? [tenth, Math.floor(length / 2)]
      : [tenth, Math.floor((3 * length) / 10), Math.floor((6 * length) / 10)];
  const draw = (random = own): Sequence => {
    const x = Array.from({ length }, () => random.integer(2, 5));
    const values = starts.map(() => random.integer(0, 1));
    starts.forEach((start, k) => {
      x[start + random.integer(0, tenth - 1)] = values[k]!;
    });
    return { x, target: [values.reduce((sum, v, k) => sum + v * 2 ** k, 0)] };
  };
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
    batch: (n, random) => batchOf(n, () => draw(random)),
    decode: decoder(classNames(symbols)),
    tokens: (batch) => symbolTokens(ORDER_SYMBOLS, batch, false),
  };
}

/** Class v0 + 2 v1 (+ 4 v2) in letters, 0 being A: `AB`. */
function classNames(symbols: number): string[] {
  return Array.from({ length: 2 ** symbols }, (_, c) =>
    Array.from({ length: symbols }, (_, k) => ((c >> k) & 1 ? "B" : "A")).join(""),
  );
}
