import { decodeSeries, diagnose, diagnosisSentence, formatNumber, type Recording } from "../trace/index.js";

/** A recording in plain words: what a screen reader gets, and what stands where no panel can be drawn. */
export function altOf(recording: Recording): string {
  return [summary(recording), diagnosisSentence(diagnose(recording))].filter(Boolean).join(" ");
}

/** One line: what ran, and where the loss went. */
export function summary(recording: Recording): string {
  const { training, timeSteps, task } = recording;
  const baseline = task?.baseline === undefined ? "" : ` (knowing nothing: ${formatNumber(task.baseline)})`;
  if (!training)
    return `One forward and backward pass through ${timeSteps} time steps: loss ${formatNumber(totalLoss(recording))}${baseline}.`;
  const losses = decodeSeries(training.losses).data;
  const course =
    losses.length > 0
      ? `: loss ${formatNumber(losses[0]!)} → ${formatNumber(losses[losses.length - 1]!)}${baseline}`
      : "";
  return `${training.done} of ${training.planned} training steps (${training.status}) in ${training.seconds.toFixed(1)} s${course}.`;
}

/** Loss of the last frame: the sum over its time steps, or their mean. */
function totalLoss({ frames, reduction, timeSteps }: Recording): number {
  const { data, shape } = decodeSeries(frames.losses);
  const last = data.subarray(data.length - shape[1]!);
  const total = Array.from(last).reduce((sum, loss) => sum + loss, 0);
  return reduction === "mean" ? total / timeSteps : total;
}
