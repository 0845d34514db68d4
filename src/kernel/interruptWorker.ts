import type { Worker } from "node:worker_threads";
import { terminateExecution } from "./terminateExecution.js";
import type { WorkerEvent, WorkerRequest } from "./workerProtocol.js";

/** Time that a thread which waits for something gets to answer, ms. */
const PATIENCE = 100;
/** Time that it gets after its running code was ended, ms; a garbage collection may be under way. */
const LONG_PATIENCE = 1000;
const ATTEMPTS = 5;

let lastToken = 0;

/**
 * Ends what a worker is running, variables kept: asks first, which is enough when the cell waits for something, and
 * ends its JavaScript when there is no answer.
 * @param isRunning whether the worker still runs what is to be ended: what it runs next is not to be hit by a late blow
 * @returns false when the thread cannot be ended so
 */
export async function interruptWorker(worker: Worker, isRunning: () => boolean): Promise<boolean> {
  if (await ask(worker, PATIENCE)) return true;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (!isRunning()) return true;
    await terminate(worker);
    if (await ask(worker, LONG_PATIENCE)) return true;
  }
  return false;
}

/** Whether it worked shows when the thread is asked again. */
async function terminate({ threadId }: Worker): Promise<void> {
  await within(LONG_PATIENCE, (resolve) => {
    terminateExecution(threadId).then(
      () => resolve(true),
      () => resolve(false),
    );
    return () => {};
  });
}

function ask(worker: Worker, patience: number): Promise<boolean> {
  const token = ++lastToken;
  return within(patience, (resolve) => {
    const listen = (event: WorkerEvent) => {
      if (event.type === "interrupted" && event.token === token) resolve(true);
    };
    worker.on("message", listen);
    worker.postMessage({ type: "interrupt", token } satisfies WorkerRequest);
    return () => worker.off("message", listen);
  });
}

/**
 * What `begin` resolves, false when the time is over first.
 * @param time ms
 * @param begin returns how to clean up
 */
function within(time: number, begin: (resolve: (is: boolean) => void) => () => void): Promise<boolean> {
  return new Promise((resolve) => {
    // On a busy machine the time may be over while the answer lies there, unread: it is read before an immediate.
    const timer = setTimeout(() => setImmediate(end, false), time);
    const cleanUp = begin((is) => end(is));
    function end(is: boolean) {
      clearTimeout(timer);
      cleanUp();
      resolve(is);
    }
  });
}
