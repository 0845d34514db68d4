/** Traces that formulas by hand speak of, with all numbers away from zero. */
import { backward, Definition, init, type ModelOptions, type Sizes, type Trace } from "../../../src/engine/index.js";

/** The equations of a network, and one pass of it. */
export interface HandTrace {
  readonly text: string;
  readonly trace: Trace;
}

const wave = (steps: number, size: number): number[][] =>
  Array.from({ length: steps }, (_, t) => Array.from({ length: size }, (_, i) => Math.sin(1 + 2 * t + 3 * i)));

function traced(
  text: string,
  sizes: Sizes,
  batch: Parameters<typeof backward>[1],
  options: ModelOptions = {},
  reduction: "sum" | "mean" = "sum",
): HandTrace {
  const definition = new Definition(text);
  const numbers = Object.fromEntries(definition.parameters.map((name) => [name, init.uniform(0.8)]));
  const model = definition.build(sizes, { seed: 3, init: numbers, ...options });
  return { text, trace: backward(model, batch, { reduction }) };
}

export const elmanTrace = (): HandTrace =>
  traced(
    "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])",
    { x: 2, s: 3, y: 2 },
    { x: wave(4, 2), target: [1, 0, 1, 0] },
  );

export const lastStepTrace = (options?: ModelOptions, reduction?: "sum" | "mean"): HandTrace =>
  traced(
    "s[t] = relu(U x[t] + W s[t-1])\ny[T] = V s[T]\nE[T] = halfSquaredError(target[T], y[T])",
    { x: 2, s: 2, y: 1 },
    { x: wave(4, 2), target: [0.5] },
    options,
    reduction,
  );

export const timelessTrace = (): HandTrace =>
  traced("y = V x\nE = squaredError(d, y)", { x: 2, y: 1 }, { x: [[1, 2]], d: [[0.5]] });

/** What a mistake by hand speaks of. */
export const HAND_TRACES = { elman: elmanTrace, lastStep: lastStepTrace, timeless: timelessTrace } as const;
