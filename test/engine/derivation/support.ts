import {
  type Batch,
  Definition,
  learned,
  type Model,
  type ModelOptions,
  type Sizes,
} from "../../../src/engine/index.js";
import { cells } from "../../../src/lab/cells.js";

/** A built network and a batch that fits it. */
export interface Case {
  readonly model: Model;
  readonly batch: Batch;
}

export const INPUTS = [
  [0.4, -0.7],
  [-0.2, 0.9],
  [0.8, 0.3],
  [-0.5, -0.6],
];

export const network = (text: string, sizes: Sizes, options: ModelOptions = {}): Model =>
  new Definition(text).build(sizes, { seed: 5, ...options });

/** Sizes of each preset, all different where they can be, so that a transposed product does not fit by chance. */
const PRESETS: Readonly<Record<keyof typeof cells, Sizes>> = {
  elman: { x: 2, s: 3, y: 4 },
  irnn: { x: 2, s: 3, y: 4 },
  lstm: { x: 2, h: 3, y: 4 },
  gru: { x: 2, h: 3, y: 4 },
  twoLayer: { x: 2, s: 3, z: 5, y: 4 },
  bidirectional: { x: 2, f: 3, r: 5, y: 4 },
  manyToOne: { x: 2, s: 3, y: 4 },
  oneToMany: { s: 3, y: 4 },
  feedForward: { x: 2, a: 3, y: 4 },
};

const isSingle = (name: string): boolean => name === "manyToOne" || name === "feedForward";
const batchOf = (name: string): Batch => ({
  ...(name === "oneToMany" ? {} : { x: name === "feedForward" ? INPUTS[0]! : INPUTS }),
  target: isSingle(name) ? 2 : [0, 3, 1, 2],
});

export const presets: readonly (readonly [string, Case])[] = Object.entries(PRESETS).map(([name, sizes]) => [
  name,
  { model: cells[name as keyof typeof cells].build(sizes, { seed: 3 }), batch: batchOf(name) },
]);

const d = [1, -1, 0.5];

/** @param batch default the four inputs alone */
const given = (what: string, model: Model, batch: Batch = { x: INPUTS }): readonly [string, Case] => [
  what,
  { model, batch },
];

/** Networks whose derivation takes each of the less common ways. */
export const special: readonly (readonly [string, Case])[] = [
  given(
    "a learned start, read one and two steps back",
    network(
      "s[t] = tanh(W s[t-1] + P s[t-2] + U x[t])\nE[T] = squaredError(d[T], s[T])",
      { s: 3, x: 2 },
      { initial: { s: learned } },
    ),
    { x: INPUTS, d },
  ),
  given(
    "a parameter made of others, and a penalty on it",
    network(
      "A = (W + W') / 2\ns[t] = tanh(A s[t-1] + U x[t])\nE[t] = halfSquaredError(x[t], s[t]) + 0.1 * sum(A .^ 2)",
      { s: 2, x: 2 },
    ),
  ),
  given(
    "what large weights cost, a loss outside time",
    network(
      "A = (W + W') / 2\ns[t] = tanh(A s[t-1] + U x[t])\nE[t] = halfSquaredError(x[t], s[t])\nE_w = 0.1 * sum(A .^ 2) + 0.2 * sum(U .^ 2)",
      { s: 2, x: 2 },
    ),
  ),
  given(
    "scalars, with a start that is not zero",
    network(
      "z[t] = u x[t] + w s[t-1] + k\ns[t] = tanh(z[t])\nq[T] = v s[T] + c\no[T] = sigmoid(q[T])\nE[T] = binaryCrossEntropy(y[T], o[T])",
      { x: 1, s: 1, o: 1 },
      { initial: { s: [0.3] } },
    ),
    { x: [1, -0.5], y: 1 },
  ),
  given(
    "two losses, and numbers in the equations",
    network(
      "s[t] = 2 * tanh(3 * s[t-1] + U x[t])\nE1[t] = squaredError(x[t], s[t])\nE2[T] = halfSquaredError(x[T], s[T])",
      { x: 2, s: 2 },
    ),
  ),
  given(
    "a matrix as the state",
    network(
      "M[t] = 0.5 * M[t-1] + x[t] k[t]'\nk[t] = tanh(W x[t])\no[t] = M[t] k[t]\nE[t] = squaredError(x[t], o[t])",
      { x: 2, k: 2, M: [2, 2] },
    ),
  ),
  given(
    "the last state read at every step",
    network("s[t] = tanh(U x[t] + W s[t-1])\nq[t] = sigmoid(V s[T]) .* s[t]\nE[t] = squaredError(x[t], q[t])", {
      x: 2,
      s: 2,
    }),
  ),
  given(
    "every other function",
    network(
      "p[t] = softplus(U x[t]) .^ 2 + 0.5 * mean(s[t-1])\nr[t] = exp(-0.5 * x[t]) ./ (1 + p[t] .^ 2)\ns[t] = concat(p[t], r[t] - 1, sum(x[t] .* p[t]))\nl[t] = log(1 + s[t]' s[t])\nE[t] = squaredError(mean(x[t]), l[t]) + identity(sum(relu(s[t])))",
      { x: 2, p: 2, s: 5 },
    ),
  ),
  given(
    "softmax in columns",
    network("A[t] = softmax(W * x[t] * x[t]')\nE[t] = squaredError(x[t], A[t] x[t])", { x: 2, A: [2, 2] }),
  ),
  given(
    "targets that do not sum to one",
    network("s[t] = tanh(U x[t] + W s[t-1])\ny[t] = softmax(V s[t])\nE[t] = crossEntropy(target[t], y[t])", {
      x: 2,
      s: 3,
      y: 2,
    }),
    {
      x: INPUTS,
      target: [
        [0.5, 1],
        [2, 0],
        [0.1, 0.1],
        [0, 3],
      ],
    },
  ),
];
