import { adam, cells, sgd, Trainer } from "../../out/bench/engine.js";

const STEPS = 10_000;
const cases = [
  ["elman, lesson 1 (H 16, I 6, T 5)", cells.elman, { x: 6, s: 16, y: 6 }, 5, sgd({ lr: 0.01 })],
  ["elman (H 16, I 8, T 50)", cells.elman, { x: 8, s: 16, y: 8 }, 50, sgd({ lr: 0.01 })],
  ["lstm (H 16, I 8, T 50)", cells.lstm, { x: 8, h: 16, y: 8 }, 50, adam({ lr: 0.001 })],
];

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Class indices from 0, one a time step. */
const indices = (count, classes) => Array.from({ length: count }, (_, t) => (t * 7 + 3) % classes);

function measure([name, cell, sizes, timeSteps, optimizer]) {
  const model = cell.build(sizes, { seed: 1 });
  const trainer = new Trainer(model, { optimizer });
  trainer.feed({ x: indices(timeSteps, sizes.x), target: indices(timeSteps, sizes.y).reverse() });
  const steps = timeSteps > 10 ? STEPS / 10 : STEPS;
  for (let i = 0; i < 200; i++) trainer.step();
  const before = heap();
  const times = [];
  for (let round = 0; round < 10; round++) {
    const started = performance.now();
    for (let i = 0; i < steps / 10; i++) trainer.step();
    times.push((performance.now() - started) / (steps / 10));
  }
  console.log(
    `${name.padEnd(36)} ${(1000 * median(times)).toFixed(1).padStart(8)} µs a step   heap after ${steps} steps: ${(heap() - before).toFixed(1)} kB more`,
  );
}

/** Live heap in kB, after a full collection. */
function heap() {
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024;
}

console.log("one training step: forward, backward through time, update (float64, reference backend)");
cases.forEach(measure);
