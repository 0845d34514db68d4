import { type Batch, OptionError } from "../../engine/index.js";
import { batchOf, decodeNumbers, ownRandom, type Sequence, wholeOption } from "./common.js";
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

/**
 * The adding problem: at every step a number from U(0, 1) and a marker; two steps are marked, one in each half. At the
 * last step the network says the sum of the two marked numbers. Knowing nothing (always the mean): a squared error
 * of Var(a + b) = 1/6; with target "mean" 1/24.
 * @throws OptionError for a length below 2
 */
export function adding(options: AddingOptions = {}): Task {
  const { target = "sum" } = options;
  if (target !== "sum" && target !== "mean")
    throw new OptionError(`tasks.adding: target is ${JSON.stringify(target)}, expected "sum" or "mean"`);
  const combine = target === "sum" ? (a: number, b: number) => a + b : (a: number, b: number) => (a + b) / 2;
  const baseline = target === "sum" ? { total: 1 / 6, formula: "1/6" } : { total: 1 / 24, formula: "1/24" };
  return marked("adding", "Add the two marked numbers.", combine, baseline, options);
}

/** The multiplication problem: as {@link adding}, but the product a·b; always 1/4: squared error 7/144. @throws OptionError */
export function multiplication(options: MarkedOptions = {}): Task {
  return marked(
    "multiplication",
    "Multiply the two marked numbers.",
    (a, b) => a * b,
    { total: 7 / 144, formula: "7/144" },
    options,
  );
}

function marked(
  name: string,
  description: string,
  combine: (a: number, b: number) => number,
  baseline: { total: number; formula: string },
  options: MarkedOptions,
): Task {
  const length = wholeOption(`tasks.${name}`, "length", options.length ?? 100, 2);
  const own = ownRandom(options.seed ?? 0);
  const half = Math.floor(length / 2);
  const draw = (random = own): Sequence => {
    const places = [random.integer(0, half - 1), random.integer(half, length - 1)];
    const x = Array.from({ length }, (_, t) => [random.uniform(0, 1), places.includes(t) ? 1 : 0]);
    return { x, target: [combine(x[places[0]!]![0]!, x[places[1]!]![0]!)] };
  };
  return {
    name,
    description,
    size: 2,
    sizes: { x: 2, target: 1 },
    length,
    fixed: false,
    stateful: false,
    baseline: { ...baseline, perStep: null, meaning: "always answering the mean" },
    batch: (n, random) => batchOf(n, () => draw(random)),
    decode: decodeNumbers,
    tokens: (batch) => ({ x: markers(batch, length) }),
  };
}

/** The value where it is marked; a dot elsewhere. */
function markers(batch: Batch, length: number): string[] {
  const x = batch.x as unknown as number[][] | number[][][];
  const first = (Array.isArray(x[0]![0]) ? x[0] : x) as number[][];
  return Array.from({ length }, (_, t) => (first[t]![1] === 1 ? first[t]![0]!.toFixed(2) : "·"));
}
