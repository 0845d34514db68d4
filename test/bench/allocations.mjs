/**
 * What training steps leave behind, as JSON; run with --expose-gc. By network:
 * `objects`: how many objects a step allocates, by the function that does (V8's sampling profiler, set to sample every
 * allocation); `grownKB`: how much the live heap grows in 10,000 steps (1,000 of those that threads share).
 *
 * Boxed numbers are left out: V8 makes one, of 16 bytes, when a number is handed between functions that it has not
 * compiled into one. Nothing in the sources allocates them.
 */
import { Session } from "node:inspector";
import { sharedTrainer, smallTrainers } from "./trainers.mjs";

const BOXED_NUMBER = 16; // bytes
/** Reads the time: Node 24 itself makes two objects whenever that is done. */
const CLOCK = "now";
const WARM_UP = 2000;
const STEPS = 10_000;
/** Of large steps fewer: the compiler has as much to do within one. */
const LARGE = 0.1;
const PROFILED_STEPS = 20;
const WINDOWS = 6;

const measured = smallTrainers().map(({ name, trainer }) => [name, measure(trainer)]);
const { name, trainer } = await sharedTrainer();
measured.push([name, measure(trainer, LARGE)]);
console.log(JSON.stringify(Object.fromEntries(measured)));

/** @param share  of the usual number of steps */
function measure(trainer, share = 1) {
  manySteps(trainer, WARM_UP * share);
  return { objects: fewestObjects(trainer, WARM_UP * share), grownKB: leastGrowth(trainer, STEPS * share) };
}

/** Of several windows, since the compiler disturbs some: an allocation of ours is in all of them. */
function fewestObjects(trainer, warmUp) {
  const windows = Array.from({ length: WINDOWS }, () => {
    manySteps(trainer, warmUp);
    return objectsOfAStep(trainer);
  });
  const sum = (objects) => Object.values(objects).reduce((a, b) => a + b, 0);
  return windows.reduce((least, other) => (sum(other) < sum(least) ? other : least));
}

function manySteps(trainer, count) {
  for (let i = 0; i < count; i++) trainer.step();
}

/** Of several windows here, too, until one is without growth: what stays behind at every step is in all of them. */
function leastGrowth(trainer, steps) {
  let least = Infinity;
  for (let window = 0; window < WINDOWS && least > 0; window++) least = Math.min(least, growth(trainer, steps));
  return least;
}

function growth(trainer, steps) {
  const before = liveHeap();
  manySteps(trainer, steps);
  return liveHeap() - before;
}

/** kB, numbers outside the heap included. */
function liveHeap() {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024;
}

/** @returns {Record<string, number>} objects a step, by function */
function objectsOfAStep(trainer) {
  const { head, samples } = profile(() => manySteps(trainer, PROFILED_STEPS));
  const names = functionsWithin(head, manySteps.name);
  const objects = {};
  for (const { nodeId, size } of samples) {
    const name = names.get(nodeId);
    if (name !== undefined && size > BOXED_NUMBER) objects[name] = (objects[name] ?? 0) + 1 / PROFILED_STEPS;
  }
  return objects;
}

function profile(act) {
  const session = new Session();
  session.connect();
  const options = {
    samplingInterval: 1,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  };
  session.post("HeapProfiler.startSampling", options);
  act();
  let answer;
  session.post("HeapProfiler.stopSampling", (error, { profile } = {}) => {
    if (error) throw new Error(error.message);
    answer = profile;
  });
  session.disconnect();
  return answer;
}

/** The name of each node's function, for the nodes called by `root`: what the profiler itself allocates is not ours. */
function functionsWithin(head, root) {
  const names = new Map();
  const visit = ({ id, callFrame, children }, within) => {
    const inside = within || callFrame.functionName === root;
    if (inside && callFrame.functionName !== CLOCK) names.set(id, callFrame.functionName);
    for (const child of children) visit(child, inside);
  };
  visit(head, false);
  return names;
}
