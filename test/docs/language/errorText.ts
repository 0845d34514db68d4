/** Texts that are refused, and what they are answered with. */
import { type Batch, backward, checkByHand, Definition, EquationError, type Sizes } from "../../../src/engine/index.js";
import { HAND_TRACES } from "./handTraces.js";
import { fence } from "./markdown.js";

/** What somebody writes, builds and runs. */
export interface Mistake {
  readonly text: string;
  /** Given to `build`; without, the text is only read. */
  readonly sizes?: Sizes;
  /** Given to `backward`. */
  readonly batch?: Batch;
  /** The text is a formula by hand about this trace. */
  readonly byHand?: keyof typeof HAND_TRACES;
  /** Given to the check by hand. */
  readonly initial?: Readonly<Record<string, number[] | number[][]>>;
  /** Too long to be shown: the answer stands alone. */
  readonly isLong?: true;
}

/** An error, and the sources that it came through. */
export interface Refusal {
  readonly error: Error;
  readonly files: ReadonlySet<string>;
}

/** How many calls a stack tells: enough to reach from a hint to the start of the parser. */
const CALLS = 100;

/** @throws Error when nothing is refused */
export function refusalOf(mistake: Mistake): Refusal {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = CALLS;
  try {
    run(mistake);
  } catch (error) {
    const stack = (error as Error).stack ?? "";
    return { error: error as Error, files: new Set(stack.match(/src\/engine\/[\w/]+\.ts/gu)) };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  throw new Error(`nothing is wrong with ${JSON.stringify(mistake)}`);
}

function run({ text, sizes, batch, byHand, initial }: Mistake): void {
  if (byHand) {
    checkByHand(HAND_TRACES[byHand]().trace, text, initial ? { initial } : {});
    return;
  }
  const definition = new Definition(text);
  if (!sizes) return;
  const model = definition.build(sizes);
  if (batch) backward(model, batch);
}

/** What the error says in words: the sentence, and below it what to do. */
export const wordsOf = (error: Error): string =>
  error instanceof EquationError ? [error.problem, error.hint ?? []].flat().join("\n") : error.message;

/** The text with a caret below what is wrong, and what the error says of it. */
export function mistakeText(mistake: Mistake): string {
  const { error } = refusalOf(mistake);
  const call = callText(mistake);
  const shown = mistake.isLong ? [] : [withCarets(mistake.text, error)];
  return fence([...shown, ...call, wordsOf(error)].join("\n\n"));
}

/** What of the calls after the text matters. */
function callText({ sizes, batch, initial }: Mistake): string[] {
  if (initial) return [`gradientCheck(trace, text, ${written({ initial })})`];
  if (!sizes) return [];
  return batch ? [`build(${written(sizes)}), backward(model, ${written(batch)})`] : [`build(${written(sizes)})`];
}

const written = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/"([^"]*)":/gu, "$1: ")
    .replace(/,/gu, ", ")
    .replace(/\{(?!\})/gu, "{ ")
    .replace(/(?<!\{)\}/gu, " }");

/** The line that the error points at is marked as in the message, without the number of the line. */
function withCarets(text: string, error: Error): string {
  if (!(error instanceof EquationError)) return text;
  const [, below = ""] = /^\d+ \| .*\n(.*)$/mu.exec(error.message) ?? [];
  const gutter = `${error.line} | `.length;
  return text
    .split("\n")
    .flatMap((line, i) => (i + 1 === error.line ? [line, below.slice(gutter)] : [line]))
    .join("\n");
}
