import { type Batch, DataError } from "../../engine/index.js";
import { decoder, wholeOption } from "./common.js";
import type { Task } from "./task.js";

export interface TextOptions {
  /** Time steps of one window. Default: the whole text is one sequence. */
  readonly window?: number;
  /** Order of the vocabulary; default: characters as they first appear. */
  readonly vocabulary?: readonly string[];
}

/** A text, and which character comes next at each step. */
export interface TextTask extends Task {
  readonly vocabulary: readonly string[];
  /** Class indices of some text's characters. @throws DataError for a character outside the vocabulary */
  encode(text: string): number[];
  /** Inputs and targets of any text in this vocabulary: each character is to be followed by the next. */
  batchOf(text: string): Batch;
}

/**
 * Next-character prediction: `x[t]` is a character, `target[t]` the one after it, both as class indices. With
 * `window`, a long text is cut into windows that follow one another, and the state is carried from each to the next;
 * a batch of n reads the text at n places at once.
 * @throws DataError when the text is too short; OptionError for a wrong window
 */
export function text(content: string, options: TextOptions = {}): TextTask {
  const characters = [...content];
  if (characters.length < 2)
    throw new DataError(`tasks.text needs at least two characters, found ${JSON.stringify(content)}`);
  const vocabulary = options.vocabulary ?? [...new Set(characters)];
  const encode = encoder(vocabulary);
  const indices = encode(content);
  const length =
    options.window === undefined ? indices.length - 1 : wholeOption("tasks.text", "window", options.window, 1);
  if (length > indices.length - 1)
    throw new DataError(
      `tasks.text: a window of ${length} steps is longer than the text, which has ${indices.length} characters`,
    );
  const pair = (start: number, steps: number) => ({
    x: indices.slice(start, start + steps),
    target: indices.slice(start + 1, start + steps + 1),
  });
  const whole = options.window === undefined;
  const windows = new Windows(indices.length - 1, length);
  const size = vocabulary.length;
  return {
    name: "text",
    description: `Which character comes next? ${characters.length} characters, ${size} different ones.`,
    size,
    sizes: { x: size, target: size },
    length,
    vocabulary,
    fixed: whole,
    stateful: !whole,
    baseline: {
      total: length * Math.log(size),
      perStep: Math.log(size),
      formula: `${length} ln ${size}`,
      perStepFormula: `ln ${size}`,
      meaning: "every character of the vocabulary equally likely",
    },
    encode,
    batchOf: (some) => {
      const list = encode(some);
      return { x: list.slice(0, -1), target: list.slice(1) };
    },
    batch: (n) => {
      if (n === undefined) return pair(whole ? 0 : windows.next(0, 1), length);
      const parts = Array.from({ length: wholeOption("tasks.text", "batch", n, 1) }, (_, k) =>
        pair(whole ? 0 : windows.next(k, n), length),
      );
      return { x: parts.map(({ x }) => x), target: parts.map(({ target }) => target) };
    },
    decode: decoder(vocabulary),
    tokens: (batch) => tokensOf(batch, vocabulary),
  };
}

/** Where the next window begins, for each of the places at which a batch reads the text. */
class Windows {
  readonly #at = new Map<string, number>();

  constructor(
    private readonly steps: number,
    private readonly window: number,
  ) {}

  next(k: number, n: number): number {
    const begin = Math.floor((k * this.steps) / n);
    const key = `${k}/${n}`;
    const at = this.#at.get(key) ?? begin;
    const start = at + this.window > this.steps ? 0 : at;
    this.#at.set(key, start + this.window);
    return start;
  }
}

function encoder(vocabulary: readonly string[]): (text: string) => number[] {
  const places = new Map(vocabulary.map((character, i) => [character, i]));
  return (content) =>
    [...content].map((character, at) => {
      const index = places.get(character);
      if (index === undefined)
        throw new DataError(`character ${at + 1}, ${JSON.stringify(character)}, is not in the vocabulary`);
      return index;
    });
}

/** Blanks and line ends are made visible. */
const visible = (character: string): string => (character === " " ? "␣" : character === "\n" ? "⏎" : character);

function tokensOf(batch: Batch, vocabulary: readonly string[]): Record<string, string[]> {
  const first = (list: unknown): number[] =>
    Array.isArray((list as unknown[])[0]) ? (list as number[][])[0]! : (list as number[]);
  const name = (i: number): string => visible(vocabulary[i] ?? "?");
  return { x: first(batch.x).map(name), target: first(batch.target).map(name) };
}

/**
 * Every line of a text is a sequence of its own; each batch draws one at random (all sequences of one batch have the
 * length of the shortest drawn).
 * @throws DataError when there is no line of two characters
 */
export function lines(content: string): TextTask {
  const kept = content.split("\n").filter((line) => [...line].length >= 2);
  if (kept.length === 0) throw new DataError("tasks.lines needs at least one line of two characters");
  const whole = text(kept.join("\n"));
  const characters = kept.map((line) => whole.encode(line));
  return {
    ...whole,
    name: "lines",
    description: `Which character comes next? ${kept.length} lines.`,
    length: null,
    fixed: kept.length === 1,
    stateful: false,
    batch: (n, random) => {
      const draw = (): number[] => characters[random ? random.integer(0, characters.length - 1) : 0]!;
      if (n === undefined) return pairOf(draw());
      const drawn = Array.from({ length: wholeOption("tasks.lines", "batch", n, 1) }, draw);
      const shortest = Math.min(...drawn.map((line) => line.length));
      const parts = drawn.map((line) => pairOf(line.slice(0, shortest)));
      return { x: parts.map(({ x }) => x), target: parts.map(({ target }) => target) };
    },
  };
}

const pairOf = (indices: readonly number[]) => ({ x: indices.slice(0, -1), target: indices.slice(1) });
