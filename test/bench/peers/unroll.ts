/**
 * Unroll itself, as `train` uses it in the kernel: a Trainer on the backend that the engine chooses, with a helping thread
 * for large batches. With the argument `reference` the same passes on the reference backend, in one thread.
 */
import { adjointNorms, backward, type Model, sgd, Trainer } from "../../../src/engine/index.js";
import { seedsFor } from "../../../src/engine/observe.js";
import { type Execution, referenceBackend } from "../../../src/engine/program/backend.js";
import { fastestBackend } from "../../../src/engine/simd/fastestBackend.js";
import { builds } from "../../../src/engine/simd/kernels.js";
import { cells } from "../../../src/lab/cells.js";
import { setThreadHost } from "../../../src/lab/threads.js";
import type { Job, Shape } from "../versus/protocol.js";
import { dataFor } from "./data.js";
import { type Ready, runtime, serve, threads } from "./serve.js";

const optimizer = sgd({ lr: 1e-3 });
const isReference = process.argv[2] === "reference";
const stateOf = ({ cell }: Shape): string => (cell === "rnn" ? "s" : "h");

function prepare(job: Job): Ready | string {
  if (job.task === "gemm") return "a network, not a library of matrix products";
  const { cell, hidden, inputs } = job.shape;
  const sizes = { x: inputs, [stateOf(job.shape)]: hidden, y: inputs };
  const model = cells[cell === "rnn" ? "elman" : cell].build(sizes, { seed: 1, dtype: job.dtype });
  if (job.task === "credit") return isReference ? "the credit matrix has no backend to choose" : creditOf(model, job);
  return isReference ? onReference(model, job) : onTrainer(model, job);
}

/** @returns nats a time step and sequence, of a loss that is the mean over the batch */
const perTimeStep = (loss: number, { timeSteps }: Shape): number => loss / timeSteps;

function onTrainer(model: Model, { shape, task }: Job): Ready {
  const trainer = new Trainer(model, { optimizer });
  trainer.feed({ ...dataFor(shape) });
  const norms = new Float64Array(shape.timeSteps);
  const run = () => {
    const { loss } = trainer.differentiate();
    if (task === "instrumented") adjointNorms(trainer.execution, stateOf(shape), norms);
    trainer.update();
    return perTimeStep(loss, shape);
  };
  return { run, arena: () => bytesOf(trainer.execution) };
}

function onReference(model: Model, { shape, task }: Job): Ready {
  const { timeSteps, batch } = shape;
  const prepared = model.prepare({ ...dataFor(shape) });
  const execution = referenceBackend.execution(model.newExecution(timeSteps, batch).program);
  const update = updateOf(model, execution);
  const seeds = seedsFor(execution, "sum");
  const norms = new Float64Array(timeSteps);
  const run = () => {
    model.load(execution, prepared);
    execution.forward();
    execution.backward(seeds);
    if (task === "instrumented") adjointNorms(execution, stateOf(shape), norms);
    update();
    return undefined;
  };
  return { run, arena: () => bytesOf(execution) };
}

function updateOf({ places, store }: Model, { adjoints }: Execution): () => void {
  const part = (of: typeof store) => places.map(({ offset, size }) => of.subarray(offset, offset + size));
  const state = optimizer.create(places.map(({ size }) => size));
  const parameters = part(store);
  const gradients = part(adjoints);
  return () => state.update(parameters, gradients);
}

/** As in a cell: each run makes a trace, a forward pass of its own, and reads the matrix. */
function creditOf(model: Model, { shape }: Job): Ready {
  const batch = { ...dataFor(shape) };
  const run = () => {
    const trace = backward(model, batch);
    trace.credit(stateOf(shape));
    return perTimeStep(trace.loss, shape);
  };
  return { run };
}

/** Bytes of values and adjoints; a WebAssembly memory holds both, and the tapes that drive it. */
function bytesOf({ values, adjoints }: Execution): number {
  return [...new Set([values.buffer, adjoints.buffer])].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** `simd backend, fused kernels, up to 2 threads`. */
function backendText(): string {
  if (isReference || fastestBackend() === referenceBackend) return "reference backend";
  const mostThreads = threads === undefined || threads.threads === 1 ? "1 thread" : `up to ${threads.threads} threads`;
  return `${fastestBackend().name} backend, ${builds()[0]} kernels, ${mostThreads}`;
}

if (!isReference) setThreadHost(threads);
await serve({ text: `${runtime}; ${backendText()}` }, prepare);
