/** Measures what the live pictures of a run cost its training, in a kernel as an editor starts it. */
import { startKernel } from "./kernelSession.mjs";

const ROUNDS = 7;
const GOAL = 5;
const text = (length) =>
  `const task = tasks.text([..."abcdefgh".repeat(${Math.ceil(length / 8) + 1})].slice(0, ${length + 1}).join(""))`;
const network = (cell, size) =>
  `const make = () => cells.${cell}.build({ x: task.size, ${cell === "elman" ? "s" : "h"}: ${size}, y: task.size }, { seed: 7 })`;
/** Each trains for about a second, so that several pictures are made of it. */
const CASES = [
  ["lesson 1 (T 5)", 'const task = tasks.text("想要有直升机")', network("elman", 16), 150_000],
  ["elman (H 16, T 50)", text(50), network("elman", 16), 40_000],
  ["lstm (H 32, T 200)", text(200), network("lstm", 32), 1500],
  ["elman (H 32, T 1000)", text(1000), network("elman", 32), 1500],
];

/** Wants a build. @returns {Promise<import("./figure.mjs").Figure[]>} */
export async function measureStreaming() {
  const figures = [];
  for (const [name, ...rest] of CASES) figures.push(await cost(name, ...rest));
  return figures;
}

/**
 * With and without pictures in turns; the runs of each kind that took least are compared, since what else the machine does
 * only adds. What the training's own thread works is compared where Node tells it (23.9 and newer), else the time.
 */
async function cost(name, task, make, steps) {
  const kernel = startKernel();
  await kernel.run(`${task}\n${make}`);
  await train(kernel, steps, true);
  const [live, silent] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    silent.push(await train(kernel, steps, false));
    live.push(await train(kernel, steps, true));
  }
  kernel.end();
  const least = (runs, what) => Math.min(...runs.map((run) => run[what]));
  const share = (what) => 100 * (least(live, what) / least(silent, what) - 1);
  const note = `${steps} steps in ${least(silent, "time").toFixed(0)} ms; of the time ${share("time").toFixed(1)} %`;
  return { name: `streaming's cost: ${name}`, value: share("work"), unit: "%", goal: GOAL, note };
}

/** @returns {Promise<{ time: number, work: number }>} ms that the training took, and that its thread worked */
async function train(kernel, steps, live) {
  const options = `{ steps: ${steps}, live: ${live}, optimizer: sgd({ lr: 0.001 }) }`;
  const { value } = await kernel.run(`const worked = () => {
  const { user, system } = process.threadCpuUsage?.() ?? { user: 1000 * performance.now(), system: 0 }
  return (user + system) / 1000
}
const before = [performance.now(), worked()]
await train(make(), task, ${options})
const after = [performance.now(), worked()]
after.map((ms, i) => ms - before[i]).join(" ")`);
  const [time, work] = value["text/plain"].match(/[\d.]+/g).map(Number);
  return { time, work };
}
