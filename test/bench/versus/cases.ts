/** What is measured: the sizes a lesson uses, and sizes beyond. */
import type { Dtype } from "../../../src/engine/index.js";
import type { CellKind, Shape, Task } from "./protocol.js";

export interface Case {
  readonly task: Task;
  readonly shape: Shape;
  readonly dtype: Dtype;
}

const SIZES: Readonly<Record<CellKind, readonly (readonly [H: number, I: number, T: number, B: number])[]>> = {
  rnn: [
    [16, 8, 50, 1],
    [64, 32, 100, 1],
    [64, 32, 100, 32],
    [128, 64, 100, 32],
    [256, 64, 200, 32],
    [512, 128, 100, 64],
  ],
  lstm: [
    [64, 32, 100, 1],
    [64, 32, 100, 32],
    [128, 64, 100, 32],
  ],
  gru: [
    [64, 32, 100, 1],
    [64, 32, 100, 32],
    [128, 64, 100, 32],
  ],
};
const OBSERVED: Shape = { cell: "rnn", hidden: 64, inputs: 32, timeSteps: 100, batch: 1 };
const DTYPES = ["float32", "float64"] as const;

/** All cases whose names (as {@link nameOf} gives them) contain `only`, in any case of letters. */
export function casesFor(only = ""): Case[] {
  const shapes = (["rnn", "lstm", "gru"] as const).flatMap((cell) =>
    SIZES[cell].map(([hidden, inputs, timeSteps, batch]) => ({ cell, hidden, inputs, timeSteps, batch })),
  );
  const jobs = [
    ...shapes.map((shape) => ({ task: "step" as const, shape })),
    { task: "instrumented" as const, shape: OBSERVED },
    { task: "credit" as const, shape: OBSERVED },
  ];
  const all = jobs.flatMap((job) => DTYPES.map((dtype) => ({ ...job, dtype })));
  return all.filter((one) => nameOf(one).toLowerCase().includes(only.toLowerCase()));
}

const SAID: Readonly<Record<Task, string>> = {
  step: "",
  instrumented: ", with ‖∂E/∂s_t‖ of every t",
  credit: ", credit matrix",
  gemm: ", matrix product",
};

/** As in the tables: `RNN (64, 32, 100, 1) f64`. */
export function nameOf({ task, shape, dtype }: Case): string {
  const { cell, hidden, inputs, timeSteps, batch } = shape;
  const type = dtype === "float32" ? "f32" : "f64";
  return `${cell.toUpperCase()} (${hidden}, ${inputs}, ${timeSteps}, ${batch}) ${type}${SAID[task]}`;
}

const GATES: Readonly<Record<CellKind, number>> = { rnn: 1, lstm: 4, gru: 3 };

/**
 * Floating-point operations of the matrix products of one training step. A product costs two for each element of its
 * matrix, and as many again for the gradient of either factor; the inputs need none.
 */
export function flopsOf({ cell, hidden, inputs, timeSteps, batch }: Shape): number {
  const recurrent = 6 * GATES[cell] * hidden * hidden;
  const input = 4 * GATES[cell] * hidden * inputs;
  const output = 6 * hidden * inputs;
  return timeSteps * batch * (recurrent + input + output);
}
