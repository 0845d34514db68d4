/** Messages between the supervisor and the thread that runs the cells. */
import type { ExecuteRequest, KernelEvent } from "../trace/index.js";

/** Asks for an answer as soon as the thread is free, and for the running cell to end. */
export interface InterruptWorker {
  readonly type: "interrupt";
  /** Comes back in the answer. */
  readonly token: number;
}

export type WorkerRequest = ExecuteRequest | InterruptWorker;

/** Everything but `loaded` and `interrupted` goes on to the editor as it is. */
export type WorkerEvent =
  | KernelEvent
  | { readonly type: "loaded" }
  | { readonly type: "interrupted"; readonly token: number };
