/**
 * One training pass with one thread, with two, and with whichever was faster of late; in turn, the shortest and the
 * median time of each, ms. Wants free cores: two threads that share one wait for each other.
 */
import type { Worker } from "node:worker_threads";
import { Random, type Sizes } from "../../src/engine/index.js";
import { seedsFor } from "../../src/engine/observe.js";
import type { Backend } from "../../src/engine/program/backend.js";
import { simdBackend, simdBackendOf } from "../../src/engine/simd/execution.js";
import { setThreadHost } from "../../src/engine/simd/threadHost.js";
import { cells } from "../../src/lab/cells.js";
import { testThreads } from "../engine/simd/testThreads.js";

type Cell = "elman" | "lstm" | "gru";
type Case = readonly [Cell, number, number, number, number];
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
function passOf([cell, H, I, T, B]: Case, dtype: "float32" | "float64", backend: Backend): () => void {
  const sizes: Sizes = { x: I, [cell === "elman" ? "s" : "h"]: H, y: I };
  const model = cells[cell].build(sizes, { seed: 1, dtype });
  const random = new Random(1);
  const sequence = () => Array.from({ length: T }, () => Array.from({ length: I }, () => random.uniform(0, 1)));
  const data = () => Array.from({ length: B }, sequence);
  const prepared = model.prepare({ x: data(), target: data() });
  const execution = backend.execution(model.newExecution(T, B).program);
  const seeds = seedsFor(execution, "sum");
  return () => {
    model.load(execution, prepared);
    execution.forward();
    execution.backward(seeds);
  };
}

function timed(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
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
    const label = `${item[0]} (${item.slice(1).join(",")})`;
    console.log(label.padEnd(24), dtype, `one ${alone}  two ${two}  faster ${faster}`);
  }
}
await Promise.all(threads.map((worker) => worker.terminate()));
