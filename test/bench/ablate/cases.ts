/** What is measured: the sizes of the lessons, of a class, and beyond. */
import type { Dtype } from "../../../src/engine/index.js";
import type { Task } from "./rewriting.js";

export interface Case {
  readonly task: Task;
  readonly cell: "elman" | "lstm" | "gru";
  /** H hidden units, I inputs and as many outputs, T time steps, B sequences. */
  readonly sizes: Sizes;
  readonly dtype: Dtype;
}

type Sizes = readonly [H: number, I: number, T: number, B: number];

const STEPS: Readonly<Record<Case["cell"], readonly Sizes[]>> = {
  elman: [
    [16, 6, 5, 1],
    [16, 8, 50, 1],
    [24, 40, 40, 12],
    [100, 65, 25, 1],
    [64, 32, 100, 1],
    [64, 32, 100, 32],
    [128, 64, 100, 32],
    [256, 64, 200, 32],
  ],
  lstm: [
    [16, 8, 50, 1],
    [24, 40, 40, 12],
    [64, 32, 100, 1],
    [64, 32, 100, 32],
    [128, 64, 100, 32],
  ],
  gru: [
    [16, 8, 50, 1],
    [24, 40, 40, 12],
    [64, 32, 100, 1],
    [64, 32, 100, 32],
    [128, 64, 100, 32],
  ],
};
const WITH_THREADS: typeof STEPS = {
  elman: [
    [64, 32, 100, 32],
    [128, 64, 100, 32],
    [256, 64, 200, 32],
  ],
  lstm: [
    [64, 32, 100, 32],
    [128, 64, 100, 32],
  ],
  gru: [
    [64, 32, 100, 32],
    [128, 64, 100, 32],
  ],
};
const OBSERVED: typeof STEPS = {
  elman: [
    [16, 6, 5, 1],
    [16, 8, 50, 1],
    [24, 40, 40, 12],
    [100, 65, 25, 1],
    [64, 32, 100, 1],
    [64, 32, 100, 32],
  ],
  lstm: [
    [16, 8, 50, 1],
    [24, 40, 40, 12],
    [64, 32, 100, 1],
    [64, 32, 100, 32],
  ],
  gru: [
    [16, 8, 50, 1],
    [64, 32, 100, 1],
    [64, 32, 100, 32],
  ],
};
const OF_TRACES: typeof STEPS = {
  elman: [
    [16, 6, 5, 1],
    [16, 8, 50, 1],
    [24, 40, 40, 12],
    [64, 32, 100, 1],
  ],
  lstm: [
    [16, 8, 50, 1],
    [64, 32, 100, 1],
  ],
  gru: [[64, 32, 100, 1]],
};
const SHORT: typeof STEPS = {
  elman: [
    [16, 6, 5, 1],
    [16, 8, 50, 1],
  ],
  lstm: [],
  gru: [[16, 8, 50, 1]],
};
const OF_TASK: Readonly<Record<Task, typeof STEPS>> = {
  step: STEPS,
  threads: WITH_THREADS,
  busy: { elman: [[64, 32, 100, 32]], lstm: [[64, 32, 100, 32]], gru: [] },
  observed: OBSERVED,
  credit: OF_TRACES,
  jacobian: OF_TRACES,
  jacobians: SHORT,
};
const DTYPES = ["float32", "float64"] as const;

/** All cases of some tasks whose names contain `only`, in any case of letters. */
export function casesOf(tasks: readonly Task[], only = ""): Case[] {
  const all = tasks.flatMap((task) =>
    (["elman", "lstm", "gru"] as const).flatMap((cell) =>
      OF_TASK[task][cell].flatMap((sizes) => DTYPES.map((dtype) => ({ task, cell, sizes, dtype }))),
    ),
  );
  return all.filter((one) => nameOf(one).toLowerCase().includes(only.toLowerCase()));
}

/** Whether a lesson or a class would run it: their networks have up to 128 hidden units and 100 time steps. */
export const isForClass = ({ sizes: [hidden, , timeSteps] }: Case): boolean => hidden <= 128 && timeSteps <= 100;

const SAID: Readonly<Record<Task, string>> = {
  step: "",
  threads: ", two threads",
  busy: ", two threads on a busy machine",
  observed: ", with norms",
  credit: ", credit matrix",
  jacobian: ", Jacobian",
  jacobians: ", all Jacobians",
};

/** As in the tables: `LSTM (64, 32, 100, 1) f64`. */
export function nameOf({ task, cell, sizes, dtype }: Case): string {
  const name = cell === "elman" ? "Elman" : cell.toUpperCase();
  return `${name} (${sizes.join(", ")}) ${dtype === "float32" ? "f32" : "f64"}${SAID[task]}`;
}
