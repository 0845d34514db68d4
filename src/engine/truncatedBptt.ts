import type { PreparedBatch } from "./batch.js";
import { OptionError } from "./errors.js";
import { type CheckedEquations, formatExpression, namesIn } from "./language/index.js";
import type { Model } from "./model.js";
import { initialName } from "./program/compile.js";
import { type FloatArray, type Operand, type Program, sequencePlaces } from "./program/program.js";
import { StateHistory } from "./stateHistory.js";
import type { StepExecution, StepExecutions } from "./stepExecution.js";
import { type Truncation, type Window, windowAt } from "./windows.js";

/**
 * Runs a sequence window by window: each forward pass starts from the states that an earlier window left, and its
 * gradient stops there. With `stateful` the states also pass from one batch to the next.
 */
export class TruncatedBptt {
  /** Of each state, and input, as far back as a window can need. */
  readonly #histories: readonly StateHistory[];
  readonly #deepestLag: number;
  /** Losses that stand at the end of a sequence, or outside time. */
  readonly #atEnd: ReadonlySet<string>;
  #batch: PreparedBatch | undefined;
  #index = 0;
  /** The window that runs next. */
  #next: Window | undefined;
  /** The last time step that the histories hold, counted in the batch at hand. */
  #latest = 0;
  /** Whether states of an earlier batch were carried in. */
  #carried = false;

  /** @throws OptionError when a state runs backward in time: its start lies in the future */
  constructor(
    private readonly model: Model,
    private readonly executions: StepExecutions,
    private readonly reduction: "sum" | "mean",
    private readonly truncation: Truncation | undefined,
    private readonly stateful: boolean,
  ) {
    const { statements, losses } = model.definition.checked;
    refuseUnknown(model.definition.checked, stateful);
    const lags = lagsOf(model.definition.checked);
    this.#deepestLag = Math.max(1, ...lags.values());
    this.#histories = [...lags.keys()].map((name) => new StateHistory(name));
    const timeOf = (loss: string) => statements.find(({ name }) => name === loss)?.time;
    this.#atEnd = new Set(losses.filter((loss) => timeOf(loss) !== "t"));
  }

  get wantsBatch(): boolean {
    return this.#next === undefined;
  }

  feed(batch: PreparedBatch): void {
    if (this.stateful && this.#batch) this.#carryOver(this.#batch, batch);
    else this.#forgetStates();
    const reach = Math.min(this.truncation?.k2 ?? 1, batch.timeSteps) + this.#deepestLag;
    for (let k = 0; k < this.#histories.length; k++) this.#histories[k]!.reachBack(reach);
    this.#batch = batch;
    this.#index = 0;
    this.#next = this.#windowAt(batch);
  }

  /** The forward pass of the next window; its seeds are of the losses that no earlier update has counted. */
  forward(): StepExecution {
    const batch = this.#batch!;
    const window = this.#next!;
    const carried = window.start > 0 || this.#carried;
    const step = this.executions.of(window.end - window.start, batch.batchSize, carried);
    step.load(batch, window.start);
    if (carried) this.#loadStates(step, window);
    step.execution.forward();
    this.#keepStates(step, window);
    this.#seed(step, window, batch.timeSteps);
    this.#index++;
    this.#next = this.#windowAt(batch);
    return step;
  }

  #seed({ execution, seeds }: StepExecution, { start, end, firstLoss }: Window, timeSteps: number): void {
    const { losses } = execution.program;
    const weight = this.reduction === "mean" ? 1 / (end - firstLoss + 1) : 1;
    const areAllInTime = this.#atEnd.size === 0;
    for (let i = 0; i < losses.length; i++) {
      const { name, time } = losses[i]!;
      const isInTime = areAllInTime || !this.#atEnd.has(name);
      const counts = isInTime ? start + time >= firstLoss : end === timeSteps;
      seeds[i] = counts ? weight : 0;
    }
  }

  #windowAt({ timeSteps }: PreparedBatch): Window | undefined {
    return windowAt(this.truncation ?? { k1: timeSteps, k2: timeSteps }, this.#index, timeSteps);
  }

  /** The last states of the finished batch are those before time 1 of the next one. */
  #carryOver(before: PreparedBatch, next: PreparedBatch): void {
    if (before.batchSize !== next.batchSize) {
      throw new OptionError(`states cannot be carried from a batch of ${before.batchSize} to one of ${next.batchSize}`);
    }
    this.#latest -= before.timeSteps;
    this.#carried = true;
  }

  #forgetStates(): void {
    for (let k = 0; k < this.#histories.length; k++) this.#histories[k]!.clear();
    this.#latest = 0;
  }

  #loadStates({ execution: { values, program } }: StepExecution, { start }: Window): void {
    for (let k = 0; k < this.#histories.length; k++) {
      const history = this.#histories[k]!;
      sequencePlaces(program, history.name)!.boundary.forEach((operand, time) => {
        const isHeld = history.copyTo(values, program, operand, this.#latest - start - time);
        if (!isHeld) this.#loadLearned(values, operand, program, history.name);
      });
    }
  }

  /** A state that looks far back may still see its learned initial value: a number for this window, as all before it. */
  #loadLearned(values: FloatArray, { offset, size }: Operand, { batchSize }: Program, state: string): void {
    const place = this.model.places.find(({ name }) => name === initialName(state));
    if (!place) return;
    const initial = this.model.store.subarray(place.offset, place.offset + size);
    for (let b = 0; b < batchSize; b++) values.set(initial, offset + b * size);
  }

  #keepStates({ execution: { values, program } }: StepExecution, { start, end, firstLoss }: Window): void {
    if (firstLoss !== this.#latest + 1) this.#forgetStates(); // the batch before was not run to its end
    for (let k = 0; k < this.#histories.length; k++) this.#histories[k]!.append(values, program, firstLoss - start);
    this.#latest = end;
  }
}

/**
 * Refuses what no window knows while it runs: the end of the sequence, a state that runs backward in time, and where windows are
 * batches of their own, what is given ahead.
 * @throws OptionError at the first read of these
 */
function refuseUnknown({ states, statements }: CheckedEquations, stateful: boolean): void {
  const backward = new Set(states.filter(({ maxLead }) => maxLead > 0).map(({ name }) => name));
  const reads = statements.flatMap((s) => (s.time === "t" ? namesIn(s.expression) : []));
  const found = reads.find(
    ({ name, time }) => time?.base === "T" || (time && time.offset > 0 && (stateful || backward.has(name))),
  );
  if (found)
    throw new OptionError(
      `${formatExpression(found)} is not known in a window: train on the whole sequence, ${backward.has(found.name) || found.time!.base === "T" ? "without truncate" : "with truncate: { k1: 25, k2: 25 }"}`,
    );
}

/** How far back each sequence, computed or given, is read: as `s[t-k]`, or as `s[T-k]` by what stands at the last time step. */
function lagsOf({ statements, inputs }: CheckedEquations): ReadonlyMap<string, number> {
  const inTime = new Set([...statements, ...inputs].flatMap(({ name, time }) => (time === "t" ? [name] : [])));
  const lags = new Map<string, number>();
  for (const { name, time } of statements.flatMap(({ expression }) => namesIn(expression)))
    if (time && time.offset < 0 && inTime.has(name)) lags.set(name, Math.max(lags.get(name) ?? 0, -time.offset));
  return lags;
}
