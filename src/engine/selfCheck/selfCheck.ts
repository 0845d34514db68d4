/**
 * Each network checks itself: before the first numbers of its fast execution are used, a small program of it runs on both
 * backends. The fast plan is proved by tests for all networks that they draw; this is for the one that nobody drew.
 */

import { seedsFor } from "../observe.js";
import { type Backend, type Execution, referenceBackend, shakenExecution } from "../program/backend.js";
import type { Dtype, FloatArray, Operand, Program } from "../program/program.js";
import { termsOf } from "../shake.js";
import { drawNumbers } from "./drawnNumbers.js";
import { type Origin, smallPrograms } from "./smallProgram.js";

/** Differences beyond this share of the largest number are no rounding, unless terms cancel. */
const BOUND: Readonly<Record<Dtype, number>> = { float64: 1e-6, float32: 1e-2 };
/** Draws until there are numbers to be compared. */
const MOST_DRAWS = 6;
/** Beyond it rounding of float32 may decide of a digit that counts: 1/(1 - p) where p is nearly 1. */
const LARGEST_NUMBER = 1e4;
/** By network and plan: where the backends differ; "" where nowhere. */
const outcomes = new Map<string, string>();
/** Outcomes that are remembered; a check is made again for what was forgotten. */
const MOST_OUTCOMES = 1000;

/** A fast execution that can tell how it was planned. */
export interface PlannedExecution extends Execution {
  /** The same text for programs of one network that are planned alike. */
  readonly decisions: string;
}

const isPlanned = (execution: Execution): execution is PlannedExecution => "decisions" in execution;

export interface Trusted {
  readonly execution: Execution;
  /** Where the backends differ, when they do: the execution is the reference's then. */
  readonly difference?: string;
}

/**
 * @param origin what the program was made of
 * @returns the backend's execution, or the reference's when the network's check of itself fails
 */
export function trustedExecution(backend: Backend, program: Program, origin: Origin): Trusted {
  const execution = backend.execution(program);
  if (!isPlanned(execution)) return { execution };
  const key = JSON.stringify([origin.checked.source, program.dtype, scalars(origin), execution.decisions]);
  const difference = outcomes.get(key) ?? differenceOf(backend, execution, origin) ?? "";
  if (outcomes.size >= MOST_OUTCOMES) outcomes.clear();
  outcomes.set(key, difference);
  return difference === "" ? { execution } : { execution: referenceBackend.execution(program), difference };
}

/** Which rows and columns are single: what is one number takes other operations than a vector does. */
const scalars = ({ shapes }: Origin): string =>
  [...shapes.ofName.values()].map(({ rows, columns }) => `${Number(rows === 1)}${Number(columns === 1)}`).join("");

function* candidates({ program }: Execution, origin: Origin): Generator<Program, void> {
  yield* smallPrograms(origin);
  yield program;
}

/** Where no small program is planned like the one that is wanted, that one is run itself, on numbers of its own. */
function differenceOf(backend: Backend, wanted: PlannedExecution, origin: Origin): string | undefined {
  for (const program of candidates(wanted, origin)) {
    const fast = backend.execution(program) as PlannedExecution;
    if (fast.decisions === wanted.decisions) return compared(fast, referenceBackend.execution(program), origin);
  }
  throw new TypeError("a program is not planned like itself");
}

function compared(fast: Execution, reference: Execution, { checked }: Origin): string | undefined {
  let isCompared = false;
  // two draws with numbers: the second pass finds what the first one has left
  for (let seed = 1; seed <= MOST_DRAWS; seed++) {
    for (const { program, values } of [fast, reference]) drawNumbers(program, checked, values, seed);
    for (const execution of [fast, reference]) run(execution);
    if (!hasNumbers(reference)) continue;
    const seen = firstDifference(fast, reference);
    const difference = seen && firstDifference(fast, reference, roundingOf(reference));
    if (difference !== undefined || isCompared) return difference;
    isCompared = true;
  }
  return undefined;
}

