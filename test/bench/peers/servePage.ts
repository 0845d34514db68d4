/** Stands in for serve.ts where a peer is bundled for a page: the requests come through a function of the window. */
import type { ThreadHost } from "../../../src/lab/threads.js";
import type { About, Answer, Job, Request } from "../versus/protocol.js";
import { answersOf, type Ready } from "./answers.js";

declare global {
  interface Window {
    answer?: (request: Request) => Answer;
  }
}

/** Its version is the browser's to tell. */
export const runtime = "a page of its own for each case";

/** As the kernel's, in a page that may share memory. */
export const threads: ThreadHost | undefined = crossOriginIsolated
  ? {
      threads: Math.min(2, navigator.hardwareConcurrency),
      start: () => new Worker("helper.js", { type: "module" }),
    }
  : undefined;

/** A peer that runs in this page. @param prepare  gives a text where the library cannot do the job: why */
export async function serve(about: About, prepare: (job: Job) => Ready | string): Promise<void> {
  window.answer = answersOf(about, prepare);
}
