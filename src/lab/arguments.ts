/** Refusals of what cells hand over in the wrong place. */

import { wholeNumber } from "../engine/checkedNumbers.js";
import { type Batch, Definition, Model, OptionError } from "../engine/index.js";
import { shown } from "../engine/shown.js";
import { isTask, type Task } from "./tasks/task.js";

/** @param of the function that takes it @throws OptionError for what is no model */
export function checkModel(of: string, x: unknown): asserts x is Model {
  if (x instanceof Model) return;
  const advice =
    x instanceof Definition
      ? "build it first: definition.build({ x: 6, s: 16, y: 6 })"
      : "definition.build(…) gives one";
  throw new OptionError(
    `${of} takes a model first, found ${x instanceof Definition ? "a definition" : shown(x)}; ${advice}`,
  );
}

/** @throws OptionError for a number of sequences that is none, or where the data is one batch already */
export function checkBatchOption(of: string, data: Task | Batch, batch: number | undefined): void {
  if (batch === undefined) return;
  wholeNumber(`${of}: batch`, batch);
  if (isTask(data)) return;
  throw new OptionError(
    `${of}: batch is the number of sequences that a task draws, and the data given is one batch already: leave it out`,
  );
}
