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
  // rows times matrices, in a batch whose time steps are summed by themselves
  networkOf(`r[t] = x[t]' Q\ns[t] = tanh(r[t]' + W s[t-1] + b)\n${SQUARED}`, { x: 3, r: 5, s: 5 }, 4, 9, 12),
  // sums of parameters, outside time
  networkOf(`A = W + P\ns[t] = tanh(U x[t] + A s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 4, 3, 12),
  networkOf(`A = W + P\ns[t] = tanh(U x[t] - A s[t-1] + b)\n${SQUARED}`, { x: 3, s: 5 }, 4, 1),
  networkOf(`s[t] = tanh(U x[t] - k + W s[t-1])\n${SQUARED}`, { x: 3, s: 5, k: 1 }, 3, 2, 12),
  // what comes back is so small that its squares vanish
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\nE[t] = 1e-295 * sum(s[t] .^ 2)`, { x: 3, s: 5 }, 4, 1, 12),
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\nE[t] = 1e-200 * sum(s[t] .^ 2)`, { x: 3, s: 5 }, 4, 9),
  networkOf(`s[t] = tanh(U x[t] + W s[t-1] + b)\nE[t] = 1e-30 * sum(s[t] .^ 2)`, { x: 3, s: 17 }, 4, 9, 12),
];
