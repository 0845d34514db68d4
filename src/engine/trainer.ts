import type { Batch, PreparedBatch } from "./batch.js";
import { checkBoolean, oneOf, positiveNumber } from "./checkedNumbers.js";
import { refuseNoDistributions } from "./crossEntropyCheck.js";
import { OptionError } from "./errors.js";
import { missingLoss } from "./language/index.js";
import type { Model } from "./model.js";
import type { Optimizer } from "./optimizers.js";
import type { Execution } from "./program/backend.js";
import type { FloatArray, Program } from "./program/program.js";
import { shown } from "./shown.js";
import { fastestUpdates } from "./simd/simdUpdates.js";
import { type StepExecution, StepExecutions } from "./stepExecution.js";
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
 * can be observed; `update` then changes the model. Allocates nothing in a step once a batch is prepared, but for a few
 * views in each window of truncated BPTT.
 */
export class Trainer {
  readonly #updates: Updates;
  readonly #truncated: TruncatedBptt | undefined;
  readonly #report = { loss: 0, gradientNorm: 0, updated: false };
  readonly #executions: StepExecutions;
  #step: StepExecution | undefined;

  /** @throws EquationError when no statement is a loss; OptionError for a wrong option */
  constructor(
    readonly model: Model,
    readonly options: TrainerOptions,
  ) {
    if (model.definition.checked.losses.length === 0) throw missingLoss(model.definition.checked);
    const { clipNorm, clipValue, reduction = "sum", truncate, stateful } = options;
    const noClipping = "leave it out for no clipping";
    if (clipNorm !== undefined) positiveNumber("clipNorm", clipNorm, noClipping);
    if (clipValue !== undefined) positiveNumber("clipValue", clipValue, noClipping);
    oneOf("reduction", reduction, ["sum", "mean"]);
    if (truncate !== undefined) checkTruncation(truncate);
    checkBoolean("stateful", stateful);
    checkOptimizer(options.optimizer);
    this.#updates = fastestUpdates(model, options.optimizer);
    this.#executions = new StepExecutions(model, reduction);
    if (truncate || stateful)
      this.#truncated = new TruncatedBptt(model, this.#executions, reduction, truncate, stateful ?? false);
  }

  /**
   * The execution of the step in hand: its values, and adjoints of the whole loss, until the next step. Whoever has asked may
   * write to it: the next step copies parameters and inputs anew.
   */
  get execution(): Execution {
    return this.#inHand.execution;
  }

  /** What the step in hand ran. */
  get program(): Program {
    return this.#inHand.execution.program;
  }

  get #inHand(): StepExecution {
    if (!this.#step) throw new OptionError("nothing was differentiated yet");
    return this.#step;
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

  /**
   * Forward and backward pass on the data at hand. The report is overwritten by the next step.
   * @throws NumericError for a cross-entropy of what is no distribution
   */
  differentiate(): StepReport {
    const batch = this.#batch;
    if (!batch) throw new OptionError("feed a batch first");
    const step = this.#truncated ? this.#truncated.forward() : this.#forward(batch);
    this.#step = step;
    refuseNoDistributions(this.model.definition.checked, step.execution);
    step.backward();
    this.gradient.set(step.gradient);
    this.#report.loss = step.loss();
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

  #forward(batch: PreparedBatch): StepExecution {
    const step = this.#executions.of(batch.timeSteps, batch.batchSize, false);
    step.load(batch, 0);
    step.execution.forward();
    return step;
  }
}

function isPrepared(batch: Batch | PreparedBatch): batch is PreparedBatch {
  return (batch as PreparedBatch).data instanceof Map;
}

function checkOptimizer(optimizer: unknown): void {
  if (typeof (optimizer as Optimizer | null)?.create === "function") return;
  throw new OptionError(`optimizer is ${shown(optimizer)}: expected one such as sgd({ lr: 0.1 })`);
}
