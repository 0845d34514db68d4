/** One network and its passes, for the benches of the fast backend by itself. */
import { type Dtype, type Model, type PreparedBatch, Random, type Sizes } from "../../src/engine/index.js";
import { seedsFor } from "../../src/engine/observe.js";
import type { Backend, Execution } from "../../src/engine/program/backend.js";
import { cells } from "../../src/lab/cells.js";

/** A cell, hidden units, inputs and as many outputs, time steps, sequences. */
export type Case = readonly ["elman" | "lstm" | "gru", number, number, number, number];

export const labelOf = ([cell, ...numbers]: Case): string => `${cell} (${numbers.join(",")})`;
export const stateOf = ([cell]: Case): string => (cell === "elman" ? "s" : "h");

export interface Passes {
  readonly model: Model;
  readonly batch: PreparedBatch;
  readonly execution: Execution;
  load(): void;
  forward(): void;
  backward(): void;
}

export function passesOf(one: Case, dtype: Dtype, backend: Backend): Passes {
  const [cell, H, I, T, B] = one;
  const sizes: Sizes = { x: I, [stateOf(one)]: H, y: I };
  const model = cells[cell].build(sizes, { seed: 1, dtype });
  const random = new Random(1);
  const classes = () =>
    Array.from({ length: B }, () => Array.from({ length: T }, () => Math.floor(random.uniform(0, I))));
  const batch = model.prepare({ x: classes(), target: classes() });
  const execution = backend.execution(model.newExecution(T, B).program);
  const seeds = seedsFor(execution, "sum");
  return {
    model,
    batch,
    execution,
    load: () => model.load(execution, batch),
    forward: () => execution.forward(),
    backward: () => execution.backward(seeds),
  };
}

/** @returns ms */
export function timed(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}
