import { DataError } from "../../engine/index.js";
import { checkOptions } from "../../engine/options.js";
import {
  baselineOf,
  characterBatch,
  charactersOf,
  characterTask,
  checkedVocabulary,
  type TextTask,
} from "./characters.js";
import { countedBy, wholeOption } from "./common.js";

export interface TextOptions {
  /** Time steps of one window. Default: the whole text is one sequence. */
  readonly window?: number;
  /** Order of the vocabulary; default: characters as they first appear. */
  readonly vocabulary?: readonly string[];
}

/**
 * Next-character prediction: `x[t]` is a character, `target[t]` the one after it, both as class indices. With
 * `window`, a long text is cut into windows that follow one another, and the state is carried from each to the next;
 * a batch of n reads the text at n places at once. After the end it goes on from the beginning, where each training begins.
 * @throws DataError when the text is too short; OptionError for a wrong window or vocabulary
 */
export function text(content: string, options: TextOptions = {}): TextTask {
  checkOptions("tasks.text", options, ["window", "vocabulary"]);
  const characters = charactersOf("tasks.text", content);
  const vocabulary = checkedVocabulary(options.vocabulary ?? [...new Set(characters)]);
  const common = characterTask(vocabulary);
  const indices = common.encode(content);
  const steps = indices.length - 1;
  const length = options.window === undefined ? steps : wholeOption("tasks.text", "window", options.window, 1);
  if (length > steps)
    throw new DataError(
      `tasks.text: a window of ${length} steps is longer than the text, which has ${indices.length} characters`,
    );
  const windows = countedBy(() => new Windows(steps, length));
  return {
    ...common,
    name: "text",
    description: `Which character comes next? ${characters.length} characters, ${vocabulary.length} different ones.`,
    length,
    fixed: options.window === undefined,
    stateful: options.window !== undefined,
    baseline: baselineOf(length, vocabulary.length),
    batch: (n, random) =>
      characterBatch(n, vocabulary.length, (k) => {
        const start = windows(random).next(k, n ?? 1);
        return indices.slice(start, start + length + 1);
      }),
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
    const key = `${k}/${n}`;
    const at = this.#at.get(key) ?? Math.floor((k * this.steps) / n);
    const start = at + this.window > this.steps ? 0 : at;
    this.#at.set(key, start + this.window);
    return start;
  }
}
