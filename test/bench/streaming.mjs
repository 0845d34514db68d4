/** Measures what the live pictures of a run cost its training, in a kernel as an editor starts it. */
import { startKernel } from "./kernelSession.mjs";
import { median } from "./statistics.mjs";

const ROUNDS = 5;
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

/** With and without pictures in turns, so that a moment in which the machine is busy falls on both. */
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
  const note = `${steps} steps: ${median(silent).toFixed(0)} ms without, ${median(live).toFixed(0)} ms with live pictures`;
  const shares = live.map((time, i) => 100 * (time / silent[i] - 1));
  return { name: `streaming's cost: ${name}`, value: median(shares), unit: "%", goal: GOAL, note };
}

/** @returns {Promise<number>} ms of the training */
async function train(kernel, steps, live) {
  const options = `{ steps: ${steps}, live: ${live}, optimizer: sgd({ lr: 0.001 }) }`;
  const { value } = await kernel.run(`const began = performance.now()
await train(make(), task, ${options})
performance.now() - began`);
  return Number(value["text/plain"]);
}
