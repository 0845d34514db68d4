/** What a peer in JavaScript answers, wherever it runs. */
import type { About, Answer, Job, Prepared, Ran, Request } from "../versus/protocol.js";

/** A job that is ready to run; `run` gives the loss a time step and sequence where the job has one. */
export interface Ready {
  run(): number | undefined;
  arena?(): number;
}

/**
 * @param prepare  gives a text where the library cannot do the job: why
 * @param resident  bytes that the process holds, where it can tell
 */
export function answersOf(
  about: About,
  prepare: (job: Job) => Ready | string,
  resident?: () => number,
): (request: Request) => Answer {
  let ready: Ready | undefined;
  const prepared = (job: Job): Prepared => {
    const made = prepare(job);
    if (typeof made === "string") return { refuses: made };
    ready = made;
    const loss = made.run();
    return { loss, arena: made.arena?.() };
  };
  return (request) => {
    if (request.ask === "about") return about;
    if (request.ask === "prepare") return prepared(request);
    return { milliseconds: timed(ready!, request.times), resident: resident?.() } satisfies Ran;
  };
}

function timed(ready: Ready, times: number): number {
  const started = performance.now();
  for (let i = 0; i < times; i++) ready.run();
  return performance.now() - started;
}
