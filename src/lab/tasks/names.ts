import { ownRandom } from "./common.js";
import type { Task } from "./task.js";

/** Verses of the Authorised Version (1611, public domain), from Ruth, Samuel and Genesis; a star marks each name. */
const VERSES = [
  "and *Ruth said intreat me not",
  "so *Naomi returned with her daughter",
  "then *Boaz answered and said unto",
  "and *Boaz took *Ruth to wife",
  "now *Israel loved *Joseph more dearly",
  "and *David danced before the people",
  "then said *Jonathan unto *David go",
  "and the child *Samuel grew on",
  "and *Saul saw and knew *David",
  "so *Jacob went and *Rachel wept",
] as const;

const WORDS = VERSES.map((verse) =>
  verse.split(" ").map((word) => ({ word: word.replace("*", ""), isName: word.startsWith("*") })),
);
const VOCABULARY = [...new Set(WORDS.flat().map(({ word }) => word))].sort();

/**
 * Name recognition: for each word of a verse, is it a person's name? `target[t]` is 1 or 0, for a binary cross-entropy
 * at every step. Knowing nothing: ln 2 a word.
 */
export function names({ seed = 0 }: { readonly seed?: number } = {}): Task {
  const own = ownRandom(seed);
  const length = WORDS[0]!.length;
  const pair = (verse: (typeof WORDS)[number]) => ({
    x: verse.map(({ word }) => VOCABULARY.indexOf(word)),
    target: verse.map(({ isName }) => [isName ? 1 : 0]),
  });
  return {
    name: "names",
    description: "Which words are names?",
    size: VOCABULARY.length,
    sizes: { x: VOCABULARY.length, target: 1 },
    length,
    fixed: false,
    stateful: false,
    baseline: {
      total: length * Math.log(2),
      perStep: Math.log(2),
      formula: `${length} ln 2`,
      perStepFormula: "ln 2",
      meaning: "each word a name with probability one half",
    },
    batch: (n, random = own) => {
      if (n === undefined) return pair(WORDS[random.integer(0, WORDS.length - 1)]!);
      const drawn = Array.from({ length: n }, () => pair(WORDS[random.integer(0, WORDS.length - 1)]!));
      return { x: drawn.map(({ x }) => x), target: drawn.map(({ target }) => target) };
    },
    decode: (outputs) =>
      Array.from(outputs as ArrayLike<{ data: ArrayLike<number> }>, (o) => (o.data[0]! > 0.5 ? "name" : "-")).join(" "),
    tokens: (batch) => {
      const x = batch.x as number[] | number[][];
      const target = batch.target as number[][] | number[][][];
      const words = (Array.isArray(x[0]) ? x[0] : x) as number[];
      const marks = (Array.isArray(target[0]![0]) ? target[0] : target) as number[][];
      return { x: words.map((i) => VOCABULARY[i]!), target: marks.map(([mark]) => (mark === 1 ? "name" : "-")) };
    },
  };
}
