import type { PreparedBatch } from "./batch.js";
import type { Execution } from "./program/backend.js";
import type { FloatArray } from "./program/program.js";

/** Where one input's numbers go: all time steps one after the other. */
interface InputPlan {
  readonly name: string;
  readonly offset: number;
}

/** A stretch of the arena that holds an initial state, `start` once for each sequence of the batch, or zeros. */
interface InitialPlan {
  readonly offset: number;
  readonly length: number;
  readonly start: readonly number[] | undefined;
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
    const { inputs, sequences, batchSize } = execution.program;
    this.#inputs = [...inputs].map(([name, { at }]) => ({ name, offset: at.find(Boolean)!.offset }));
    this.#initial = [...sequences].flatMap(([name, { boundary }]) =>
      [...boundary].flatMap(([time, { offset, size, stride }]) =>
        stride === 0 ? [] : [{ offset, length: size * batchSize, start: initialOf(name, time) }],
      ),
    );
  }

  load(parameters: FloatArray, batch: PreparedBatch): void {
    const { values } = this.execution;
    values.set(parameters);
    for (let k = 0; k < this.#inputs.length; k++)
      this.#loadInput(this.#inputs[k]!, batch.data.get(this.#inputs[k]!.name)!);
    for (let k = 0; k < this.#initial.length; k++) this.#loadInitial(this.#initial[k]!);
  }

  #loadInput({ offset }: InputPlan, data: FloatArray): void {
    this.execution.values.set(data, offset);
  }

  #loadInitial({ offset, length, start }: InitialPlan): void {
    const { values } = this.execution;
    for (let i = 0; i < length; i++) values[offset + i] = start ? start[i % start.length]! : 0;
  }
}
