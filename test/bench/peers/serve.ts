/** The process of a peer: answers requests, one JSON object a line, until its input ends. */
import { createInterface } from "node:readline";
import { helperThreads } from "../../../src/kernel/helperThreads.js";
import type { About, Answer, Job, Request } from "../versus/protocol.js";
import { answersOf, type Ready } from "./answers.js";

export type { Ready } from "./answers.js";

/** What this process is. */
export const runtime = `Node ${process.version}, V8 ${process.versions.v8}`;

/** As in the kernel: a thread that helps with large batches. */
export const threads = helperThreads(new URL("./helper.js", import.meta.url));

/** A peer that runs in this process. @param prepare  gives a text where the library cannot do the job: why */
export async function serve(about: About, prepare: (job: Job) => Ready | string): Promise<void> {
  await answerLines(answersOf(about, prepare, () => process.memoryUsage.rss()));
}

/** Until the input ends, each request after the answer to the one before. */
export async function answerLines(answer: (request: Request) => Answer | Promise<Answer>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
