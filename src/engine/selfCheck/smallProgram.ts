/** A program of the same network that is quickly run by both backends, and is planned like the one that is wanted. */
import { type CheckedEquations, type InferredShapes, inferShapes } from "../language/index.js";
import { type CompileOptions, compile } from "../program/compile.js";
import type { Program } from "../program/program.js";

/** What a program was made of. */
export interface Origin {
  readonly checked: CheckedEquations;
  /** As given to `build`. */
  readonly sizes: Readonly<Record<string, number | readonly [number, number]>>;
  readonly shapes: InferredShapes;
  readonly options: CompileOptions;
}

/** The least size of what is larger than 1: more than a vector of the machine holds. */
const LEAST_SIZE = 5;
/** So many sequences fill the tiles of a product, and let each time step's gradient be summed by itself. */
const FEW_SEQUENCES = 9;
/** From so many on a time step's gradient is not summed by itself (see `stepSums`). */
const MANY_SEQUENCES = 257;

/** The same network, ever less small: what is tried until it is planned like the one that is wanted. */
export function* smallPrograms(origin: Origin): Generator<Program, void> {
  const { options } = origin;
  const timeSteps = Math.min(options.timeSteps, longestReach(origin.checked) + 3);
  const shapes = [smallShapes(origin), origin.shapes];
  for (const most of [FEW_SEQUENCES, MANY_SEQUENCES])
    for (const shape of shapes) {
      const batchSize = Math.min(options.batchSize, most);
      yield compile(origin.checked, shape, { ...options, timeSteps, batchSize });
    }
}

function longestReach({ states }: CheckedEquations): number {
  return states.reduce((longest, { maxLag, maxLead }) => Math.max(longest, maxLag, maxLead), 0);
}

/** Sizes of 1 stay, others become small numbers; equal ones stay equal. Where they do not fit each other: the given ones. */
function smallShapes({ checked, sizes, shapes }: Origin): InferredShapes {
  const numbers = [...new Set(Object.values(sizes).flat())].filter((n) => n > 1).sort((a, b) => a - b);
  const small = new Map(numbers.map((n, i) => [n, LEAST_SIZE + i]));
  const of = (n: number): number => small.get(n) ?? n;
  const entries = Object.entries(sizes).map(([name, size]) => [
    name,
    typeof size === "number" ? of(size) : size.map(of),
  ]);
  try {
    return inferShapes(checked, Object.fromEntries(entries));
  } catch {
    return shapes; // a concat whose parts were given too
  }
}
