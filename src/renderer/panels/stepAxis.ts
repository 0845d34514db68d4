/** The vertical axis of training steps, shared by the heatmap, the total loss and the scrubber. */
import type { DecodedRecording } from "../decode.js";
import type { Layout } from "../layout.js";

export interface StepAxis {
  /** y of a training step, px. */
  readonly at: (step: number) => number;
  /** Upper and lower end of a frame's row: it lasts until the next kept frame. */
  readonly rowOf: (frame: number) => readonly [top: number, bottom: number];
  /** Middle of a frame's row. */
  readonly middleOf: (frame: number) => number;
  /** The frame whose row holds a height; clamped. */
  readonly frameAt: (y: number) => number;
  /** First step, and the one after the last. */
  readonly domain: readonly [number, number];
}

export function stepAxis({ frames, recording }: DecodedRecording, layout: Layout): StepAxis {
  const { plotTop, plotBottom } = layout.panels.heatmap!;
  const { steps } = frames;
  const first = steps[0] ?? 0;
  const end = Math.max((steps.at(-1) ?? first) + 1, recording.training?.done ?? 0);
  const at = (step: number) => plotTop + ((step - first) / (end - first)) * (plotBottom - plotTop);
  const rowOf = (frame: number) => [at(steps[frame] ?? first), at(steps[frame + 1] ?? end)] as const;
  const frameAt = (y: number) => {
    let frame = 0;
    while (frame + 1 < steps.length && at(steps[frame + 1]!) <= y) frame++;
    return frame;
  };
  return { at, rowOf, middleOf: (frame) => (rowOf(frame)[0] + rowOf(frame)[1]) / 2, frameAt, domain: [first, end] };
}
