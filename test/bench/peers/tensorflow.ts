/** TensorFlow.js on its WebAssembly backend: the network as its users write it, one operation after the other. Float32. */

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
  const inputsAt = Array.from({ length: timeSteps }, (_, t) => tf.tensor2d(x.map((sequence) => [...sequence[t]!])));
  const classes = Array.from({ length: timeSteps }, (_, t) => target.map((sequence) => sequence[t]!)).flat();
  const targets = tf.cast(tf.oneHot(tf.tensor1d(classes, "int32"), inputs), "float32") as tf.Tensor2D;
  const outputsOf = network(shape);
  const optimizer = tf.train.sgd(1e-3);
  const loss = () => {
    const y = tf.softmax(outputsOf(inputsAt));
    return tf.div(tf.neg(tf.sum(tf.mul(targets, tf.log(y)))), batch) as tf.Scalar;
  };
  const run = () => tf.tidy(() => optimizer.minimize(loss, true)!.dataSync()[0]! / timeSteps);
  return { run };
}

/** @returns what gives the outputs before the softmax of all time steps, [T·B, O] */
function network(shape: Shape): (x: readonly tf.Tensor2D[]) => tf.Tensor2D {
  const { cell, hidden, inputs, batch } = shape;
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
    for (const at of x) {
      state = advance(tf.add(tf.matMul(at, U), b), state, W);
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

function lstm(input: tf.Tensor2D, { h, c }: State, W: tf.Tensor2D): State {
  const [i, f, o, g] = tf.split(tf.add(input, tf.matMul(h, W)), 4, 1) as tf.Tensor2D[];
  const memory = tf.add(tf.mul(tf.sigmoid(f!), c), tf.mul(tf.sigmoid(i!), tf.tanh(g!))) as tf.Tensor2D;
  return { h: tf.mul(tf.sigmoid(o!), tf.tanh(memory)), c: memory };
}

function gru(input: tf.Tensor2D, { h, c }: State, W: tf.Tensor2D): State {
  const [xr, xz, xn] = tf.split(input, 3, 1) as tf.Tensor2D[];
  const [hr, hz, hn] = tf.split(tf.matMul(h, W), 3, 1) as tf.Tensor2D[];
  const r = tf.sigmoid(tf.add(xr!, hr!));
  const z = tf.sigmoid(tf.add(xz!, hz!));
  const n = tf.tanh(tf.add(xn!, tf.mul(r, hn!)));
  return { h: tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h)), c };
}

await tf.setBackend("wasm");
const threads = `${wasm.getThreadsCount()} threads`;
await serve({ text: `@tensorflow/tfjs ${tf.version_core}, ${tf.getBackend()}, ${threads}` }, prepare);
