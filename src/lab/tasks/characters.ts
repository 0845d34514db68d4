import { type Batch, type BatchData, DataError, OptionError } from "../../engine/index.js";
import { shown } from "../../engine/shown.js";
import { drawn, firstSequence, guessing } from "./common.js";
import { classOf, decodeClasses, type Output } from "./outputs.js";
import type { Baseline, Task } from "./task.js";

/** A text, and which character comes next at each step. */
export interface TextTask extends Task {
  readonly vocabulary: readonly string[];
  /** Class indices of some text's characters. @throws DataError for a character outside the vocabulary */
  encode(text: string): number[];
  /** Inputs and targets of any text in this vocabulary: each character is to be followed by the next. */
  batchOf(text: string): Batch;
}

/** What `text` and `lines` have in common. */
export function characterTask(vocabulary: readonly string[]) {
  const encode = encoder(vocabulary);
  const size = vocabulary.length;
  return {
    vocabulary,
    size,
    sizes: { x: size, target: size },
    encode,
    batchOf: (some: string): Batch => pairOf(encode(charactersOf("batchOf", some).join(""))),
    decode: decodeClasses(vocabulary),
    tokens: ({ x, target }: Batch) => ({ x: named(x, vocabulary), target: named(target, vocabulary) }),
  };
}

/** All characters equally likely. @param steps the mean number of them when it varies */
export const baselineOf = (steps: number, size: number): Baseline =>
  guessing(steps, size, "every character of the vocabulary equally likely");

/** @throws DataError when it is no text or too short to have a next character */
export function charactersOf(of: string, content: unknown): string[] {
  if (typeof content !== "string") throw new DataError(`${of} takes a text, found ${shown(content)}`);
  const characters = [...content];
  if (characters.length >= 2) return characters;
  throw new DataError(`${of} needs at least two characters, found ${JSON.stringify(content)}`);
}

/** @throws OptionError when it is no list of texts, or a symbol stands twice */
export function checkedVocabulary(vocabulary: readonly string[]): readonly string[] {
  const isVocabulary = Array.isArray(vocabulary) && vocabulary.every((symbol) => typeof symbol === "string");
  if (!isVocabulary) throw new OptionError(`the vocabulary is ${shown(vocabulary)}: expected a list of characters`);
  const twice = vocabulary.find((character, i) => vocabulary.indexOf(character) !== i);
  if (twice === undefined) return vocabulary;
  throw new OptionError(`the vocabulary has ${JSON.stringify(twice)} twice`);
}

const pairOf = (indices: readonly number[]) => ({ x: indices.slice(0, -1), target: indices.slice(1) });

/**
 * Inputs and the characters after them, cut to the shortest sequence.
 * @param draw class indices of the k-th sequence and of the character after it
 */
export function characterBatch(n: number | undefined, size: number, draw: (k: number) => readonly number[]): Batch {
  if (n === undefined) return pairOf(draw(0));
  const all = drawn(n, draw, (indices) => indices.length);
  const shortest = all.reduce((least, indices) => Math.min(least, indices.length), Infinity);
  const pairs = all.map((indices) => pairOf(indices.slice(0, shortest)));
  // B lists of `size` classes would read as one sequence of B vectors
  const data = (sequence: readonly number[]): BatchData => (shortest - 1 === size ? oneHot(sequence, size) : sequence);
  return { x: pairs.map(({ x }) => data(x)), target: pairs.map(({ target }) => data(target)) };
}

const oneHot = (classes: readonly number[], size: number): number[][] =>
  classes.map((c) => Array.from({ length: size }, (_, i) => (i === c ? 1 : 0)));

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

const VISIBLE: Readonly<Record<string, string>> = { " ": "␣", "\n": "⏎", "\t": "⇥" };

function named(data: BatchData | undefined, vocabulary: readonly string[]): string[] {
  return firstSequence(data, 1).map((symbol) => {
    const character = vocabulary[classOf(symbol as Output)] ?? "?";
    return VISIBLE[character] ?? character;
  });
}
