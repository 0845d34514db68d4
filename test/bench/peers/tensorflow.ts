/**
 * TensorFlow.js on its WebAssembly backend, as one writes it who wants it fast: products with the inputs and the outputs
 * once for all time steps, only the recurrence step by step; one gradient call in a tidy; no checks. Float32.
 */
import * as tf from "@tensorflow/tfjs";
import * as wasm from "@tensorflow/tfjs-backend-wasm";
import type { Job, Shape } from "../versus/protocol.js";
import { dataFor } from "./data.js";
import { type Ready, serve } from "./serve.js";

const GATES = { rnn: 1, lstm: 4, gru: 3 };
const GEMM_SIZE = 512;

function prepare({ task, shape }: Job): Ready | string {
  if (task === "gemm") return gemm();
  return task === "step" ? step(shape) : "the gradient at a state is not to be had from its optimizers";
}

function gemm(): Ready {
  const square = tf.randomNormal([GEMM_SIZE, GEMM_SIZE]);
  const run = () => {
    tf.tidy(() => tf.matMul(square, square).dataSync());
    return undefined;
  };
  return { run };
}

function step(shape: Shape): Ready {
  const { timeSteps, batch, inputs } = shape;
  const { x, target } = dataFor(shape);
  const times = Array.from({ length: timeSteps }, (_, t) => t);
  const inputsInTime = tf.tensor2d(times.flatMap((t) => x.map((sequence) => [...sequence[t]!])));
  const classes = times.flatMap((t) => target.map((sequence) => sequence[t]!));
  const targets = tf.oneHot(tf.tensor1d(classes, "int32"), inputs);
  const outputsOf = network(shape);
  const optimizer = tf.train.sgd(1e-3);
  const loss = () => {
    const all = tf.losses.softmaxCrossEntropy(targets, outputsOf(inputsInTime), undefined, 0, tf.Reduction.SUM);
    return tf.div(all, batch) as tf.Scalar;
  };
  const run = () => tf.tidy(() => optimizer.minimize(loss, true)!.dataSync()[0]! / timeSteps);
  return { run };
}

/** @returns from the inputs of all time steps, [T·B, I], the outputs before the softmax, [T·B, O] */
function network(shape: Shape): (x: tf.Tensor2D) => tf.Tensor2D {
  const { cell, hidden, inputs, timeSteps, batch } = shape;
  const made = (rows: number, columns: number) =>
    tf.variable(tf.randomNormal<tf.Rank.R2>([rows, columns], 0, 1 / Math.sqrt(rows)));
  const U = made(inputs, GATES[cell] * hidden);
  const W = made(hidden, GATES[cell] * hidden);
  const b = tf.variable(tf.zeros<tf.Rank.R1>([GATES[cell] * hidden]));
  const V = made(hidden, inputs);
  const c = tf.variable(tf.zeros<tf.Rank.R1>([inputs]));
  const advance = { rnn: elman, lstm, gru }[cell];
  return (x) => {
    const states: tf.Tensor2D[] = [];
    let state: State = { h: tf.zeros([batch, hidden]), c: tf.zeros([batch, hidden]) };
    for (const at of tf.split(tf.add(tf.matMul(x, U), b), timeSteps) as tf.Tensor2D[]) {
      state = advance(at, state, W);
      states.push(state.h);
    }
    return tf.add(tf.matMul(tf.concat(states), V), c);
  };
}

interface State {
  readonly h: tf.Tensor2D;
  readonly c: tf.Tensor2D;
}

/** @param input  U x + b, of all gates side by side */
function elman(input: tf.Tensor2D, { h, c }: State, W: tf.Tensor2D): State {
  return { h: tf.tanh(tf.add(input, tf.matMul(h, W))), c };
}

/** One sigmoid for the three gates that have one. */
function lstm(input: tf.Tensor2D, { h, c }: State, W: tf.Tensor2D): State {
  const size = h.shape[1];
  const [gates, g] = tf.split(tf.add(input, tf.matMul(h, W)), [3 * size, size], 1);
  const [i, f, o] = tf.split(tf.sigmoid(gates!), 3, 1) as tf.Tensor2D[];
  const memory = tf.add(tf.mul(f!, c), tf.mul(i!, tf.tanh(g!))) as tf.Tensor2D;
  return { h: tf.mul(o!, tf.tanh(memory)), c: memory };
}

function gru(input: tf.Tensor2D, { h, c }: State, W: tf.Tensor2D): State {
  const sizes = [2 * h.shape[1], h.shape[1]];
  const [xGates, xn] = tf.split(input, sizes, 1);
  const [hGates, hn] = tf.split(tf.matMul(h, W), sizes, 1);
  const [r, z] = tf.split(tf.sigmoid(tf.add(xGates!, hGates!)), 2, 1) as tf.Tensor2D[];
  const n = tf.tanh(tf.add(xn!, tf.mul(r!, hn!))) as tf.Tensor2D;
  return { h: tf.add(n, tf.mul(z!, tf.sub(h, n))), c };
}

tf.enableProdMode();
await tf.setBackend("wasm");
const kernels = (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "SIMD kernels" : "kernels without SIMD";
const threads = `${wasm.getThreadsCount()} thread(s)`;
await serve({ text: `@tensorflow/tfjs ${tf.version_core}, ${tf.getBackend()}, ${kernels}, ${threads}` }, prepare);
