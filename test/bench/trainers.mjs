/** The networks whose training steps are measured, each ready to step; float64. */
import { bundleForNode } from "./bundle.mjs";

const bundle = await bundleForNode("engine.js", ["src/lab/library.ts", "src/engine/index.ts"]);
const { adam, cells, setThreadHost, sgd, Trainer } = await import(bundle);

/** Class indices from 0, one a time step. @param {number} count @param {number} classes */
const indices = (count, classes) => Array.from({ length: count }, (_, t) => (t * 7 + 3) % classes);

/** @param {string} name @param {string} cell @param {Record<string, number>} sizes @param {number} timeSteps @param {object} options */
function trainer(name, cell, sizes, timeSteps, options) {
  const made = new Trainer(cells[cell].build(sizes, { seed: 1 }), options);
  made.feed({ x: indices(timeSteps, sizes.x), target: indices(timeSteps, sizes.y).reverse() });
  return { name, trainer: made };
}

/** A sequence at a time. H hidden, I input and O output numbers, T time steps. */
export const trainers = () => [
  trainer("elman, lesson 1 (H 16, I 6, O 6, T 5)", "elman", { x: 6, s: 16, y: 6 }, 5, {
    optimizer: sgd({ lr: 0.01 }),
    clipNorm: 5,
  }),
  trainer("elman (H 16, I 8, O 8, T 50)", "elman", { x: 8, s: 16, y: 8 }, 50, { optimizer: sgd({ lr: 0.01 }) }),
  trainer("lstm (H 16, I 8, O 8, T 50)", "lstm", { x: 8, h: 16, y: 8 }, 50, { optimizer: adam({ lr: 0.001 }) }),
];

/** Small ones, for counting what a step allocates; every step clips. */
export const smallTrainers = () => [
  trainer("elman", "elman", { x: 4, s: 4, y: 4 }, 5, { optimizer: sgd(), clipNorm: 1e-3, clipValue: 1e-4 }),
  trainer("lstm", "lstm", { x: 4, h: 4, y: 4 }, 6, { optimizer: adam() }),
];

/**
 * One with so many sequences that threads share its passes. A thread is started for it.
 * @returns {Promise<{ name: string, trainer: object }>}
 */
export async function sharedTrainer() {
  const { helperThreads } = await import(await bundleForNode("threads.js", ["src/kernel/helperThreads.ts"]));
  const helper = await bundleForNode("helper.js", ["src/kernel/helper.ts"]);
  setThreadHost({ ...helperThreads(new URL(helper)), threads: 2 });
  const made = new Trainer(cells.elman.build({ x: 8, s: 48, y: 8 }, { seed: 1 }), { optimizer: sgd(), clipNorm: 1e-3 });
  const sequences = Array.from({ length: 64 }, () => indices(4, 8));
  made.feed({ x: sequences, target: sequences });
  return { name: "elman in two threads", trainer: made };
}
