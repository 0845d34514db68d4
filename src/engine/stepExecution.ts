import type { PreparedBatch } from "./batch.js";
import { LARGEST_CACHE } from "./cached.js";
import type { Loader } from "./loader.js";
import type { Model } from "./model.js";
import { SeededLoss, seedsFor } from "./observe.js";
import type { Execution } from "./program/backend.js";
import type { FloatArray } from "./program/program.js";

/** An execution as training steps use it, with all that is made once for it. */
export class StepExecution {
  readonly #loader: Loader;
  /** ∂E/∂parameters. */
  readonly gradient: FloatArray;
  /** Weight of each of the program's losses in the step's loss; truncation changes them. */
  readonly seeds: Float64Array;
  readonly #loss: SeededLoss;

  constructor(
    private readonly model: Model,
    readonly execution: Execution,
    /** Whether states are carried into it. */
    readonly carried: boolean,
    reduction: "sum" | "mean",
  ) {
    this.#loader = model.loader(execution);
    this.gradient = execution.adjoints.subarray(0, model.store.length);
    this.seeds = seedsFor(execution, reduction);
    this.#loss = new SeededLoss(execution);
  }

  /** Copies parameters, initial states, and inputs from time step `start + 1` on. */
  load(batch: PreparedBatch, start: number): void {
    this.#loader.load(this.model.store, batch, start);
  }

  backward(): void {
    this.execution.backward(this.seeds);
  }

  /** The step's loss, after its forward pass. */
  loss(): number {
    return this.#loss.read(this.seeds);
  }

  fits(timeSteps: number, batchSize: number, carried: boolean): boolean {
    const { program } = this.execution;
    return program.timeSteps === timeSteps && program.batchSize === batchSize && this.carried === carried;
  }
}

/** The executions of a trainer's steps; to find one makes no garbage. */
export class StepExecutions {
  readonly #known: StepExecution[] = [];

  constructor(
    private readonly model: Model,
    private readonly reduction: "sum" | "mean",
  ) {}

  of(timeSteps: number, batchSize: number, carried: boolean): StepExecution {
    for (let k = 0; k < this.#known.length; k++)
      if (this.#known[k]!.fits(timeSteps, batchSize, carried)) return this.#known[k]!;
    const { model, reduction } = this;
    const execution = model.execution(timeSteps, batchSize, carried);
    const made = new StepExecution(model, execution, carried, reduction);
    if (this.#known.length >= LARGEST_CACHE) this.#known.pop();
    this.#known.unshift(made);
    return made;
  }
}
