/** One engine on one case: what is timed, and the numbers by which it is known to be right. */
import { Worker } from "node:worker_threads";
import type { Execution, Model, Trace, Trainer } from "../../../src/engine/index.js";
import { dataFor } from "../peers/data.js";
import type { Case } from "./cases.js";
import type { Engine, Loaded } from "./engines.js";

export interface Contestant {
  /** What is timed, once. */
  run(): void;
  /** What it finds, in an order of its own; before the first run. */
  numbers(): Float64Array[];
  /** Of its largest block of numbers. */
  readonly bytes: number;
}

/** @param threads whether large passes may use a helping thread */
export function contestantOf({ engine, helper }: Loaded, one: Case, threads: boolean): Contestant {
  engine.setThreadHost(threads ? hostOf(helper) : undefined);
  const model = modelOf(engine, one);
  switch (one.task) {
    case "step":
    case "threads":
    case "busy":
      return training(engine, model, one, false);
    case "observed":
      return training(engine, model, one, true);
    case "credit":
      return looking(engine, model, one, (trace) => void trace.credit(stateOf(one)));
    case "jacobian":
      return looking(engine, model, one, (trace) => void trace.jacobian(stateOf(one), middleOf(one)));
    case "jacobians":
      return looking(engine, model, one, (trace) => allJacobians(trace, one));
    default:
      throw new Error(`no contestant knows the task ${one.task satisfies never}`);
  }
}

/** The same numbers by the reference rules. */
export function expectedNumbers(engine: Engine, one: Case): Float64Array[] {
  const model = modelOf(engine, one);
  const trace = engine.backward(model, batchOf(one));
  const execution = trace.reference;
  const seeds = new Float64Array(execution.program.losses.length).fill(1);
  if (one.task === "credit") return [creditBy(engine, execution, one)];
  if (one.task === "jacobian" || one.task === "jacobians") return [jacobianBy(execution, one)];
  execution.backward(seeds);
  return observed(engine, model, execution, one, one.task === "observed");
}

const stateOf = ({ cell }: Case): string => (cell === "elman" ? "s" : "h");
const middleOf = ({ sizes: [, , timeSteps] }: Case): number => Math.ceil(timeSteps / 2);

function modelOf(engine: Engine, one: Case): Model {
  const { cell, sizes, dtype } = one;
  return engine.cells[cell].build({ x: sizes[1], [stateOf(one)]: sizes[0], y: sizes[1] }, { seed: 1, dtype });
}

function batchOf({ sizes: [hidden, inputs, timeSteps, batch] }: Case) {
  return { ...dataFor({ cell: "rnn", hidden, inputs, timeSteps, batch }) };
}

function hostOf(helper: URL) {
  const start = (): Worker => {
    const worker = new Worker(helper);
    worker.unref();
    return worker;
  };
  return { threads: 2, start };
}

function training(engine: Engine, model: Model, one: Case, withNorms: boolean): Contestant {
  const trainer = new engine.Trainer(model, { optimizer: engine.sgd({ lr: 1e-3 }) });
  trainer.feed(batchOf(one));
  trainer.differentiate();
  const { execution } = trainer;
  return {
    bytes: execution.values.buffer.byteLength,
    numbers: () => observed(engine, model, execution, one, withNorms),
    run: withNorms ? () => observedStep(engine, trainer, execution, one) : () => trainer.step(),
  };
}

function observedStep(engine: Engine, trainer: Trainer, execution: Execution, one: Case): void {
  trainer.differentiate();
  execution.contributionNorms();
  engine.adjointNorms(execution, stateOf(one));
  trainer.update();
}

/** The gradient of every parameter; the norms of every time step. */
function observed(
  engine: Engine,
  { places }: Model,
  execution: Execution,
  one: Case,
  withNorms: boolean,
): Float64Array[] {
  const gradients = places.map(({ offset, size }) =>
    Float64Array.from(execution.adjoints.subarray(offset, offset + size)),
  );
  if (!withNorms) return gradients;
  const norms = [...execution.contributionNorms().values()].map((of) => of.slice());
  return [...gradients, ...norms, engine.adjointNorms(execution, stateOf(one))];
}

/** Looks at a trace, as in a cell that runs again: each time at a new trace, of a model that is compiled. */
function looking(engine: Engine, model: Model, one: Case, look: (trace: Trace) => void): Contestant {
  const batch = batchOf(one);
  const first = engine.backward(model, batch);
  const found = (): Float64Array =>
    Float64Array.from(
      one.task === "credit" ? first.credit(stateOf(one)).data : first.jacobian(stateOf(one), middleOf(one)).data,
    );
  return {
    bytes: first.borrowed().values.buffer.byteLength,
    numbers: () => [found()],
    run: () => look(engine.backward(model, batch)),
  };
}

function allJacobians(trace: Trace, one: Case): void {
  for (let t = 2; t <= trace.timeSteps; t++) trace.jacobian(stateOf(one), t);
}

function creditBy(engine: Engine, execution: Execution, one: Case): Float64Array {
  const [, , timeSteps] = one.sizes;
  const rows = Array.from({ length: timeSteps }, (_, i) => {
    execution.backward(engine.seedsAt(execution, i + 1));
    return [...engine.adjointNorms(execution, stateOf(one))];
  });
  return Float64Array.from(rows.flat());
}

function jacobianBy(execution: Execution, one: Case): Float64Array {
  const { at } = execution.program.sequences.get(stateOf(one))!;
  const [from, to] = [at[middleOf(one)]!, at[middleOf(one) - 1]!];
  const { adjoints, program } = execution;
  const jacobian = new Float64Array(program.batchSize * from.size * to.size);
  for (let i = 0; i < from.size; i++) {
    adjoints.fill(0);
    for (let b = 0; b < program.batchSize; b++) adjoints[from.offset + b * from.stride + i] = 1;
    execution.propagate();
    for (let b = 0; b < program.batchSize; b++) {
      const start = to.offset + b * to.stride;
      jacobian.set(adjoints.subarray(start, start + to.size), (b * from.size + i) * to.size);
    }
  }
  return jacobian;
}
