import { decodeSeries, diagnose, type Recording } from "../trace/index.js";
import type { Run } from "./run.js";
import { words } from "./words/index.js";

/** A recording in plain words: what a screen reader gets, and what stands where no panel can be drawn. */
export function altOf(recording: Recording): string {
  const { diagnosis, space } = words();
  return [summary(recording), diagnosis(diagnose(recording))].filter(Boolean).join(space);
}

/** One line of a run, from what it holds: nothing is encoded for it. */
export function runSummary({ status, steps, options, seconds, firstLoss, loss, baseline }: Run): string {
  const course = steps > 0 ? { course: { first: firstLoss, last: loss } } : {};
  return words().run({ status, done: steps, planned: options.planned, seconds, ...course, baseline });
}

/** One line: what ran, and where the loss went. */
function summary(recording: Recording): string {
  const { training, timeSteps, task } = recording;
  const baseline = task?.baseline;
  if (!training) return words().pass({ timeSteps, loss: totalLoss(recording), baseline });
  const { data } = decodeSeries(training.losses);
  const course = data.length > 0 ? { course: { first: data[0]!, last: data[data.length - 1]! } } : {};
  return words().run({ ...training, ...course, baseline });
}

/** Loss of the last frame: the sum over its time steps, or their mean. */
function totalLoss({ frames, reduction, timeSteps }: Recording): number {
  const { data, shape } = decodeSeries(frames.losses);
  const last = data.subarray(data.length - shape[1]!);
  const total = Array.from(last).reduce((sum, loss) => sum + loss, 0);
  return reduction === "mean" ? total / timeSteps : total;
}
