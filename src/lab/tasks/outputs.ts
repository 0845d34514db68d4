/** What a network says at one time step: probabilities or numbers, a tensor of them, or a class. */
export type Output = ArrayLike<number> | { readonly data: ArrayLike<number> } | number;

/** The numbers of an output, row after row where it is a batch's. */
export function numbersOf(output: Output): ArrayLike<number> {
  if (typeof output === "number") return [output];
  return "data" in output ? output.data : output;
}

/** The index of the largest number; the class itself when it is one already. */
export const classOf = (output: Output): number =>
  typeof output === "number" ? output : largestIn(numbersOf(output), 0, numbersOf(output).length);

/** Where the largest of `count` numbers from `start` stands, counted from `start`. */
export function largestIn(numbers: ArrayLike<number>, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (numbers[start + i]! > numbers[start + best]!) best = i;
  return best;
}

/** Outputs of successive time steps, in symbols or figures. */
export type Decode = (outputs: ArrayLike<Output>) => string;

/** The symbols of the most probable classes. */
export const decodeClasses =
  (vocabulary: readonly string[], separator = ""): Decode =>
  (outputs) =>
    Array.from(outputs, (output) => vocabulary[classOf(output)] ?? "?").join(separator);

/** Figures, where there are no symbols. */
export const decodeNumbers: Decode = (outputs) =>
  Array.from(outputs, (output) =>
    Array.from(numbersOf(output))
      .map((number) => number.toPrecision(4))
      .join(" "),
  ).join(", ");

/** One of two words: whether the probability is above one half. */
export const decodeProbability =
  (yes: string, no: string): Decode =>
  (outputs) =>
    Array.from(outputs, (output) => (numbersOf(output)[0]! > 0.5 ? yes : no)).join(" ");
