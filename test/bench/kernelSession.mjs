/** A kernel of the build in a process of its own, to which cells are given one after the other. */
import { fork } from "node:child_process";
import { on } from "node:events";
import path from "node:path";
import { ROOT } from "../vscode/project.mjs";

const MAIN = path.join(ROOT, "dist", "kernel", "main.mjs");

/**
 * @typedef {object} CellResult
 * @property {Record<string, string>} [value]  the cell's value by MIME type, if it has one
 * @property {number} [shown]  when it came, on the clock of `performance.now()`
 */

/** @returns {{ ready: Promise<void>, run(code: string): Promise<CellResult>, end(): void }} a kernel that is starting */
export function startKernel() {
  const child = fork(MAIN, [], { silent: true });
  let cells = 0;
  return {
    ready: (async () => {
      for await (const event of events(child)) if (event.type === "ready") return;
    })(),
    run: (code) => runCell(child, code, ++cells),
    end: () => void child.kill(),
  };
}

/** @param {import("node:child_process").ChildProcess} child @param {string} code @param {number} count */
async function runCell(child, code, count) {
  const id = String(count);
  const result = {};
  child.send({ type: "execute", id, code, language: "typescript", executionCount: count });
  for await (const event of events(child)) {
    if (event.id !== id) continue;
    if (event.type === "display" && event.isResult) {
      Object.assign(result, { value: event.data, shown: performance.now() });
    }
    if (event.type !== "done") continue;
    if (event.status !== "ok") throw new Error(JSON.stringify(event));
    return result;
  }
}

/** What the kernel says from now on; messages that come together are kept. */
async function* events(child) {
  for await (const [event] of on(child, "message")) yield event;
}
