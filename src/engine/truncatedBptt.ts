import type { PreparedBatch } from "./batch.js";
import { OptionError } from "./errors.js";
import type { Model } from "./model.js";
import type { Execution } from "./program/backend.js";
import type { FloatArray, Operand } from "./program/program.js";
import { type Truncation, type Window, windowAt } from "./windows.js";

/**
 * Runs a sequence window by window: each forward pass starts from the states that an earlier window left, and its
 * gradient stops there. With `stateful` the states also pass from one batch to the next.
 */
export class TruncatedBptt {
  readonly #states: readonly string[];
  readonly #deepestLag: number;
  /** Inputs that have a value at every time step. */
  readonly #sequences: ReadonlySet<string>;
  /** Values of each state by time step, as far back as a window can need. */
  readonly #history = new Map<string, Map<number, FloatArray>>();
  readonly #seeds = new Map<Execution, Float64Array>();
  #batch: PreparedBatch | undefined;
  #index = 0;
  /** Time steps of earlier batches whose states were carried in. */
  #carried = false;
  #window: Window | undefined;
  #execution: Execution | undefined;

  /** @throws OptionError when a state runs backward in time: its start lies in the future */
  constructor(
    private readonly model: Model,
    private readonly truncation: Truncation | undefined,
    private readonly stateful: boolean,
  ) {
    const { states } = model.definition.checked;
    const backward = states.find(({ maxLead }) => maxLead > 0);
    if (backward)
      throw new OptionError(
        `${backward.name} runs backward in time ([t+k]): its state cannot be carried from one window to the next`,
      );
    this.#states = states.map(({ name }) => name);
    this.#sequences = new Set(model.inputSpecs.filter(({ time }) => time === "t").map(({ name }) => name));
    this.#deepestLag = Math.max(1, ...states.map(({ maxLag }) => maxLag));
  }

  get wantsBatch(): boolean {
    return !this.#batch || !this.#windowAt(this.#index);
  }

  feed(batch: PreparedBatch): void {
    const before = this.#batch;
    if (this.stateful && before) this.#carryOver(before, batch);
    else this.#history.clear();
    this.#batch = batch;
    this.#index = 0;
  }

  /** The forward pass of the next window. */
  forward(): Execution {
    const batch = this.#batch!;
    const window = this.#windowAt(this.#index)!;
    const carried = window.start > 0 || this.#carried;
    const execution = this.model.execution(window.end - window.start, batch.batchSize, carried);
    this.model.load(execution, windowOf(batch, window, this.#sequences));
    this.#loadInputBoundary(execution, window, batch);
    if (carried) this.#loadStates(execution, window);
    execution.forward();
    this.#keepStates(execution, window);
    this.#index++;
    this.#window = window;
    this.#execution = execution;
    return execution;
  }

  /** Seeds of the window just run: only the losses that no earlier update has counted. */
  seeds(reduction: "sum" | "mean"): Float64Array {
    const execution = this.#execution!;
    const { start, end, firstLoss } = this.#window!;
    const weight = reduction === "mean" ? 1 / (end - firstLoss + 1) : 1;
    const known = this.#seeds.get(execution);
    const seeds = known ?? new Float64Array(execution.program.losses.length);
    if (!known) this.#seeds.set(execution, seeds);
    const isLast = end === this.#batch!.timeSteps;
    execution.program.losses.forEach(({ name, time }, i) => {
      const counts = this.#isAtEnd(name) ? isLast : start + time >= firstLoss;
      seeds[i] = counts ? weight : 0;
    });
    return seeds;
  }

  #isAtEnd(loss: string): boolean {
    return this.model.definition.checked.statements.find(({ name }) => name === loss)?.time !== "t";
  }

  #windowAt(index: number): Window | undefined {
    const { timeSteps } = this.#batch!;
    return windowAt(this.truncation ?? { k1: timeSteps, k2: timeSteps }, index, timeSteps);
  }

  /** Renames the last states of the finished batch as those before time 1 of the next one. */
  #carryOver(before: PreparedBatch, next: PreparedBatch): void {
    if (before.batchSize !== next.batchSize) {
      throw new OptionError(`states cannot be carried from a batch of ${before.batchSize} to one of ${next.batchSize}`);
    }
    for (const times of this.#history.values()) {
      const kept = [...times].filter(([t]) => t > before.timeSteps - this.#reach);
      times.clear();
      for (const [t, values] of kept) times.set(t - before.timeSteps, values);
    }
    this.#carried = true;
  }

  get #reach(): number {
    return (this.truncation?.k2 ?? 1) + this.#deepestLag;
  }

  #loadStates(execution: Execution, window: Window): void {
    for (const name of this.#states) {
      for (const [time, operand] of execution.program.sequences.get(name)!.boundary) {
        const kept = this.#history.get(name)?.get(window.start + time);
        if (kept) copy(kept, 0, execution.values, operand.offset, kept.length);
      }
    }
  }

  #keepStates(execution: Execution, window: Window): void {
    const { program } = execution;
    for (const name of this.#states) {
      const times = this.#history.get(name) ?? new Map<number, FloatArray>();
      this.#history.set(name, times);
      const { at } = program.sequences.get(name)!;
      for (let t = 1; t <= program.timeSteps; t++) {
        const time = window.start + t;
        const operand = at[t];
        if (operand && (!times.has(time) || time >= window.firstLoss))
          keep(times, time, time - this.#reach, execution, operand);
      }
    }
  }

  /** Inputs read before the window's first or after its last step exist when the sequence goes on there. */
  #loadInputBoundary({ program, values }: Execution, window: Window, batch: PreparedBatch): void {
    for (const [name, { boundary }] of program.inputs) {
      for (const [time, operand] of boundary) {
        const at = window.start + time;
        const size = operand.size * program.batchSize;
        const data = batch.data.get(name)!;
        for (let i = 0; i < size; i++)
          values[operand.offset + i] = at >= 1 && at <= batch.timeSteps ? data[(at - 1) * size + i]! : 0;
      }
    }
  }
}

/** Stores a state's value, using the buffer of the time that has just become too old. */
function keep(
  times: Map<number, FloatArray>,
  time: number,
  oldest: number,
  { values, program }: Execution,
  operand: Operand,
): void {
  const length = operand.size * program.batchSize;
  const spare = times.get(time) ?? times.get(oldest);
  const buffer = spare?.length === length ? spare : values.slice(0, length);
  times.delete(oldest);
  copy(values, operand.offset, buffer, 0, length);
  times.set(time, buffer);
}

function copy(from: FloatArray, start: number, to: FloatArray, at: number, length: number): void {
  for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
}

/** The part of a batch that a window covers; the numbers are shared, not copied. Inputs outside time stay whole. */
function windowOf(batch: PreparedBatch, { start, end }: Window, sequences: ReadonlySet<string>): PreparedBatch {
  const data = new Map<string, FloatArray>();
  for (const [name, numbers] of batch.data) {
    const step = numbers.length / batch.timeSteps;
    data.set(name, sequences.has(name) ? numbers.subarray(start * step, end * step) : numbers);
  }
  return { ...batch, timeSteps: end - start, data };
}
