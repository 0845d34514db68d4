/** What the total loss draws, on its side: training steps downwards as in the heatmap, the loss to the right. */
import type { View } from "../cursor.js";
import { type DecodedRecording, nearestIndex } from "../decode.js";
import type { Layout } from "../layout.js";
import { px } from "./arrowPath.js";
import { type Axis, linearAxis, logAxis, positiveExtent } from "./axis.js";
import { lossUnit } from "./lossesModel.js";
import { nonFiniteName, numberRuns, numberText } from "./number.js";
import { stepAxis } from "./stepAxis.js";
import { extentOf, type Label, plain, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

export interface TotalLossModel {
  readonly axis: Axis;
  /** The curve, as SVG path data. */
  readonly path: string;
  /** Crosses at the right edge for losses that are no number, as one SVG path. */
  readonly nonFinite: string;
  /** x of the loss of knowing nothing; null when the task has none or it is off the axis. */
  readonly baseline: number | null;
  readonly labels: readonly Label[];
  readonly top: number;
  readonly bottom: number;
}

export interface TotalLossInput {
  readonly decoded: DecodedRecording;
  readonly view: Pick<View, "logLoss">;
  readonly layout: Layout;
  readonly words: PanelWords;
}

/** Null when nothing was trained. Independent of the cursor. */
export function totalLossModel({ decoded, view, layout, words }: TotalLossInput): TotalLossModel | null {
  const { training } = decoded;
  if (!training || decoded.frames.steps.length < 2) return null;
  const { plotTop, plotBottom } = layout.panels.heatmap!;
  const baselineLoss = decoded.recording.task?.baseline;
  const axis = totalAxis(training.losses, baselineLoss, view.logLoss, layout);
  const isOn = baselineLoss !== undefined && baselineLoss >= axis.domain[0] && baselineLoss <= axis.domain[1];
  const baseline = isOn ? px(axis.at(baselineLoss)) : null;
  const path = curve(decoded, layout, axis);
  return {
    axis,
    ...path,
    baseline,
    labels: [heading(layout, words), ...axisLabels(axis, layout), ...baselineLabels(baseline, decoded, layout, words)],
    top: plotTop,
    bottom: plotBottom,
  };
}

/** Losses this much larger than the first one's do not set a linear axis: a run that diverges would flatten all before. */
const OUTLIER = 20;

function totalAxis(losses: ArrayLike<number>, baseline: number | undefined, isLog: boolean, { right }: Layout): Axis {
  const range = [right.x + 6, right.x + right.width - 8] as const;
  const [low, high] = positiveExtent([losses]);
  const first = Math.max(losses[0] ?? 0, baseline ?? 0);
  const limit = first > 0 && high > OUTLIER * first ? 2 * first : high;
  if (isLog) return logAxis(Math.min(low, baseline ?? low), Math.max(high, baseline ?? 0), range, 3);
  return linearAxis(Math.max(limit, baseline ?? 0), range, 3);
}

function curve(decoded: DecodedRecording, layout: Layout, axis: Axis): Pick<TotalLossModel, "path" | "nonFinite"> {
  const { lossSteps, losses } = decoded.training!;
  const steps = stepAxis(decoded, layout);
  let path = "";
  let nonFinite = "";
  let lastMark = Number.NEGATIVE_INFINITY;
  let isOpen = false;
  for (let n = 0; n < losses.length; n++) {
    const y = steps.at(lossSteps[n]! + 0.5);
    const x = axis.at(losses[n]!);
    if (!Number.isNaN(x)) path += `${isOpen ? "L" : "M"}${px(x)},${px(y)}`;
    else if (!Number.isFinite(losses[n]!) && y - lastMark >= 7) {
      nonFinite += `M${px(axis.range[1] - 2.5)},${px(y - 2.5)}l5,5m-5,0l5,-5`;
      lastMark = y;
    }
    isOpen = !Number.isNaN(x);
  }
  return { path, nonFinite };
}

/** Baseline of the heading above the plot, px; in a narrow picture its number has a line of its own. */
const HEADING = 20;
const NARROW_HEADING = 32;

const heading = ({ panels, right, narrow }: Layout, { totalLoss }: PanelWords): Label => ({
  x: right.x,
  y: panels.heatmap!.plotTop - (narrow ? NARROW_HEADING : HEADING),
  anchor: "start",
  size: TEXT.body,
  colour: "ink",
  bold: true,
  runs: plain(totalLoss),
});

function axisLabels({ ticks, range }: Axis, { panels, width }: Layout): Label[] {
  const y = panels.heatmap!.plotTop - 5;
  const labels = ticks.map(
    ({ position, runs }): Label => ({ x: position, y, anchor: "middle", size: TEXT.tiny, colour: "faint", runs }),
  );
  const inside = labels.filter((label) => extentOf(label)[1] <= width && label.x <= range[1] + 0.5);
  return inside.filter((label, i) => i === 0 || extentOf(label)[0] > extentOf(inside[i - 1]!)[1] + 3);
}

/** The cursor's time at the last column reaches into the right gutter by this much at most, px. */
const CLEAR_OF_CURSOR = 10;

/** Under the curve: the number, with its formula and what it is where there is room. */
function baselineLabels(x: number | null, decoded: DecodedRecording, layout: Layout, words: PanelWords): Label[] {
  const { baseline, baselineFormula } = decoded.recording.task ?? {};
  if (x === null || baseline === undefined) return [];
  const { panels, right, width, left } = layout;
  const number = numberText(baseline);
  const texts = [
    `${words.knowingNothing}: ${baselineFormula ? `${baselineFormula} = ` : ""}${number}`,
    `${words.knowingNothing}: ${number}`,
    number,
  ];
  const start = right.x + CLEAR_OF_CURSOR;
  const room = right.x + right.width - start;
  const runs = plain(texts.find((text) => textWidth(plain(text), TEXT.small) <= room) ?? number);
  const half = textWidth(runs, TEXT.small) / 2;
  const centre = Math.min(Math.max(x, start + half), Math.min(width - left.x, right.x + right.width + 8) - half);
  const y = panels.heatmap!.plotBottom + 15;
  return [{ x: centre, y, anchor: "middle", size: TEXT.small, colour: "faint", runs }];
}

/** The total loss under the scrubber: a point of the curve and its number. */
export interface TotalLossReading {
  /** null when the loss has no place on the axis. */
  readonly x: number | null;
  readonly y: number;
  readonly label: Label;
}

export function totalLossReading(
  input: TotalLossInput & { readonly frame: number },
  { axis }: TotalLossModel,
): TotalLossReading {
  const { decoded, layout, frame, words } = input;
  const loss = lossAtFrame(decoded, frame) ?? Number.NaN;
  const x = axis.at(loss);
  const { right, panels } = layout;
  const unit = lossUnit(decoded.recording.network, words);
  const number = Number.isFinite(loss) ? numberRuns(loss) : plain(nonFiniteName(loss));
  const whole = unit && Number.isFinite(loss) ? [...number, ...plain(` ${unit}`)] : number;
  const room = right.width - (layout.narrow ? 0 : textWidth(plain(words.totalLoss), TEXT.body, true) + 8);
  const runs = textWidth(whole, TEXT.small, true) <= room ? whole : number;
  const place = layout.narrow
    ? ({ x: right.x, anchor: "start" } as const)
    : ({ x: right.x + right.width, anchor: "end" } as const);
  const label: Label = {
    ...place,
    y: panels.heatmap!.plotTop - HEADING,
    size: TEXT.small,
    colour: "loss",
    bold: true,
    runs,
  };
  return { x: Number.isNaN(x) ? null : px(x), y: px(stepAxis(decoded, layout).middleOf(frame)), label };
}

/** Total loss of a frame's training step, or of the nearest that the thinned curve kept; null for what was not trained. */
export function lossAtFrame({ training, frames }: DecodedRecording, frame: number): number | null {
  if (!training || training.losses.length === 0) return null;
  return training.losses[nearestIndex(training.lossSteps, frames.steps[frame] ?? 0)] ?? null;
}
