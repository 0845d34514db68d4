/** Measures a kernel's cold start: from the fork of its process to the first result. */
import { timesFigure } from "./figure.mjs";
import { startKernel } from "./kernelSession.mjs";
import { LESSON_ONE } from "./lessonOne.mjs";

const STARTS = 15;
const GOAL = 400;
const CELLS = [
  ["a number", "1 + 1"],
  ["a dashboard of 300 steps", LESSON_ONE],
];

/** Wants a build. @returns {Promise<import("./figure.mjs").Figure[]>} */
export async function measureColdStart() {
  const figures = [];
  for (const [name, code] of CELLS) {
    const times = [];
    for (let i = 0; i < STARTS; i++) times.push(await coldStart(code));
    const note = `${STARTS} fresh processes`;
    figures.push(timesFigure(`cold start to ${name}`, times, { goal: GOAL, note }));
  }
  return figures;
}

/** @param {string} code @returns {Promise<number>} ms until the first result of a kernel that is not there yet */
async function coldStart(code) {
  const began = performance.now();
  const kernel = startKernel();
  const { shown } = await kernel.run(code);
  kernel.end();
  return shown - began;
}
