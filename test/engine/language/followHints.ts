/** Does what errors say: each suggestion is followed until the text is a network, or an error suggests nothing. */
import type { Suggestion } from "../../../src/engine/errors.js";
import {
  type Batch,
  backward,
  Definition,
  EquationError,
  type Model,
  Random,
  type Sizes,
} from "../../../src/engine/index.js";

/** The equations with a suggestion in its place. */
export const followed = (text: string, { text: by, replaces }: Suggestion): string =>
  text.slice(0, replaces.start) + by + text.slice(replaces.end);

export interface Followed {
  readonly text: string;
  readonly errors: readonly EquationError[];
  /** Undefined where an error that suggests nothing is the end of it. */
  readonly model: Model | undefined;
}

/** The error that a text gives, when it is read or built. */
export function errorOf(text: string, sizes: Sizes): EquationError | undefined {
  try {
    new Definition(text).build(sizes);
    return undefined;
  } catch (error) {
    if (error instanceof EquationError) return error;
    throw error;
  }
}

/** Follows what is suggested first; of several readings, number `reading`. */
export function followHints(text: string, sizes: Sizes, reading = 0): Followed {
  const errors: EquationError[] = [];
  for (let at = text; ; ) {
    const error = errorOf(at, sizes);
    if (!error) return { text: at, errors, model: new Definition(at).build(sizes) };
    errors.push(error);
    const suggestion = error.suggestions[Math.min(reading, error.suggestions.length - 1)];
    if (!suggestion || errors.length > 300) return { text: at, errors, model: undefined };
    at = followed(at, suggestion);
  }
}

/** Whether a suggestion can be read in the hint, and stands in the text. */
export function isSound(text: string, { hint, span }: EquationError, suggestion: Suggestion): boolean {
  const { start, end, line, column } = suggestion.replaces;
  const before = text.slice(0, start).split("\n");
  const isInText = 0 <= start && start <= end && end <= text.length && span.end <= text.length;
  const isPlaced = line === before.length && column === before.at(-1)!.length + 1;
  return (
    isInText && isPlaced && hint !== undefined && (hint.includes(suggestion.text.trim()) || suggestion.text === "=")
  );
}

/** Data for T steps: numbers between 0 and 1, one-hot vectors for the targets of a cross-entropy. */
export function batchFor(model: Model, T: number, seed = 1): Batch {
  const random = new Random(seed);
  const isClass = (name: string): boolean =>
    new RegExp(`\\bcrossEntropy\\(${name}\\b`, "u").test(model.definition.source);
  const entry = (name: string, size: number, t: number): number[] =>
    Array.from({ length: size }, (_, i) => (isClass(name) ? Number(i === t % size) : random.uniform(0.1, 0.9)));
  return Object.fromEntries(
    model.inputSpecs.map(({ name, size, time }) => [
      name,
      time === "t" ? Array.from({ length: T }, (_, t) => entry(name, size, t)) : entry(name, size, 0),
    ]),
  );
}

/** The loss of a model with the numbers of another, which has the same parameters. */
export function lossWith(model: Model, numbers: Model, batch: Batch, options = {}): number {
  return backward(model.clone().set(numbers.toJSON().parameters as never), batch, options).loss;
}
