/** Random and mutated texts: each is a definition, or an error that points into the text. */
import { Definition, EquationError, OptionError, type Sizes } from "../../src/engine/index.js";
import { NOTATIONS } from "../engine/language/notations.js";
import { WRONG_TEXTS } from "../engine/language/wrongTexts.js";
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
  "np.",
  ".T",
  ".dot(",
  "\\tanh",
  "\\left(",
  "\\frac{",
  "}",
  "_{t-1}",
  "^{t-1}",
  "<t-1>",
  "ₜ₋₁",
  "²",
  "∘",
  "**",
  ":=",
  ";",
  "0,5",
  "max(",
  "gelu(",
  "sum(E[t])",
];

/** Text number `index` of a seed. */
export function drawText(seed: number, index: number): string {
  const chooser = new Chooser(seed * 1_000_003 + index);
  if (chooser.chance(0.15)) return Array.from({ length: chooser.integer(0, 40) }, () => chooser.pick(PIECES)).join("");
  let text = drawnText(chooser, seed, index);
  for (let i = chooser.integer(1, 4); i > 0; i--) text = mutated(text, chooser);
  return text;
}

/** A network, as it is drawn or in another notation, or a text with a mistake that a beginner makes. */
function drawnText(chooser: Chooser, seed: number, index: number): string {
  const { text } = drawNetwork(seed, index % 5000);
  return chooser.weighted<() => string>([
    [3, () => text],
    [2, () => chooser.pick(Object.values(NOTATIONS))(text, chooser)],
    [1, () => chooser.pick(Object.values(WRONG_TEXTS))],
  ])();
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

/** Reads the text, and builds it with small sizes for what the task gives and what is assigned. */
function wrongAnswerTo(text: string): string | undefined {
  try {
    const { checked } = new Definition(text);
    const sizes = [...checked.inputs, ...checked.statements].map(({ name }, i) => [name, 1 + (i % 3)]);
    new Definition(text).build(Object.fromEntries(sizes) as Sizes);
    return undefined;
  } catch (error) {
    if (error instanceof OptionError) return undefined;
    if (!(error instanceof EquationError)) return `${(error as Error).name}: ${(error as Error).message}`;
    const spans = [error.span, ...error.suggestions.map(({ replaces }) => replaces)];
    const off = spans.find((span) => !isPlaced(text, span));
    return off && `span ${off.start} to ${off.end}, line ${off.line}, column ${off.column}: ${error.problem}`;
  }
}

/** Whether a span lies in the text, at its line and column. */
function isPlaced(text: string, { start, end, line, column }: EquationError["span"]): boolean {
  const before = text.slice(0, start).split("\n");
  const isInside = start >= 0 && start <= end && end <= text.length;
  return isInside && line === before.length && column === before.at(-1)!.length + 1;
}

/** What a run over many texts found. */
export interface TextsFound {
  readonly definitions: number;
  readonly errors: number;
  readonly wrong: readonly string[];
  /** Of the slowest text, ms. */
  readonly slowest: number;
}

/** Texts number 0 to `count` of a seed. */
export function fuzzTexts({ count, seed }: { readonly count: number; readonly seed: number }): TextsFound {
  let [definitions, slowest] = [0, 0];
  const wrong: string[] = [];
  for (let index = 0; index < count; index++) {
    const text = drawText(seed, index);
    const start = performance.now();
    const found = wrongWith(text);
    slowest = Math.max(slowest, performance.now() - start);
    if (found !== undefined) wrong.push(`${JSON.stringify(text)}: ${found}`);
    if (isDefinition(text)) definitions++;
  }
  return { definitions, errors: count - definitions - wrong.length, wrong, slowest };
}

function isDefinition(text: string): boolean {
  try {
    new Definition(text);
    return true;
  } catch {
    return false;
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
