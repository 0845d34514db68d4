import { adding, multiplication } from "./arithmetic.js";
import { csv } from "./csv.js";
import { sequences } from "./given.js";
import { lines } from "./lines.js";
import { load } from "./load.js";
import { copying, temporalOrder } from "./memory.js";
import { names } from "./names.js";
import { parity, sine } from "./signals.js";
import { text } from "./text.js";

/** Everything to train on: seeded generators, texts and tables. */
export const tasks = {
  text,
  lines,
  csv,
  sequences,
  adding,
  multiplication,
  copying,
  temporalOrder,
  sine,
  parity,
  names,
  load,
} as const;

export type { Baseline, Task } from "./task.js";
