import { Helper } from "./helper.js";

/** Where messages for a thread go. */
export interface ThreadPort {
  postMessage(message: unknown): void;
}

/** Whoever runs the engine knows how threads are started; the engine itself does not. */
export interface ThreadHost {
  /** The threads that one pass may use, the one that runs the engine among them. */
  readonly threads: number;
  /** Starts a thread in which every message goes to {@link HelperThread.receive}. It must not keep a process alive. */
  start(): ThreadPort;
}

let host: ThreadHost | undefined;
let helpers: readonly Helper[] | undefined;

/** Lets large passes use more than one thread from now on; `undefined`: no more. */
export function setThreadHost(wanted: ThreadHost | undefined): void {
  host = wanted;
  helpers = undefined;
}

/** How many threads a pass may use: 1 without a host, or where threads share no memory. */
export function threadsAllowed(): number {
  return host && typeof SharedArrayBuffer !== "undefined" ? Math.max(1, host.threads) : 1;
}

/** The threads that help the first one, started when they are first asked for. [threadsAllowed - 1] */
export function helpingThreads(): readonly Helper[] {
  helpers ??= Array.from({ length: threadsAllowed() - 1 }, () => new Helper(host!.start()));
  return helpers;
}
