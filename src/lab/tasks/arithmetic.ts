import { oneOf } from "../../engine/checkedNumbers.js";
import type { Batch, Random } from "../../engine/index.js";
import { checkOptions } from "../../engine/options.js";
import { batchOf, firstSequence, ownRandom, type Sequence, wholeOption } from "./common.js";
import { decodeNumbers, numbersOf, type Output } from "./outputs.js";
import type { Task } from "./task.js";

export interface MarkedOptions {
  /** Time steps. Default 100. */
  readonly length?: number;
  /** Of the task's own generator, used when a caller brings none. Default 0. */
  readonly seed?: number;
}

export interface AddingOptions extends MarkedOptions {
  /** "sum" a + b (default, Hochreiter & Schmidhuber 1997), or "mean" (a + b)/2 (Pascanu 2013). */
  readonly target?: "sum" | "mean";
}

/** A squared error above this is a wrong answer (Hochreiter & Schmidhuber 1997; Pascanu 2013). */
const WRONG = 0.04;

/**
 * The adding problem: at every step a number from U(0, 1) and a marker; two steps are marked, one in each half. At the
 * last step the network says the sum of the two marked numbers. Knowing nothing (always the mean): a squared error
 * of Var(a + b) = 1/6; with target "mean" 1/24, and 36 % of the answers wrong by more than 0.04.
 * @throws OptionError for a length below 2 or an option that is not there
 */
export function adding(options: AddingOptions = {}): Task {
  checkOptions("tasks.adding", options, ["length", "target", "seed"]);
  const { target = "sum" } = options;
  oneOf("tasks.adding: target", target, ["sum", "mean"]);
  const divisor = target === "sum" ? 1 : 2;
  return marked(options, {
    name: "adding",
    description: target === "sum" ? "Add the two marked numbers." : "Say the mean of the two marked numbers.",
    combine: (a, b) => (a + b) / divisor,
    baseline: target === "sum" ? { total: 1 / 6, formula: "1/6" } : { total: 1 / 24, formula: "1/24" },
  });
}

/**
 * The multiplication problem (Hochreiter & Schmidhuber 1997): as {@link adding}, but the product ab. Knowing nothing
 * (always 1/4): a squared error of 7/144.
 * @throws OptionError for a length below 2 or an option that is not there
 */
export function multiplication(options: MarkedOptions = {}): Task {
  checkOptions("tasks.multiplication", options, ["length", "seed"]);
  return marked(options, {
    name: "multiplication",
    description: "Multiply the two marked numbers.",
    combine: (a, b) => a * b,
    baseline: { total: 7 / 144, formula: "7/144" },
  });
}

interface Marked {
  readonly name: string;
  readonly description: string;
  combine(a: number, b: number): number;
  readonly baseline: { readonly total: number; readonly formula: string };
}

function marked(options: MarkedOptions, { name, description, combine, baseline }: Marked): Task {
  const length = wholeOption(`tasks.${name}`, "length", options.length ?? 100, 2);
  const own = ownRandom(`tasks.${name}`, options.seed);
  return {
    name,
    description,
    size: 2,
    sizes: { x: 2, target: 1 },
    length,
    fixed: false,
    stateful: false,
    baseline: { ...baseline, perStep: null, meaning: "always answering the mean" },
    batch: (n, random = own) => batchOf(n, () => draw(random, length, combine)),
    decode: decodeNumbers,
    tokens: (batch) => ({ x: markers(batch) }),
    errorRate,
  };
}

function draw(random: Random, length: number, combine: Marked["combine"]): Sequence {
  const half = Math.floor(length / 2);
  const [first, second] = [random.integer(0, half - 1), random.integer(half, length - 1)];
  const values = Array.from({ length }, () => random.uniform(0, 1));
  return {
    x: values.map((value, t) => [value, t === first || t === second ? 1 : 0]),
    target: [combine(values[first]!, values[second]!)],
  };
}

/** The value where it is marked; a dot elsewhere. */
function markers({ x }: Batch): string[] {
  const steps = firstSequence(x, 2) as readonly (readonly [value: number, marker: number])[];
  return steps.map(([value, marker]) => (marker === 1 ? value.toFixed(2) : "·"));
}

function errorRate({ target }: Batch, output: Output): number {
  const answers = Array.from(numbersOf(output));
  const right = (target as readonly (number | readonly number[])[]).flat();
  return answers.filter((answer, b) => !((answer - right[b]!) ** 2 <= WRONG)).length / answers.length;
}
