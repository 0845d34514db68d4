/** Paths as the lab shows them: the networks of the lessons, and shapes that are hard to draw. */
import { DISPLAY } from "../../../src/lab/host.js";
import { backward, cells, paths, rnn } from "../../../src/lab/index.js";
import { parsePayload, UNROLL_MIME } from "../../../src/trace/index.js";
import type { PathsPayload } from "../fixtures/paths.js";

function shown(...[trace, loss, target]: Parameters<typeof paths>): PathsPayload {
  const bundle = (paths(trace, loss, target) as unknown as Record<symbol, () => Record<string, string>>)[DISPLAY]!();
  return parsePayload(JSON.parse(bundle[UNROLL_MIME]!)) as PathsPayload;
}

const range = <Item>(count: number, of: (i: number) => Item): Item[] => Array.from({ length: count }, (_, i) => of(i));

const twoLayers = rnn`
  S[t] = W_s S[t-1] + W_x X[t]
  Z[t] = W_z Z[t-1] + W_u S[t]
  y[t] = W_v Z[t]
  E[t] = squaredError(d[t], y[t])`;

/** Two linear layers over two time steps; the loss their mean: four paths, each divided by 2. */
export function meanLossPaths(): PathsPayload {
  const model = twoLayers.build({ X: 1, S: 1, Z: 1, y: 1 }).set({ W_x: 0.5, W_s: 0.7, W_u: 0.9, W_z: 0.6, W_v: 1.1 });
  return shown(backward(model, { X: [1, 2], d: [1, 1] }, { reduction: "mean" }), "E", "W_x");
}

const sequence = (T: number) => ({
  x: range(T, (t) => [Math.sin(t), Math.cos(t), 0.5]),
  target: range(T, (t) => t % 3),
});

const elman = () => cells.elman.build({ x: 3, s: 4, y: 3 }, { seed: 2 });
const lstm = () => cells.lstm.build({ x: 3, h: 2, y: 3 }, { seed: 1 });

/** The whole loss of a tanh network by its recurrent matrix, whose Jacobians are too large to be written. */
export const elmanPaths = (T = 4): PathsPayload => shown(backward(elman(), sequence(T)), "E", "W");

/** The same of three sequences. */
export function batchPaths(): PathsPayload {
  const batch = range(3, () => sequence(4));
  return shown(backward(elman(), { x: batch.map(({ x }) => x), target: batch.map(({ target }) => target) }), "E", "W");
}

/** Paths through gates, which have no nodes of their own. */
export const lstmStatePaths = (): PathsPayload => shown(backward(lstm(), sequence(3)), "E[3]", "h[1]");
export const lstmPaths = (T = 3): PathsPayload => shown(backward(lstm(), sequence(T)), "E", "U_f");

/** One layer that runs forward in time and one that runs backward. */
export function bidirectionalPaths(): PathsPayload {
  const both = rnn`
    f[t] = tanh(U x[t] + W f[t-1])
    g[t] = tanh(P x[t] + Q g[t+1])
    y[t] = V f[t] + R g[t]
    E[t] = squaredError(target[t], y[t])`;
  const batch = { x: range(4, (t) => [Math.sin(t), 1]), target: range(4, () => [1]) };
  return shown(backward(both.build({ x: 2, f: 1, g: 1, y: 1 }, { seed: 2 }), batch), "E", "Q");
}

/** No time at all: two ways from a hidden layer to the output. The batch is one sequence. */
export function timelessPaths(): PathsPayload {
  const network = rnn`
    a = tanh(W x + b)
    c = tanh(W_2 x + W_3 a)
    y = V a + V_2 c
    E = squaredError(d, y)`;
  const model = network.build({ x: 2, a: 2, c: 2, y: 1 }, { seed: 1 });
  return shown(backward(model, { x: [[1, 2]], d: [[1]] }), "E", "W");
}
