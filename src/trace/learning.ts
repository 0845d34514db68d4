/** Whether a run learns: how its loss stands at a training step. */
import type { Recording } from "./payload.js";
import { decodeSeries } from "./series.js";

/** How the loss stands, in the units of the total loss. */
export interface Learning {
  /**
   * `start` at the first step; else against the baseline where there is one: below a tenth, below it, at it (within 5 %),
   * above; else against the start.
   */
  readonly code: "start" | "learned" | "learning" | "baseline" | "worse" | "fell" | "flat" | "rose";
  readonly step: number;
  /** Mean over the last `meanOf` training steps: one batch alone says little. */
  readonly loss: number;
  /** Mean over the first `meanOf` training steps. */
  readonly first: number;
  /** A tenth of the training steps so far, but at least 5, and no more than half of them. */
  readonly meanOf: number;
  readonly baseline: number | null;
}

/** How the loss stands at any training step of a recording; null for a single pass, and where the loss is not finite. */
export function learningCurve({
  training,
  task,
}: Pick<Recording, "training" | "task">): (step: number) => Learning | null {
  if (!training) return () => null;
  const steps = decodeSeries(training.lossSteps).data;
  const losses = decodeSeries(training.losses).data;
  const baseline = task?.baseline ?? null;
  return (step) => {
    const after = steps.findIndex((at) => at >= step);
    const end = after < 0 ? losses.length - 1 : after;
    if (!Number.isFinite(losses[end])) return null;
    const [from, to] = [steps[0]!, steps[end]!];
    const meanOf = windowOf(to - from + 1);
    const mean = (isInside: (at: number) => boolean) =>
      meanOfFinite(Array.from(losses.subarray(0, end + 1)).filter((_, i) => isInside(steps[i]!)));
    const [first, loss] = [mean((at) => at < from + meanOf), mean((at) => at > to - meanOf)];
    const compared = baseline === null ? againstStart(loss, first) : againstBaseline(loss, baseline);
    return { code: end === 0 ? "start" : compared, step, loss, first, meanOf, baseline };
  };
}

/** Training steps of either mean, so that the two never share one. */
const windowOf = (steps: number): number =>
  Math.max(1, Math.min(Math.max(5, Math.ceil(steps / 10)), Math.floor(steps / 2)));

/** The first when none is finite. Of a long run not every loss is kept, but high and low ones alike. */
function meanOfFinite(losses: readonly number[]): number {
  const finite = losses.filter(Number.isFinite);
  return finite.length > 0 ? finite.reduce((sum, loss) => sum + loss, 0) / finite.length : losses[0]!;
}

function againstBaseline(loss: number, baseline: number): Learning["code"] {
  const share = loss / baseline;
  if (share < 0.1) return "learned";
  if (share < 0.95) return "learning";
  return share <= 1.05 ? "baseline" : "worse";
}

function againstStart(loss: number, first: number): Learning["code"] {
  const share = loss / first;
  if (share < 0.95) return "fell";
  return share <= 1.05 ? "flat" : "rose";
}
