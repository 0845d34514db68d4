/** What two threads are shared among by. */
import type { Rewriting } from "./rewriting.js";

const SIMD = "src/engine/simd";

export const THREAD_REWRITINGS: readonly Rewriting[] = [
  {
    name: "two threads",
    what: "shares the passes of large batches with a helping thread",
    tasks: ["threads"],
    patches: [
      {
        file: `${SIMD}/threadHost.ts`,
        find: 'return host && typeof SharedArrayBuffer !== "undefined"',
        replace: 'return !host && typeof SharedArrayBuffer !== "undefined"',
      },
    ],
  },
  {
    name: "the faster way",
    what: "goes on with one thread where two were slower of late",
    tasks: ["threads", "busy"],
    patches: [
      {
        file: `${SIMD}/execution.ts`,
        find: 'const way = this.sharing === "always" ? 1 : pace.next();',
        replace: "const way = 1;",
      },
    ],
  },
  {
    name: "no waiting in a recurrence",
    what: "keeps each sequence in one thread, which waits for no other until a recurrence is done",
    tasks: ["threads"],
    patches: [
      {
        file: `${SIMD}/tapes.ts`,
        find: 'division === "samples" || division === "alone"',
        replace: 'division === ("" as Division)',
      },
    ],
  },
  {
    name: "parts of whole tiles",
    what: "divides many rows where a product's tile begins",
    tasks: ["threads"],
    patches: [{ file: `${SIMD}/part.ts`, find: "const MANY_ROWS = 16;", replace: "const MANY_ROWS = Infinity;" }],
  },
];
