import type { BatchData } from "../../engine/index.js";
import { checkOptions } from "../../engine/options.js";
import { batchOf, firstSequence, guessing, ownRandom, type Sequence } from "./common.js";
import { decodeProbability } from "./outputs.js";
import type { Task } from "./task.js";

/**
 * The first six words of twenty verses of the Authorised Version (1611, public domain), without punctuation and in small
 * letters but for the names; a star marks each name. From Debian's package bible-kjv-text 4.38.
 */
const VERSES = {
  "Genesis 4:8": "and *Cain talked with *Abel his",
  "Genesis 21:9": "and *Sarah saw the son of",
  "Genesis 22:6": "and *Abraham took the wood of",
  "Genesis 24:67": "and *Isaac brought her into his",
  "Genesis 25:28": "and *Isaac loved *Esau because he",
  "Genesis 27:22": "and *Jacob went near unto *Isaac",
  "Genesis 29:11": "and *Jacob kissed *Rachel and lifted",
  "Genesis 29:18": "and *Jacob loved *Rachel and said",
  "Genesis 37:3": "now *Israel loved *Joseph more than",
  "Genesis 45:3": "and *Joseph said unto his brethren",
  "Ruth 1:16": "and *Ruth said intreat me not",
  "Ruth 1:22": "so *Naomi returned and *Ruth the",
  "Ruth 2:5": "then said *Boaz unto his servant",
  "Ruth 4:9": "and *Boaz said unto the elders",
  "Ruth 4:13": "so *Boaz took *Ruth and she",
  "1 Samuel 1:5": "but unto *Hannah he gave a",
  "1 Samuel 3:1": "and the child *Samuel ministered unto",
  "1 Samuel 18:3": "then *Jonathan and *David made a",
  "1 Samuel 18:28": "and *Saul saw and knew that",
  "1 Samuel 20:4": "then said *Jonathan unto *David whatsoever",
} as const;

interface Word {
  readonly word: string;
  readonly isName: boolean;
}

const SENTENCES: readonly (readonly Word[])[] = Object.values(VERSES).map((verse) =>
  verse.split(" ").map((word) => ({ word: word.replace("*", ""), isName: word.startsWith("*") })),
);
const VOCABULARY = [...new Set(SENTENCES.flat().map(({ word }) => word))].sort();
const LENGTH = SENTENCES[0]!.length;

export interface NamesOptions {
  /** Of the task's own generator, used when a caller brings none. Default 0. */
  readonly seed?: number;
}

/**
 * Name recognition: for each word of a verse, is it a person's name? `x[t]` is a word's class index, `target[t]` is 1 or 0,
 * for a binary cross-entropy at every step. Knowing nothing: ln 2 a word.
 * @throws OptionError for an option that is not there
 */
export function names(options: NamesOptions = {}): Task {
  checkOptions("tasks.names", options, ["seed"]);
  const own = ownRandom("tasks.names", options.seed);
  return {
    name: "names",
    description: `Which words are names? ${SENTENCES.length} verses, ${VOCABULARY.length} different words.`,
    size: VOCABULARY.length,
    sizes: { x: VOCABULARY.length, target: 1 },
    length: LENGTH,
    fixed: false,
    stateful: false,
    baseline: guessing(LENGTH, 2, "each word a name with probability one half"),
    batch: (n, random = own) => batchOf(n, () => pairOf(SENTENCES[random.integer(0, SENTENCES.length - 1)]!)),
    decode: decodeProbability("name", "-"),
    tokens: ({ x, target }) => ({ x: wordsOf(x), target: marksOf(target) }),
  };
}

const pairOf = (sentence: readonly Word[]): Sequence => ({
  x: sentence.map(({ word }) => VOCABULARY.indexOf(word)),
  target: sentence.map(({ isName }) => [isName ? 1 : 0]),
});

const wordsOf = (data: BatchData | undefined): string[] =>
  firstSequence(data, 1).map((index) => VOCABULARY[index as number] ?? "?");

const marksOf = (data: BatchData | undefined): string[] =>
  firstSequence(data, 2).map((mark) => ((mark as readonly number[])[0] === 1 ? "name" : "-"));
