/** Measures training steps; in a process of its own, with --expose-gc. Prints its figures as JSON. See ui.mjs. */
import { median } from "./statistics.mjs";
import { trainers } from "./trainers.mjs";

const WARM_UP = 2000;
const ROUNDS = 15;
const STEPS_A_ROUND = 200;
const STEPS_FOR_HEAP = 10_000;

const cases = trainers().map((made) => ({ ...made, times: [] }));
for (const { trainer } of cases) run(trainer, WARM_UP);
// Interleaved: a moment in which the machine is busy falls on all of them.
for (let round = 0; round < ROUNDS; round++) cases.forEach(timeRound);
liveHeap(); // what the compiler threw away goes before the heap is watched
console.log(JSON.stringify([...cases.map(timeFigure), ...cases.map(heapFigure)]));

function run(trainer, steps) {
  for (let i = 0; i < steps; i++) trainer.step();
}

function timeRound({ trainer, times }) {
  const started = performance.now();
  run(trainer, STEPS_A_ROUND);
  times.push((1000 * (performance.now() - started)) / STEPS_A_ROUND);
}

function timeFigure({ name, times }) {
  const note = `${ROUNDS} rounds of ${STEPS_A_ROUND}`;
  return { name: `one training step: ${name}`, value: median(times), unit: "µs", note };
}

function heapFigure({ name, trainer }) {
  run(trainer, WARM_UP);
  const before = liveHeap();
  run(trainer, STEPS_FOR_HEAP);
  const note = `before and after ${STEPS_FOR_HEAP} steps`;
  return { name: `live heap grown by: ${name}`, value: liveHeap() - before, unit: "kB", note };
}

/** kB after full collections, numbers outside the heap included. */
function liveHeap() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024;
}
