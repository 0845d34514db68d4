import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ThreadHost } from "../lab/threads.js";

/** More would wait for each other longer than they help: a batch of 32 is soon divided. */
const MOST_THREADS = 2;

/**
 * Worker threads of Node's, which end with the thread that starts them and keep nothing alive.
 * @param script the bundle that a helping thread runs
 */
export function helperThreads(script: URL): ThreadHost {
  return {
    threads: Math.min(MOST_THREADS, availableParallelism()),
    start() {
      const worker = new Worker(script);
      worker.unref();
      // a helper that dies is missed by the next pass, which then does without it
      worker.on("error", () => {});
      return worker;
    },
  };
}
