import type { Batch, PreparedBatch } from "./batch.js";
import { OptionError } from "./errors.js";
import { lossesOf } from "./forward.js";
import { missingLoss } from "./language/index.js";
import type { Model } from "./model.js";
import { seededLoss, seedsFor } from "./observe.js";
import type { Optimizer } from "./optimizers.js";
import type { Execution } from "./program/backend.js";
import type { FloatArray } from "./program/program.js";
import { fastestUpdates } from "./simd/simdUpdates.js";
import { TruncatedBptt } from "./truncatedBptt.js";
import type { Updates } from "./updates.js";
import { checkTruncation, type Truncation } from "./windows.js";

export interface TrainerOptions {
  readonly optimizer: Optimizer;
  /** Scale the whole gradient so that its global norm is at most this (Pascanu 2013). Default: none. */
  readonly clipNorm?: number | undefined;
  /** Cut every element of the gradient to ±this. Default: none. */
  readonly clipValue?: number | undefined;
  /** "sum" (default) adds the losses of all time steps, "mean" divides by their number. */
  readonly reduction?: "sum" | "mean" | undefined;
  /** Truncated BPTT; default: the gradient goes back through the whole sequence. */
  readonly truncate?: Truncation | undefined;
  /** True when each batch goes on where the one before ended: states are carried over. Default false. */
  readonly stateful?: boolean | undefined;
}

/** What one training step found, before its update. */
export interface StepReport {
  /** Loss before the update: sum (or mean) over time, mean over the batch. */
  readonly loss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** False when loss or gradient is not finite: the update was left out, the parameters are as before. */
  readonly updated: boolean;
}

/**
 * Trains a model step by step: forward, backward through time, clip, update. After `differentiate` the execution
 * can be observed; `update` then changes the model. Allocates nothing in a step once a batch is prepared.
 */
export class Trainer {
  readonly #updates: Updates;
  readonly #truncated: TruncatedBptt | undefined;
  readonly #report = { loss: 0, gradientNorm: 0, updated: false };
  readonly #seeds = new Map<Execution, Float64Array>();
  readonly #losses = new Map<Execution, Float64Array>();
  readonly #adjoints = new Map<Execution, FloatArray>();
  #execution: Execution | undefined;

  /** @throws EquationError when no statement is a loss; OptionError for a wrong option */
  constructor(
    readonly model: Model,
    readonly options: TrainerOptions,
  ) {
    if (model.definition.checked.losses.length === 0) throw missingLoss(model.definition.checked);
    checkPositive("clipNorm", options.clipNorm);
    checkPositive("clipValue", options.clipValue);
    if (options.truncate) checkTruncation(options.truncate);
    this.#updates = fastestUpdates(model, options.optimizer);
    if (options.truncate || options.stateful)
      this.#truncated = new TruncatedBptt(model, options.truncate, options.stateful ?? false);
  }

  /** The execution of the step in hand: its values, and adjoints of the whole loss, until the next step. */
  get execution(): Execution {
    if (!this.#execution) throw new OptionError("nothing was differentiated yet");
    return this.#execution;
  }

  /** What the step in hand found; overwritten by the next. */
  get report(): StepReport {
    return this.#report;
  }

  /** ∂E/∂parameters before clipping, laid out as `model.places`. Valid after `differentiate` until `update`. */
  get gradient(): FloatArray {
    return this.#updates.gradient;
  }

  /** True when the next step needs a new batch: always, but for truncated BPTT within a sequence. */
  get wantsBatch(): boolean {
    return this.#truncated?.wantsBatch ?? true;
  }

  /** Makes `batch` the data of the coming steps. @throws DataError when it does not fit */
  feed(batch: Batch | PreparedBatch): void {
    const prepared = isPrepared(batch) ? batch : this.model.prepare(batch);
    if (this.#truncated) this.#truncated.feed(prepared);
    this.#batch = prepared;
  }

  #batch: PreparedBatch | undefined;

  /** Forward and backward pass on the data at hand. The report is overwritten by the next step. */
  differentiate(): StepReport {
    const batch = this.#batch;
    if (!batch) throw new OptionError("feed a batch first");
    const execution = this.#truncated ? this.#truncated.forward() : this.#forward(batch);
    this.#execution = execution;
    const seeds = this.#truncated ? this.#truncated.seeds(this.options.reduction ?? "sum") : this.#seedsOf(execution);
    execution.backward(seeds);
    this.gradient.set(this.#adjointsOf(execution));
    this.#report.loss = seededLoss(execution, seeds);
    this.#report.gradientNorm = this.#updates.norm();
    this.#report.updated = false;
    return this.#report;
  }

  /** Clips and applies the gradient, unless loss or gradient is not finite. */
  update(): StepReport {
    const report = this.#report;
    report.updated = Number.isFinite(report.loss) && Number.isFinite(report.gradientNorm);
    if (report.updated) {
      const { clipNorm, clipValue } = this.options;
      if (clipNorm !== undefined) this.#updates.clipNorm(report.gradientNorm, clipNorm);
      if (clipValue !== undefined) this.#updates.clipValue(clipValue);
      this.#updates.apply();
    }
    return report;
  }

  /** One whole training step. */
  step(batch?: Batch | PreparedBatch): StepReport {
    if (batch) this.feed(batch);
    this.differentiate();
    return this.update();
  }

  #forward(batch: PreparedBatch): Execution {
    const { timeSteps, batchSize } = batch;
    const last = this.#execution; // most steps need the one of the step before: no key to build
    const fits = last?.program.timeSteps === timeSteps && last.program.batchSize === batchSize;
    const execution = last && fits ? last : this.model.execution(timeSteps, batchSize);
    this.model.load(execution, batch);
    execution.forward();
    return execution;
  }

  /** The parameters' part of the adjoints; one view an execution. */
  #adjointsOf(execution: Execution): FloatArray {
    const known = this.#adjoints.get(execution);
    if (known) return known;
    const view = execution.adjoints.subarray(0, this.gradient.length);
    this.#adjoints.set(execution, view);
    return view;
  }

  #seedsOf(execution: Execution): Float64Array {
    const known = this.#seeds.get(execution);
    if (known) return known;
    const seeds = seedsFor(execution, this.options.reduction ?? "sum");
    this.#seeds.set(execution, seeds);
    return seeds;
  }

  /** Loss of each time step of the execution, mean over the batch; one buffer an execution. [T] */
  lossesPerStep(): Float64Array {
    const execution = this.execution;
    const known = this.#losses.get(execution);
    if (known) return known;
    const into = new Float64Array(execution.program.timeSteps);
    this.#losses.set(execution, into);
    return lossesOf(execution, into);
  }
}

function isPrepared(batch: Batch | PreparedBatch): batch is PreparedBatch {
  return (batch as PreparedBatch).data instanceof Map;
}

function checkPositive(name: string, value: number | undefined): void {
  if (value === undefined || value > 0) return;
  throw new OptionError(`${name} is ${value}: expected a number above 0 (leave it out for no clipping)`);
}
