/** Random and mutated texts: each is a definition, or an error that points into the text. */
import { Definition, EquationError } from "../../src/engine/index.js";
import { Chooser } from "./draw/chooser.js";
import { drawNetwork } from "./draw/generate.js";

/** No text may take longer, ms. */
const LONGEST = 1000;
const PIECES = [
  "tanh(",
  "softmax(",
  "crossEntropy(",
  "concat(",
  "(",
  ")",
  "[t]",
  "[t-1]",
  "[t+1]",
  "[T]",
  "[T-2]",
  "[",
  "]",
  "=",
  "\n",
  " ",
  "+",
  "-",
  "*",
  ".*",
  "⊙",
  "/",
  "./",
  "^",
  ".^",
  "'",
  ",",
  "W",
  "x",
  "s",
  "t",
  "T",
  "0.5",
  "2",
  "1e",
  ".",
  "#",
  "ŷ",
  "σ",
  "_",
  "@",
  "{",
  "“",
  "𝓛",
  "é",
  "\r",
  "\t",
  "，",
  "constructor",
  "__proto__",
  "toString",
  "\u0000",
];

/** Text number `index` of a seed. */
export function drawText(seed: number, index: number): string {
  const chooser = new Chooser(seed * 1_000_003 + index);
  if (chooser.chance(0.15)) return Array.from({ length: chooser.integer(0, 40) }, () => chooser.pick(PIECES)).join("");
  let text = drawNetwork(seed, index % 5000).text;
  for (let i = chooser.integer(1, 4); i > 0; i--) text = mutated(text, chooser);
  return text;
}

function mutated(text: string, chooser: Chooser): string {
  const at = chooser.integer(0, text.length);
  const end = Math.min(text.length, at + chooser.integer(0, 6));
  const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (chooser.integer(0, 3)) {
    case 0:
      return before + after;
    case 1:
      return before + chooser.pick(PIECES) + after;
    case 2:
      return before + chooser.pick(PIECES) + piece + after;
    default:
      return before + piece.repeat(chooser.integer(2, 4)) + after;
  }
}

/** @returns what is wrong with how the language takes a text; undefined where nothing is */
export function wrongWith(text: string): string | undefined {
  const start = performance.now();
  const wrong = wrongAnswerTo(text);
  const took = performance.now() - start;
  return wrong ?? (took > LONGEST ? `took ${took.toFixed(0)} ms` : undefined);
}

function wrongAnswerTo(text: string): string | undefined {
  try {
    new Definition(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof EquationError)) return `${(error as Error).name}: ${(error as Error).message}`;
    const { start, end, line, column } = error.span;
    const isInside = start >= 0 && start <= end && end <= text.length;
    const before = text.slice(0, start).split("\n");
    const isThere = line === before.length && column === before.at(-1)!.length + 1;
    return isInside && isThere
      ? undefined
      : `span ${start} to ${end}, line ${line}, column ${column}: ${error.problem}`;
  }
}

/** The text with as many characters left out as it can lose while it is taken wrongly. */
export function shortestText(text: string, isWrong: (text: string) => boolean): string {
  for (let size = text.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at + size <= text.length; ) {
      const fewer = text.slice(0, at) + text.slice(at + size);
      if (isWrong(fewer)) return shortestText(fewer, isWrong);
      at += size;
    }
  return text;
}
