import type { PreparedBatch } from "./batch.js";
import type { Execution } from "./program/backend.js";
import { allocate, type FloatArray, type Program } from "./program/program.js";

/** Where one input's numbers go: all time steps one after the other, and those outside that are read. */
interface InputPlan {
  readonly name: string;
  readonly offset: number;
  /** Numbers of one time step. */
  readonly step: number;
  /** Times before 1 and after T, each with its place. */
  readonly boundary: readonly { readonly time: number; readonly offset: number }[];
}

/** A stretch of the arena that holds an initial state, once for each sequence of the batch, or zeros. */
interface InitialPlan {
  readonly offset: number;
  readonly numbers: FloatArray;
}

/** Fills an execution with parameters, a batch and initial states. Planned once, so that a training step allocates nothing. */
export class Loader {
  readonly #inputs: readonly InputPlan[];
  readonly #initial: readonly InitialPlan[];

  /** @param initialOf the value of a state before its first step (after T for one that runs backward); undefined for zero */
  constructor(
    private readonly execution: Execution,
    initialOf: (state: string, time: number) => readonly number[] | undefined,
  ) {
    this.#inputs = inputPlans(execution.program);
    this.#initial = initialPlans(execution.program, initialOf);
  }

  /** @param start time steps of the batch before the first that is loaded; as many follow as the program has */
  load(parameters: FloatArray, batch: PreparedBatch, start = 0): void {
    const { program, values } = this.execution;
    values.set(parameters);
    for (let k = 0; k < this.#inputs.length; k++) loadInput(values, this.#inputs[k]!, batch, start, program.timeSteps);
    for (let k = 0; k < this.#initial.length; k++) values.set(this.#initial[k]!.numbers, this.#initial[k]!.offset);
  }
}

function inputPlans({ inputs, batchSize }: Program): InputPlan[] {
  return [...inputs].map(([name, { at, boundary }]) => {
    const { offset, size } = at.find(Boolean)!;
    const outside = [...boundary].map(([time, operand]) => ({ time, offset: operand.offset }));
    return { name, offset, step: size * batchSize, boundary: outside };
  });
}

function initialPlans(
  { sequences, batchSize, dtype }: Program,
  initialOf: (state: string, time: number) => readonly number[] | undefined,
): InitialPlan[] {
  return [...sequences].flatMap(([name, { boundary }]) =>
    [...boundary].flatMap(([time, { offset, size, stride }]) => {
      if (stride === 0) return [];
      const numbers = allocate(dtype, size * batchSize);
      const start = initialOf(name, time);
      for (let b = 0; start && b < batchSize; b++) numbers.set(start, b * size);
      return [{ offset, numbers }];
    }),
  );
}

/** Inputs outside time stay whole; of a sequence the part that the time steps cover, and what is next to it. */
function loadInput(
  values: FloatArray,
  { name, offset, step, boundary }: InputPlan,
  batch: PreparedBatch,
  start: number,
  timeSteps: number,
): void {
  const data = batch.data.get(name)!;
  const isWhole = data.length <= timeSteps * step;
  values.set(isWhole ? data : data.subarray(start * step, (start + timeSteps) * step), offset);
  for (let i = 0; i < boundary.length; i++) {
    const place = boundary[i]!;
    const at = start + place.time;
    if (at >= 1 && at * step <= data.length) values.set(data.subarray((at - 1) * step, at * step), place.offset);
    else values.fill(0, place.offset, place.offset + step);
  }
}
