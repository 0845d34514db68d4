/** How many times as long as Unroll a peer ought to take, and Unroll itself in a browser. */
import type { Case } from "./cases.js";
import type { PeerName } from "./peers.js";
import type { CellKind } from "./protocol.js";

type Pair = readonly [float32: number, float64: number];

/** Of PyTorch at its better thread count; by hidden units, time steps and batch. */
const STEP: Readonly<Record<CellKind, Readonly<Record<string, Pair>>>> = {
  rnn: {
    "16 50 1": [120, 60],
    "64 100 1": [20, 10],
    "64 100 32": [2.8, 2],
    "128 100 32": [1.7, 1.4],
    "256 200 32": [1.1, 1.4],
    "512 100 64": [1, 0.9],
  },
  lstm: { "64 100 1": [2.4, 8], "64 100 32": [1.2, 1.2], "128 100 32": [1.2, 1.2] },
  gru: { "64 100 1": [20, 10], "64 100 32": [1.5, 1.5], "128 100 32": [1.5, 1.5] },
};
const OBSERVED: Pair = [50, 25];
/** A page may take so many times as long as Node. */
export const BROWSER_AT_MOST = 1.3;

/** @param peer  the two of PyTorch share one goal. @returns undefined where there is none */
export function goalOf({ task, shape, dtype }: Case, peer: PeerName): number | undefined {
  if (peer === "tfjs") return 30;
  if (peer === "brain") return 15;
  if (peer !== "torch1" && peer !== "torch2") return undefined;
  const { cell, hidden, timeSteps, batch } = shape;
  const pair = task === "step" ? STEP[cell][`${hidden} ${timeSteps} ${batch}`] : OBSERVED;
  return pair?.[dtype === "float32" ? 0 : 1];
}
