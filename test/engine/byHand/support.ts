import { backward, Definition, init, type ModelOptions, type Sizes, type Trace } from "../../../src/engine/index.js";

export const TIME_STEPS = 4;
/** Numbers between -1 and 1. [T, size] */
export const wave = (size: number, seed: number): number[][] =>
  Array.from({ length: TIME_STEPS }, (_, t) => Array.from({ length: size }, (_, i) => Math.sin(seed + 2 * t + 3 * i)));
/** A class for each time step. */
export const classes = (count: number): number[] => Array.from({ length: TIME_STEPS }, (_, t) => (2 * t + 1) % count);

/** A trace with all parameters away from zero. */
export function traced(
  text: string,
  sizes: Sizes,
  batch: Parameters<typeof backward>[1],
  options: ModelOptions = {},
): Trace {
  const definition = new Definition(text);
  const all = Object.fromEntries(definition.parameters.map((name) => [name, init.uniform(0.8)]));
  return backward(definition.build(sizes, { seed: 3, init: all, ...options }), batch);
}

const ELMAN = `
  s[t] = tanh(U x[t] + W s[t-1] + b)
  y[t] = softmax(V s[t] + c)
  E[t] = crossEntropy(target[t], y[t])`;
export const elman = (options?: ModelOptions): Trace =>
  traced(ELMAN, { x: 2, s: 3, y: 2 }, { x: wave(2, 1), target: classes(2) }, options);
