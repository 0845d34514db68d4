import { checkBoolean, checkedSeed, checkFunction, wholeNumber } from "../engine/checkedNumbers.js";
import {
  type Batch,
  type Model,
  type Optimizer,
  OptionError,
  type PreparedBatch,
  Random,
  sgd,
  Trainer,
  type Truncation,
} from "../engine/index.js";
import { checkOptions } from "../engine/options.js";
import { shown } from "../engine/shown.js";
import { checkBatchOption, checkModel } from "./arguments.js";
import { displayIfLive, finishLive, onInterrupt, startLive } from "./live.js";
import { Run } from "./run.js";
import { isTask, type Task } from "./tasks/task.js";

/** What a training step tells `onStep`. */
export interface StepInfo {
  /** From 1. */
  readonly step: number;
  readonly loss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
  readonly model: Model;
}

export interface TrainOptions {
  /** Training steps (updates). Default 100. */
  readonly steps?: number;
  /** Sequences in a batch; default: a single sequence, or what the task gives. */
  readonly batch?: number;
  /** Default `sgd({ lr: 0.1 })`. */
  readonly optimizer?: Optimizer;
  /** Largest global norm of the gradient; default none. */
  readonly clipNorm?: number;
  /** Largest size of one element of the gradient; default none. */
  readonly clipValue?: number;
  /** "sum" (default) or "mean" over time. */
  readonly reduction?: "sum" | "mean";
  /** Truncated BPTT: an update every k1 time steps, back through at most k2; states are carried on. */
  readonly truncate?: Truncation;
  /**
   * Seed of the task's batches. Default 0. The same model, task and seed give the same bits again in one engine, whatever
   * the number of threads; engines with fused multiply-add and without differ in the last bits.
   */
  readonly seed?: number;
  /** Called after each update; return false to stop. */
  readonly onStep?: (info: StepInfo) => unknown;
  /** Stops the training when it is aborted. */
  readonly signal?: AbortSignal;
  /** False shows nothing while it trains. Default true. */
  readonly live?: boolean;
}

/** A run that is not finished: await it, or stop it. */
export interface PendingRun extends Promise<Run> {
  /** The run so far; it grows. */
  readonly run: Run;
  /** Ends the training after the step in hand. */
  stop(): void;
}

const OPTIONS: readonly (keyof TrainOptions)[] = [
  "steps",
  "batch",
  "optimizer",
  "clipNorm",
  "clipValue",
  "reduction",
  "truncate",
  "seed",
  "onStep",
  "signal",
  "live",
];

/** The training loop gives way to messages (interrupt, stop, display) this often, ms. */
const SLICE = 12;
let runs = 0;

/**
 * Trains `model` on a task (or on one batch, read once, again and again), from where the model stands. The model changes
 * in place.
 * @throws EquationError without a loss, DataError when data does not fit, OptionError for a wrong option (all before any step)
 */
export function train(model: Model, data: Task | Batch, options: TrainOptions = {}): PendingRun {
  checkModel("train", model);
  checkOptions("train", options, OPTIONS);
  const { steps = 100 } = options;
  checkTrainOptions(steps, data, options);
  const optimizer = options.optimizer ?? sgd({ lr: 0.1 });
  const task = isTask(data) ? data : undefined;
  const trainer = new Trainer(model, { ...options, optimizer, stateful: task?.stateful });
  const source = batchSource(model, data, options);
  trainer.feed(source.next());
  const { clipNorm, clipValue, reduction = "sum" } = options;
  const run = new Run(
    model,
    { planned: steps, optimizer: optimizer.description, clipNorm, clipValue, reduction, task, tokens: source.tokens() },
    `run-${++runs}`,
  );
  const promise = loop(run, trainer, source, options);
  return Object.assign(promise, { run, stop: () => run.stop() });
}

/** What `Trainer` does not check. */
function checkTrainOptions(
  steps: number,
  data: Task | Batch,
  { seed, batch, onStep, live, signal }: TrainOptions,
): void {
  wholeNumber("train: steps", steps);
  checkedSeed("train: seed", seed ?? 0);
  checkBatchOption("train", data, batch);
  checkFunction("train: onStep", onStep);
  checkBoolean("train: live", live);
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw new OptionError(`train: signal is ${shown(signal)}: expected the signal of an AbortController`);
}

/** Gives one batch after another; the same object, checked once, when there is only one. */
interface BatchSource {
  next(): Batch | PreparedBatch;
  /** Labels of the time steps, when every step trains on the same sequence. */
  tokens(): Record<string, string[]> | undefined;
}

function batchSource(model: Model, data: Task | Batch, { batch, seed = 0, truncate }: TrainOptions): BatchSource {
  if (!isTask(data)) return { next: always(model.prepare(data)), tokens: () => undefined };
  const random = new Random(seed);
  const first = data.batch(batch, random);
  if (data.fixed)
    return { next: always(model.prepare(first)), tokens: () => (truncate ? undefined : data.tokens(first)) };
  let current: Batch | undefined = first;
  const next = (): Batch => {
    const given = current ?? data.batch(batch, random);
    current = undefined;
    return given;
  };
  return { next, tokens: () => undefined };
}

const always = (batch: PreparedBatch) => (): PreparedBatch => batch;

async function loop(run: Run, trainer: Trainer, source: BatchSource, options: TrainOptions): Promise<Run> {
  const { planned } = run.options;
  const live = startLive(options.live ?? true);
  onInterrupt(live, run);
  await pause(); // the caller gets its promise before the first step, so that it can be stopped
  while (run.steps < planned && !shouldStop(run, options)) {
    const started = performance.now();
    let goesOn = true;
    while (goesOn && run.steps < planned && performance.now() - started < SLICE)
      goesOn = oneStep(run, trainer, source, options);
    run.advance((performance.now() - started) / 1000);
    displayIfLive(live, run, trainer);
    if (!goesOn) break;
    await pause();
  }
  if (live.host?.signal?.aborted) return new Promise(() => {}); // the interrupted cell must not go on
  if (run.status === "running") run.finish(run.steps < planned ? "stopped" : "done");
  finishLive(live, run);
  return run;
}

/** @returns false when the run is over */
function oneStep(run: Run, trainer: Trainer, source: BatchSource, options: TrainOptions): boolean {
  if (run.steps > 0 && trainer.wantsBatch) trainer.feed(source.next());
  const { loss, gradientNorm } = trainer.differentiate();
  run.observe(trainer, run.steps + 1 === run.options.planned);
  if (!trainer.update().updated) {
    run.finish("diverged");
    return false;
  }
  const answer = options.onStep?.({ step: run.steps, loss, gradientNorm, model: run.model });
  if (answer === false) run.stop();
  return !shouldStop(run, options);
}

const shouldStop = (run: Run, { signal }: TrainOptions): boolean => run.isStopped || signal?.aborted === true;

/** Lets other tasks of the process run. `setTimeout` waits at least 1 ms (4 in browsers), so `setImmediate` where it exists. */
function pause(): Promise<void> {
  const immediate = (globalThis as { setImmediate?: (run: () => void) => void }).setImmediate;
  return new Promise((resolve) => (immediate ? immediate(resolve) : setTimeout(resolve, 0)));
}
