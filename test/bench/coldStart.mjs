/** Measures a kernel's cold start: from the fork of its process to the first result. */
import { fork } from "node:child_process";
import path from "node:path";
import { ROOT } from "../vscode/project.mjs";
import { median, quantile } from "./statistics.mjs";

const STARTS = 15;
const MAIN = path.join(ROOT, "dist", "kernel", "main.mjs");
const CELLS = [
  ["a number", "1 + 1"],
  [
    "a dashboard of 300 steps",
    `const lyric = tasks.text("想要有直升机")
const model = cells.elman.build({ x: lyric.size, s: 16, y: lyric.size }, { seed: 7, init: { W: init.spectral(1.1) } })
dashboard(await train(model, lyric, { steps: 300, optimizer: sgd({ lr: 0.1 }), clipNorm: 5 }))`,
  ],
];

/** Wants a build. @returns {Promise<import("./bench.mjs").Figure[]>} */
export async function measureColdStart() {
  const figures = [];
  for (const [name, code] of CELLS) {
    const times = [];
    for (let i = 0; i < STARTS; i++) times.push(await coldStart(code));
    figures.push({
      name: `cold start to ${name}`,
      value: median(times),
      p95: quantile(times, 0.95),
      unit: "ms",
      note: `${STARTS} fresh processes`,
    });
  }
  return figures;
}

/** @param {string} code @returns {Promise<number>} ms until the first result of a kernel that is not there yet */
function coldStart(code) {
  const began = performance.now();
  const child = fork(MAIN, [], { silent: true });
  child.send({ type: "execute", id: "1", code, language: "typescript", executionCount: 1 });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("message", (event) => {
      if (event.type === "done" && event.status !== "ok") reject(new Error(JSON.stringify(event)));
      else if (event.type !== "display" || !event.isResult) return;
      else resolve(performance.now() - began);
      child.kill();
    });
  });
}
