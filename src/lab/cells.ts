import { type Definition, init } from "../engine/index.js";
import { withInit } from "./rnn.js";

const lines = (...equations: string[]): string => equations.join("\n");

/** Softmax output and cross-entropy of the state `h`, as the gated cells end. */
const GATED_OUTPUT = ["y[t] = softmax(V h[t] + d)", "E[t] = crossEntropy(target[t], y[t])"];
const OUTPUT = ["y[t] = softmax(V s[t] + c)", "E[t] = crossEntropy(target[t], y[t])"];

/**
 * Well-known networks, each a text in the equation language; show one to read its equations. Sizes: the state (`s` or
 * `h`), the input `x` and the output `y`. A cell is a definition: `cells.lstm.build({ x: 6, h: 16, y: 6 })`.
 */
export const cells: Readonly<Record<CellName, Definition>> = {
  /** Simple recurrent network (Elman 1990). */
  elman: withInit(lines("s[t] = tanh(U x[t] + W s[t-1] + b)", ...OUTPUT), {}),
  /** ReLU network that starts from the identity (Le, Jaitly & Hinton 2015). */
  irnn: withInit(lines("s[t] = relu(U x[t] + W s[t-1] + b)", ...OUTPUT), { W: init.identity() }),
  /** Long short-term memory with a forget gate (Gers, Schmidhuber & Cummins 2000); forget bias 1 (Jozefowicz 2015). */
  lstm: withInit(
    lines(
      "i[t] = sigmoid(W_i x[t] + U_i h[t-1] + b_i)",
      "f[t] = sigmoid(W_f x[t] + U_f h[t-1] + b_f)",
      "o[t] = sigmoid(W_o x[t] + U_o h[t-1] + b_o)",
      "g[t] = tanh(W_g x[t] + U_g h[t-1] + b_g)",
      "c[t] = f[t] .* c[t-1] + i[t] .* g[t]",
      "h[t] = o[t] .* tanh(c[t])",
      ...GATED_OUTPUT,
    ),
    { b_f: init.constant(1) },
  ),
  /** Gated recurrent unit (Cho et al. 2014). */
  gru: withInit(
    lines(
      "r[t] = sigmoid(W_r x[t] + U_r h[t-1] + b_r)",
      "z[t] = sigmoid(W_z x[t] + U_z h[t-1] + b_z)",
      "n[t] = tanh(W_n x[t] + U_n (r[t] .* h[t-1]) + b_n)",
      "h[t] = (1 - z[t]) .* n[t] + z[t] .* h[t-1]",
      ...GATED_OUTPUT,
    ),
    {},
  ),
  /** Two stacked recurrent layers (El Hihi & Bengio 1996); states `s` below, `z` above. */
  twoLayer: withInit(
    lines(
      "s[t] = tanh(U x[t] + W s[t-1] + b)",
      "z[t] = tanh(P s[t] + Q z[t-1] + a)",
      "y[t] = softmax(V z[t] + c)",
      "E[t] = crossEntropy(target[t], y[t])",
    ),
    {},
  ),
  /** One layer reads left to right, one right to left (Schuster & Paliwal 1997); states `f` and `r`. */
  bidirectional: withInit(
    lines(
      "f[t] = tanh(U_f x[t] + W_f f[t-1] + b_f)",
      "r[t] = tanh(U_r x[t] + W_r r[t+1] + b_r)",
      "y[t] = softmax(V_f f[t] + V_r r[t] + c)",
      "E[t] = crossEntropy(target[t], y[t])",
    ),
    {},
  ),
  /** Reads a whole sequence, answers once at its end. */
  manyToOne: withInit(
    lines("s[t] = tanh(U x[t] + W s[t-1] + b)", "y[T] = softmax(V s[T] + c)", "E[T] = crossEntropy(target[T], y[T])"),
    {},
  ),
  /** Each output is the next input; the sequence unfolds from the initial state. */
  oneToMany: withInit(lines("s[t] = tanh(U y[t-1] + W s[t-1] + b)", ...OUTPUT), {}),
  /** No time at all: a hidden layer and a softmax. */
  feedForward: withInit(lines("a = tanh(W x + b)", "y = softmax(V a + c)", "E = crossEntropy(target, y)"), {}),
};

export type CellName =
  | "elman"
  | "irnn"
  | "lstm"
  | "gru"
  | "twoLayer"
  | "bidirectional"
  | "manyToOne"
  | "oneToMany"
  | "feedForward";
