/** Measures the first training steps of a kernel: just started, and idle for a second, in which it warms up by itself. */
import { setTimeout as delay } from "node:timers/promises";
import { timesFigure } from "./figure.mjs";
import { startKernel } from "./kernelSession.mjs";

const STARTS = 9;
const IDLE = 1000;
const STEPS = 50;
const CELL = `const lyric = tasks.text("想要有直升机")
const model = cells.elman.build({ x: lyric.size, s: 16, y: lyric.size }, { seed: 7 })
const began = performance.now()
await train(model, lyric, { steps: ${STEPS}, live: false })
performance.now() - began`;

/** Wants a build. @returns {Promise<import("./figure.mjs").Figure[]>} */
export async function measureFirstSteps() {
  const [fresh, idle] = [[], []];
  for (let i = 0; i < STARTS; i++) {
    fresh.push(await firstSteps(0));
    idle.push(await firstSteps(IDLE));
  }
  const note = `${STARTS} kernels`;
  return [
    timesFigure(`first ${STEPS} steps, kernel just started`, fresh, { note }),
    timesFigure(`first ${STEPS} steps, kernel idle for ${IDLE / 1000} s`, idle, {
      note: `${note}; warmed up by itself`,
    }),
  ];
}

/** @param {number} wait  ms between the kernel's readiness and its first cell @returns {Promise<number>} ms */
async function firstSteps(wait) {
  const kernel = startKernel();
  await kernel.ready;
  if (wait > 0) await delay(wait);
  const { value } = await kernel.run(CELL);
  kernel.end();
  return Number(value["text/plain"]);
}
