/** Measures training steps; a process of its own, with --expose-gc. Prints its figures as JSON. See bench.mjs. */
import { median } from "./statistics.mjs";
import { trainers } from "./trainers.mjs";

const WARM_UP = 1500;
const ROUNDS = 20;
const STEPS = 500; // in a round: 10,000 in all

const cases = trainers().map((made) => ({ ...made, times: [], kB: 0 }));
for (const { trainer } of cases) for (let i = 0; i < WARM_UP; i++) trainer.step();
// Interleaved: a moment in which the machine is busy falls on all of them.
for (let round = 0; round < ROUNDS; round++) cases.forEach(measureRound);
console.log(JSON.stringify(cases.flatMap(figures)));

function measureRound(measured) {
  const before = liveHeap();
  const started = performance.now();
  for (let i = 0; i < STEPS; i++) measured.trainer.step();
  measured.times.push((1000 * (performance.now() - started)) / STEPS);
  measured.kB += liveHeap() - before;
}

/** kB after a full collection, numbers outside the heap included. */
function liveHeap() {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024;
}

function figures({ name, times, kB }) {
  return [
    { name: `one training step: ${name}`, value: median(times), unit: "µs", note: `median of ${ROUNDS} × ${STEPS}` },
    { name: `live heap after ${ROUNDS * STEPS} more steps: ${name}`, value: kB, unit: "kB", note: "0 is flat" },
  ];
}
