import { type Batch, OptionError, Random } from "../../engine/index.js";
import type { Task } from "./task.js";

/** One sequence of a batch: inputs and targets as the engine takes them. */
export interface Sequence {
  readonly x: readonly (number | readonly number[])[];
  readonly target: readonly (number | readonly number[])[];
}

/** A batch of `n` sequences; a single one (without batch dimension) when `n` is left out. */
export function batchOf(n: number | undefined, draw: () => Sequence): Batch {
  if (n === undefined) return { ...draw() } as Batch;
  if (!Number.isInteger(n) || n < 1)
    throw new OptionError(`a batch of ${n} sequences: expected a whole number of at least 1`);
  const sequences = Array.from({ length: n }, draw);
  return { x: sequences.map(({ x }) => x), target: sequences.map(({ target }) => target) } as Batch;
}

/** A task's own generator, for callers that bring none. */
export const ownRandom = (seed: number): Random => new Random(seed);

/** @throws OptionError unless it is a whole number of at least `least` */
export function wholeOption(of: string, name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new OptionError(`${of}: ${name} is ${value}, expected a whole number of at least ${least}`);
}

type Output = ArrayLike<number> | { readonly data: ArrayLike<number> } | number;

const isTensor = (output: object): output is { readonly data: ArrayLike<number> } => "data" in output;

/** The index of the largest number; the class itself when it is one already. */
export function classOf(output: Output): number {
  if (typeof output === "number") return output;
  const numbers: ArrayLike<number> = isTensor(output) ? output.data : output;
  let best = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i]! > numbers[best]!) best = i;
  return best;
}

/** Decodes outputs by a vocabulary. */
export const decoder =
  (vocabulary: readonly string[], separator = ""): Task["decode"] =>
  (outputs) =>
    Array.from(outputs as ArrayLike<Output>, (output) => vocabulary[classOf(output)] ?? "?").join(separator);

/** Prints numbers where there are no symbols. */
export const decodeNumbers: Task["decode"] = (outputs) =>
  Array.from(outputs as ArrayLike<Output>, (o) =>
    typeof o === "number" ? o : isTensor(o) ? Array.from(o.data) : Array.from(o),
  )
    .map((o) => (typeof o === "number" ? o.toPrecision(4) : o.map((v) => v.toPrecision(4)).join(" ")))
    .join(", ");
