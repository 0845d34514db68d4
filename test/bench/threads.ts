/**
 * One training pass with one thread, with two, and with whichever was faster of late; in turn, the shortest and the
 * median time of each, ms. Wants free cores: two threads that share one wait for each other.
 */
import type { Worker } from "node:worker_threads";
import type { Dtype } from "../../src/engine/index.js";
import type { Backend } from "../../src/engine/program/backend.js";
import { simdBackend, simdBackendOf } from "../../src/engine/simd/execution.js";
import { setThreadHost } from "../../src/engine/simd/threadHost.js";
import { testThreads } from "../engine/simd/testThreads.js";
import { type Case, labelOf, passesOf, timed } from "./passes.js";

const CASES: readonly Case[] = [
  ["elman", 16, 8, 50, 32],
  ["elman", 64, 32, 100, 8],
  ["elman", 64, 32, 100, 32],
  ["elman", 128, 64, 100, 32],
  ["elman", 256, 64, 200, 32],
  ["lstm", 64, 32, 100, 32],
  ["gru", 64, 32, 100, 32],
];
/** Time for each case, ms. */
const BUDGET = 1500;

/** One forward and backward pass. */
function passOf(one: Case, dtype: Dtype, backend: Backend): () => void {
  const { load, forward, backward } = passesOf(one, dtype, backend);
  return () => {
    load();
    forward();
    backward();
  };
}

function summary(times: number[]): string {
  times.sort((a, b) => a - b);
  return `${times[0]!.toFixed(3)}/${times[times.length >> 1]!.toFixed(3)}`;
}

const threads: Worker[] = [];
const host = testThreads(threads);
for (const item of CASES) {
  for (const dtype of ["float32", "float64"] as const) {
    setThreadHost(undefined);
    const one = passOf(item, dtype, simdBackend);
    setThreadHost(host);
    const passes = [one, passOf(item, dtype, simdBackendOf("always")), passOf(item, dtype, simdBackend)];
    const times: number[][] = passes.map(() => []);
    for (const pass of passes) for (let i = 0; i < 40; i++) pass();
    for (const end = performance.now() + BUDGET; performance.now() < end; )
      passes.forEach((pass, k) => {
        for (let i = 0; i < 8; i++) times[k]!.push(timed(pass));
      });
    const [alone, two, faster] = times.map(summary);
    console.log(labelOf(item).padEnd(24), dtype, `one ${alone}  two ${two}  faster ${faster}`);
  }
}
await Promise.all(threads.map((worker) => worker.terminate()));
