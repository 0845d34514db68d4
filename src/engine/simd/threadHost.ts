import { wholeNumber } from "../checkedNumbers.js";
import { OptionError } from "../errors.js";
import { shown } from "../shown.js";
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

/** More cores than this do not help one pass. */
const MOST_THREADS = 64;

/** Lets large passes use more than one thread from now on; `undefined`: no more. @throws OptionError for a wrong host */
export function setThreadHost(wanted: ThreadHost | undefined): void {
  if (wanted !== undefined) {
    wholeNumber("setThreadHost: threads", wanted?.threads, { most: MOST_THREADS });
    if (typeof wanted.start !== "function")
      throw new OptionError(`setThreadHost: start is ${shown(wanted.start)}: expected a function that starts a thread`);
  }
  host = wanted;
  helpers = undefined;
}

/** How many threads a pass may use: 1 without a host, or where threads share no memory. */
export function threadsAllowed(): number {
  return host && typeof SharedArrayBuffer !== "undefined" ? host.threads : 1;
}

/** The threads that help the first one, started when they are first asked for. [threadsAllowed - 1] */
export function helpingThreads(): readonly Helper[] {
  helpers ??= Array.from({ length: threadsAllowed() - 1 }, () => new Helper(host!.start()));
  return helpers;
}
