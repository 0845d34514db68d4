/** Networks that meet each decision of the planner and each kernel early: what is broken is found by one of the first. */
import type { Sizes } from "../../src/engine/index.js";
import { cells } from "../../src/lab/cells.js";
import type { Network } from "../fuzz/network.js";

/** The seed decides of threads, of the number type that is proved first and of what is differentiated; see the law of plans. */
const networkOf = (text: string, sizes: Sizes, T: number, B: number | null, seed = 11): Network => ({
  text,
  sizes,
  T,
  B,
  initial: {},
  reduction: "sum",
  seed,
});
const SQUARED = "E[t] = squaredError(target[t], s[t])";
const textOf = (name: keyof typeof cells): string => cells[name].equations.join("\n");

export const NETWORKS: readonly Network[] = [
  networkOf(textOf("elman"), { x: 3, s: 5, y: 2 }, 4, 9),
  networkOf(textOf("elman"), { x: 7, s: 9, y: 5 }, 3, null),
  networkOf(textOf("lstm"), { x: 3, h: 5, y: 2 }, 3, 2),
  networkOf(textOf("gru"), { x: 3, h: 5, y: 4 }, 3, 9),
  networkOf(textOf("bidirectional"), { x: 3, f: 4, r: 2, y: 2 }, 4, 1),
  networkOf(textOf("manyToOne"), { x: 3, s: 5, y: 2 }, 5, 3),
  networkOf(`q[t] = tanh(U x[t] + W q[t-1])\ns[t] = q[t] .* q[t+1]\n${SQUARED}`, { x: 2, q: 3 }, 4, 2),
  networkOf(`s[t] = tanh(A' x[t] + W' s[t-1])\n${SQUARED}`, { x: 2, s: 3 }, 5, 3),
  networkOf(`s[t] = relu(W concat(x[t], s[t-1]) + b)\n${SQUARED}`, { x: 3, s: 4 }, 4, 9),
  networkOf(`s[t] = softplus(U x[t]) ./ (2 + exp(W s[t-1]))\n${SQUARED}`, { x: 3, s: 5 }, 4, 2),
  networkOf(
    `s[t] = mean(x[t]) .* s[t-1] + b .* x[t]\nE[t] = sum(s[t] .^ 2) + log(1 + sum(s[t-1] .* s[t-1]))`,
    { x: 5, s: 5 },
    3,
    3,
  ),
  networkOf("y[t] = sigmoid(U x[t] + W y[t-1])\nE[t] = binaryCrossEntropy(target[t], y[t])", { x: 3, y: 5 }, 4, 9),
  networkOf(`s[t] = tanh(W s[t-1] + ((s[t-1]' P) .* (x[t]' Q))' + U x[t])\n${SQUARED}`, { x: 3, s: 5 }, 3, 2),
  {
    ...networkOf(`s[t] = tanh(U x[t] + U x[t] + W s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 3, 4),
    initial: { s: "learned" },
  },
  networkOf("y[t] = softmax(2 * (V x[t]))\nE[t] = crossEntropy(target[t], 0.5 * y[t] + 0.1)", { x: 3, y: 5 }, 3, 2),
  // terms of one sum that go together, and those that do not
  networkOf(
    `v[t] = sigmoid(s[t-1])\ns[t] = tanh(W s[t-1] + x[t] .* s[t-1] + v[t] .* x[t] + s[t-1] .* s[t-1])\n${SQUARED}`,
    { x: 3, s: 3 },
    3,
    2,
    12,
  ),
  networkOf(`s[t] = tanh(x[t] .* s[t-1] + W s[t-1] + b)\n${SQUARED}`, { x: 3, s: 3 }, 3, 2),
  {
    ...networkOf(
      `q[t] = tanh(U x[t] + W q[t+1])\ns[t] = x[t] .* x[t] + q[t] .* q[t+1]\n${SQUARED}`,
      { x: 3, q: 3 },
      4,
      2,
    ),
    initial: { q: "learned" },
  },
  // what only a pass from given adjoints goes back through, whose room is kept all the same
  networkOf(`s[t] = tanh(U x[t] + W s[t-1])\nz[t] = V s[t]\n${SQUARED}`, { x: 3, s: 5, z: 4 }, 3, 9, 12),
  networkOf(`s[t] = tanh(U x[t] + W s[t-1])\nz[t] = x[t]' V\n${SQUARED}`, { x: 3, s: 5 }, 3, 1),
  // nothing is given: what stands first is a result
  networkOf("h[t] = W s[t-1] + b\ns[t] = tanh(h[t])\nE[t] = sum(s[t] .^ 2)", { h: 3, s: 3 }, 3, null),
  // what rows do not pass: matrices of each step
  networkOf(`s[t] = tanh(mean(diag(s[t-1])) * b + U x[t] + W s[t-1])\n${SQUARED}`, { x: 3, s: 3 }, 3, 2),
  networkOf("r[t] = tanh(x[t]' + x[t]' (x[t] * r[t-1]))\nE[t] = sum(r[t] .^ 2)", { x: 3 }, 3, 1),
  ...["Z[t] x[t]", "(x[t]' Z[t])'", "mean(V Z[t] + x[t] * x[t]') * b", "mean(concat(Z[t], Z[t])) * b"].map((read) =>
    networkOf(
      `Z[t] = mean(s[t-1]) * (x[t] * x[t]')\ns[t] = tanh(${read} + W s[t-1])\n${SQUARED}`,
      { x: 3, s: 3 },
      3,
      1,
    ),
  ),
  // a number and a vector, both differentiated; one that all sequences share and one of each
  networkOf(`s[t] = tanh(mean(s[t-1]) .* s[t-1] + sum(x[t]) .* s[t-1] + U x[t])\n${SQUARED}`, { x: 3, s: 3 }, 3, 2, 12),
  networkOf(`s[t] = tanh(b .* s[t-1] + s[t-1] .* c + U x[t])\n${SQUARED}`, { x: 3, s: 3 }, 3, 2),
  // what only looks like gates: no products of matrices, and products with matrices of each sequence
  networkOf(`s[t] = tanh(W s[t-1] + tanh(b .* x[t]) .* (c .* x[t]))\n${SQUARED}`, { x: 3, s: 3 }, 3, 2),
  networkOf(
    `Z[t] = s[t-1] * x[t]'\ns[t] = tanh(((A Z[t]) .* (B Z[t])) x[t] + W s[t-1])\n${SQUARED}`,
    { x: 3, s: 3 },
    3,
    2,
    12,
  ),
  networkOf(`s[t] = s[t-1] + U x[t] + b\n${SQUARED}`, { x: 3, s: 3 }, 3, 2),
  // a softmax that is sure of itself
  networkOf("y[t] = softmax(9 * (V x[t]))\nE[t] = crossEntropy(target[t], y[t])", { x: 3, y: 7 }, 3, 4),
  // products with a value from before its first time step, which several time steps read
  networkOf(`z[t] = 1\ns[t] = W z[t-3]\n${SQUARED}`, { s: 3 }, 4, 2),
  networkOf(`z[t] = tanh(U x[t])\ns[t] = tanh(W z[t-2] + V s[t-2])\n${SQUARED}`, { x: 3, z: 3, s: 3 }, 4, 2, 12),
  // rows times matrices, in a batch whose time steps are summed by themselves
  networkOf(`r[t] = x[t]' Q + c\ns[t] = tanh(r[t]' + W s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 4, 9, 12),
  networkOf(`r[t] = x[t]' Q + c\ns[t] = tanh(r[t]' + W s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 4, 1),
  // more sequences than a kernel packs at a time
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 2, 300),
  // more rows of all time steps than a kernel packs at a time
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 5, 100, 12),
  // a product at fewer time steps than the bias beside it
  {
    ...networkOf(`q[t] = tanh(W q[t+1] + b + x[t])\nE[t] = squaredError(target[t], q[t])`, { x: 3, q: 3 }, 4, 9, 12),
    initial: { q: "learned" },
  },
  networkOf(`p[t] = x[t]' q\ns[t] = tanh(U x[t] + p[t] * b + W s[t-1])\n${SQUARED}`, { x: 3, p: 1, s: 5 }, 3, 3, 12),
  // sums of parameters, outside time
  networkOf(`A = W + P\ns[t] = tanh(U x[t] + A s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 4, 3, 12),
  networkOf(`A = W + P\ns[t] = tanh(U x[t] - A s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 4, 1),
  networkOf(`s[t] = tanh(U x[t] - k + W s[t-1])\n${SQUARED}`, { x: 3, s: 5, k: 1 }, 3, 2, 12),
  networkOf(
    `L = crossEntropy(softmax(a), softmax(b))\ns[t] = tanh(a .* x[t] + b)\n${SQUARED}`,
    { x: 3, s: 3 },
    3,
    2,
    12,
  ),
  // three threads read in a recurrence what one has made outside time
  networkOf(`c = tanh(b)\ns[t] = sigmoid(c .* s[t-1])\n${SQUARED}`, { c: 3, s: 3 }, 3, 3),
  // at the last step a product is a foreign one, and what stands behind it in the statement stands elsewhere
  {
    ...networkOf(
      `q[t] = tanh(U x[t] + V q[t+1])\ns[t] = (W q[t+1] + x[t]) .* (x[t] + b)\n${SQUARED}`,
      { x: 3, q: 3, s: 3 },
      4,
      2,
    ),
    initial: { q: "learned" },
  },
  // a loss of logits that all time steps share; also within a recurrence
  networkOf("p = softmax(b)\nE[t] = crossEntropy(target[t], p) + sum(x[t] .* b)", { x: 3, p: 3 }, 3, 2, 12),
  networkOf(
    `p = softmax(b)\nL[t] = crossEntropy(softmax(s[t]), p)\ns[t] = tanh(W s[t-1] + c * L[t-1])\n${SQUARED}`,
    { s: 3, p: 3, c: 3 },
    3,
    1,
    12,
  ),
  // a product of each sequence's own matrix, and no other
  networkOf(`Z[t] = mean(s[t-1]) * (x[t] * x[t]')\ns[t] = sigmoid(Z[t] x[t])\n${SQUARED}`, { x: 3, s: 3 }, 3, 1),
  // what comes back is so small that its squares vanish
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\nE[t] = 1e-295 * sum(s[t] .^ 2)`, { x: 3, s: 5 }, 4, 1, 12),
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\nE[t] = 1e-200 * sum(s[t] .^ 2)`, { x: 3, s: 5 }, 4, 9),
  // both factors of a contribution have all digits, the contribution has not
  networkOf(
    `s[t] = tanh(U (1e-120 * x[t]) + W s[t-1] + b)\nE[t] = 1e-200 * sum((1 + s[t]) .^ 2)`,
    { x: 3, s: 5 },
    4,
    1,
  ),
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\nE[t] = 1e-30 * sum(s[t] .^ 2)`, { x: 3, s: 17 }, 4, 9, 12),
];

/** Networks whose numbers are not finite, or too many: their plans are proved, and their norms held against their own contributions. */
export const EXTREMES: readonly Network[] = [
  // a tape of several segments
  networkOf(
    "s[t] = tanh(w .* s[t-1] + tanh(w .* s[t-1]) - tanh(x[t] .* s[t-1]) .* tanh(s[t-1]))\nE[T] = sum(s[T] .^ 2)",
    { x: 1, s: 1 },
    200,
    1,
  ),
  // the products of norms are finite, the contributions in single precision are not
  networkOf("s[t] = U (1e20 * x[t]) + b\nE[t] = 1e25 * sum(s[t])", { x: 3, s: 5 }, 3, 1),
  networkOf("s[t] = U (1e20 * x[t]) + b\nE[t] = 1e25 * sum(s[t])", { x: 3, s: 5 }, 3, 9),
  networkOf("s[t] = U (1e200 * x[t]) + b\nE[t] = 1e200 * sum(s[t])", { x: 3, s: 5 }, 3, 9, 12),
  // a loss of logits at all time steps but the first, where the prediction is a state's first value
  networkOf("y[t] = softmax(V x[t])\nE[t] = crossEntropy(target[t], y[t-1])", { x: 3, y: 3 }, 4, 2),
  networkOf("y[t] = sigmoid(V x[t])\nE[t] = binaryCrossEntropy(target[t], y[t-1])", { x: 3, y: 3 }, 4, 2, 12),
];