/** A relative change in the last digits of a number type. */
const MOVE: Readonly<Record<Dtype, number>> = { float64: 2 ** -44, float32: 2 ** -20 };
/** How much larger than seen rounding may be. */
const LUCK = 16;

/** Differences that are none: the largest of all values, and of all adjoints. */
interface Rounding {
  readonly values: number;
  readonly adjoints: number;
}

/** How far a pass moves when each number in it moves in its last digits (Parker 1997): terms that cancel leave only that. */
function roundingOf(reference: Execution): Rounding {
  const largestTerm = (of: "values" | "adjoints"): number => {
    const terms = termsOf((shaker) => {
      const execution = shakenExecution(reference, shaker?.shake);
      run(execution);
      return execution[of];
    });
    return LUCK * MOVE[reference.program.dtype] * largestOf(terms, 0, reference.program.namedSize);
  };
  return { values: largestTerm("values"), adjoints: largestTerm("adjoints") };
}

function run(execution: Execution): void {
  execution.forward();
  if (execution.program.losses.length > 0) execution.backward(seedsFor(execution, "sum"));
}

/** Whether all that has a name is finite, and no number so large that rounding is most of what it came from. */
function hasNumbers({ program, values, adjoints }: Execution): boolean {
  const isAll = (numbers: FloatArray): boolean =>
    numbers.subarray(0, program.namedSize).every((x) => Math.abs(x) <= LARGEST_NUMBER);
  return isAll(values) && isAll(adjoints);
}

/** The first of all that has a name whose value or adjoint differs, in words. */
function firstDifference(fast: Execution, reference: Execution, rounding?: Rounding): string | undefined {
  const { program } = reference;
  const values = new Gaps(program, fast.values, reference.values, rounding?.values);
  const adjoints = new Gaps(program, fast.adjoints, reference.adjoints, rounding?.adjoints);
  for (const { name, operand } of named(program)) {
    const value = values.of(operand);
    if (value) return `${name} is ${value}`;
    const adjoint = adjoints.of(operand);
    if (adjoint) return `the gradient by ${name} is ${adjoint}`;
  }
  return undefined;
}

function* named({ parameters, derived, sequences }: Program): Generator<{ name: string; operand: Operand }, void> {
  for (const [name, operand] of [...parameters, ...derived]) yield { name, operand };
  for (const [name, { at, boundary }] of sequences)
    for (const [t, operand] of [...at.entries(), ...boundary]) if (operand) yield { name: `${name}[${t}]`, operand };
}

/**
 * Smaller shares of the largest number of a pass are not looked at: what terms of its size leave of each other is rounding.
 * Float32 is planned as float64 is, which sees what is smaller.
 */
const LEAST_SHARE: Readonly<Record<Dtype, number>> = { float64: 1e-4, float32: 1e-1 };

class Gaps {
  readonly #least: number;

  /** @param rounding differences up to it are none */
  constructor(
    private readonly program: Program,
    private readonly fast: FloatArray,
    private readonly reference: FloatArray,
    private readonly rounding = 0,
  ) {
    this.#least = LEAST_SHARE[program.dtype] * largestOf(reference, 0, program.namedSize);
  }

  /** "a, the reference has b" of the first entry that differs. */
  of({ offset, size, stride }: Operand): string | undefined {
    const { fast, reference, program } = this;
    const end = offset + size * (stride === 0 ? 1 : program.batchSize);
    const largest = Math.max(this.#least, largestOf(reference, offset, end));
    const most = Math.max(this.rounding, BOUND[program.dtype] * largest);
    for (let i = offset; i < end; i++)
      // not `>`: a NaN is a difference
      if (!(Math.abs(fast[i]! - reference[i]!) <= most)) return `${fast[i]}, the reference has ${reference[i]}`;
    return undefined;
  }
}

function largestOf(numbers: ArrayLike<number>, start: number, end: number): number {
  let largest = 0;
  for (let i = start; i < Math.min(end, numbers.length); i++) largest = Math.max(largest, Math.abs(numbers[i]!));
  return largest;
}
