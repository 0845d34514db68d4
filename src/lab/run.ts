import { wholeNumber } from "../engine/checkedNumbers.js";
import { firstNonFinite, firstNonFiniteAdjoint, type Model, OptionError, type Trainer } from "../engine/index.js";
import type { Recording, Training } from "../trace/index.js";
import { Curve } from "./curve.js";
import { type Frame, FrameReader } from "./frame.js";
import { KeptSteps } from "./keptSteps.js";
import { baselineOf, makeRecording } from "./recording.js";
import type { Task } from "./tasks/task.js";

export interface RunOptions {
  readonly planned: number;
  readonly optimizer: string;
  readonly clipNorm?: number | undefined;
  readonly clipValue?: number | undefined;
  readonly reduction: "sum" | "mean";
  readonly task?: Task | undefined;
  readonly tokens?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A training run: its losses and norms at every step, and whole frames at the kept ones. Grows while it trains. */
export class Run {
  /** Under this id the live dashboard is replaced by the final one. */
  readonly displayId: string;
  #status: Training["status"] = "running";
  #seconds = 0;
  #stopped = false;
  #latest: Frame | undefined;
  #nonFinite: Recording["nonFinite"];
  #timeSteps = 0;
  #batchSize = 1;
  readonly #losses = new Curve();
  readonly #norms = new Curve();
  readonly #kept = new KeptSteps<Frame>();
  readonly #reader: FrameReader;

  constructor(
    readonly model: Model,
    readonly options: RunOptions,
    displayId: string,
  ) {
    this.displayId = displayId;
    this.#reader = new FrameReader(model);
  }

  /** "running", "done", "stopped" (by you) or "diverged" (a number was no longer finite; the model keeps the last good ones). */
  get status(): Training["status"] {
    return this.#status;
  }

  /** Training steps taken. */
  get steps(): number {
    return this.#losses.length;
  }

  /** Loss before each update. [steps] */
  get losses(): Float64Array {
    return this.#losses.values();
  }

  /** Global norm of the whole gradient before clipping, at each step. [steps] */
  get gradientNorms(): Float64Array {
    return this.#norms.values();
  }

  /** The last loss. NaN before the first step. */
  get loss(): number {
    return this.#losses.last;
  }

  /** @internal NaN before the first step. */
  get firstLoss(): number {
    return this.#losses.first;
  }

  /** Seconds of training so far. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Training steps of which everything is kept, from 0. */
  get keptSteps(): readonly number[] {
    return this.#frames().map(({ step }) => step);
  }

  /**
   * What was kept of training step `step` (from 0; default the last one): the nearest kept one.
   * Its norms are by name: `.adjointNorms.get("s")` is ‖∂E/∂s_t‖, `.lastLossNorms` that of the last loss alone.
   * @throws OptionError for a step that was not taken
   */
  trace(step = this.steps - 1): Frame {
    const frames = this.#frames();
    if (this.steps === 0) throw new OptionError("trace: no training step was taken yet");
    wholeNumber("trace: the training step", step, { least: 0, most: this.steps - 1 });
    return frames.reduce(
      (best, frame) => (Math.abs(frame.step - step) < Math.abs(best.step - step) ? frame : best),
      frames[0]!,
    );
  }

  /** Ends the training after the step in hand; the model keeps what it has learned. */
  stop(): void {
    this.#stopped = true;
  }

  /** @internal */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** @internal Takes in one step, after `differentiate` and before `update`. */
  observe(trainer: Trainer, isLast: boolean): void {
    const step = this.#losses.length;
    const report = trainer.report;
    this.#losses.push(report.loss);
    this.#norms.push(report.gradientNorm);
    const { timeSteps, batchSize } = trainer.program;
    this.#timeSteps = timeSteps;
    this.#batchSize = batchSize;
    const healthy = Number.isFinite(report.loss) && Number.isFinite(report.gradientNorm);
    if (!healthy && !this.#nonFinite) this.#nonFinite = findNonFinite(trainer, step);
    if (!this.#kept.wants(step) && !isLast && healthy) return;
    this.#latest = this.#reader.read(step, trainer.execution, report.gradientNorm);
    if (this.#kept.wants(step)) this.#kept.add(this.#latest);
  }

  /** @internal Reads the step in hand for a live picture. */
  peek(trainer: Trainer): void {
    const step = this.#losses.length - 1;
    if (this.#latest?.step !== step)
      this.#latest = this.#reader.read(step, trainer.execution, trainer.report.gradientNorm);
  }

  /** @internal */
  advance(seconds: number): void {
    this.#seconds += seconds;
  }

  /** @internal */
  finish(status: Training["status"]): void {
    this.#status = status;
  }

  /** @internal The loss of knowing nothing, as large a sum or mean as the run's own; undefined where nobody knows it. */
  get baseline(): number | undefined {
    const { task, reduction } = this.options;
    return task?.baseline ? baselineOf(task.baseline, reduction, this.#timeSteps) : undefined;
  }

  /** What is shown and saved. */
  recording(withDetails = true): Recording {
    const { planned, optimizer, clipNorm, clipValue, reduction, task, tokens } = this.options;
    return makeRecording({
      kind: "run",
      model: this.model,
      timeSteps: this.#timeSteps,
      batchSize: this.#batchSize,
      reduction,
      frames: this.#frames(),
      task,
      tokens,
      nonFinite: this.#nonFinite,
      withDetails,
      training: {
        status: this.#status,
        planned,
        done: this.steps,
        optimizer,
        ...(clipNorm === undefined ? {} : { clipNorm }),
        ...(clipValue === undefined ? {} : { clipValue }),
        seconds: this.#seconds,
        losses: this.losses,
        gradientNorms: this.gradientNorms,
      },
    });
  }

  /** The kept frames and, at the end, the newest one. All have the same number of time steps. */
  #frames(): readonly Frame[] {
    const kept = this.#kept.all;
    const last = kept[kept.length - 1];
    const all = this.#latest && (!last || this.#latest.step > last.step) ? [...kept, this.#latest] : kept;
    return all.filter(({ losses }) => losses.length === this.#timeSteps);
  }
}

function findNonFinite(trainer: Trainer, step: number): Recording["nonFinite"] {
  const value = firstNonFinite(trainer.execution);
  const found = value ?? firstNonFiniteAdjoint(trainer.execution);
  const isLoss = value !== undefined && trainer.model.definition.checked.losses.includes(value.name);
  const what = value === undefined ? "gradient" : isLoss ? "loss" : "value";
  const number = found?.value ?? Number.NaN;
  return {
    what,
    name: found?.name ?? "",
    step,
    time: found?.time ?? 0,
    value: String(number) as "Infinity" | "-Infinity" | "NaN",
  };
}
