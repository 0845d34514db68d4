/** The process of a peer in JavaScript: answers requests until its input ends. */
import { createInterface } from "node:readline";
import type { About, Job, Prepared, Ran, Request } from "../versus/protocol.js";

/** A job that is ready to run; `run` gives the loss a time step and sequence where the job has one. */
export interface Ready {
  run(): number | undefined;
  arena?(): number;
}

/** @param prepare  gives a text where the library cannot do the job: why */
export async function serve(about: About, prepare: (job: Job) => Ready | string): Promise<void> {
  let ready: Ready | undefined;
  const answer = (request: Request): About | Prepared | Ran => {
    if (request.ask === "about") return about;
    if (request.ask === "run") return timed(ready!, request.times);
    const made = prepare(request);
    if (typeof made === "string") return { refuses: made };
    ready = made;
    const loss = made.run();
    return { loss, arena: made.arena?.() };
  };
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}

function timed(ready: Ready, times: number): Ran {
  const started = performance.now();
  for (let i = 0; i < times; i++) ready.run();
  const milliseconds = performance.now() - started;
  return { milliseconds, resident: process.memoryUsage.rss() };
}
