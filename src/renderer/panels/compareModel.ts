/** What a comparison draws: the total losses of several runs over one axis, and the gradients of their last losses over another. */

import { ticks as roundTicks } from "d3-array";
import type { View } from "../cursor.js";
import { type DecodedRecording, row } from "../decode.js";
import { dashboardLayout, type Layout, type PanelBox } from "../layout.js";
import { px } from "./arrowPath.js";
import { type Axis, linearAxis, logAxis, positiveExtent, type Tick } from "./axis.js";
import { type EdgeMarks, edgeMarks } from "./edgeMarks.js";
import { type SideNote, type SideNotes, sideNotes, tickLabels, titleLabels } from "./gutters.js";
import { linearMap } from "./linearMap.js";
import { linePath } from "./linePath.js";
import { type LineStyle, lineStyle } from "./lineStyles.js";
import { baselineLines, lossUnit } from "./lossesModel.js";
import { focusNorms } from "./norms.js";
import { countText, nonFiniteName, numberRuns } from "./number.js";
import { fitted, type Label, mathName, normOf, plain, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

/** A run under its name. */
export interface NamedRun {
  readonly name: string;
  readonly decoded: DecodedRecording;
}

export interface ComparedLine extends LineStyle {
  readonly name: string;
  readonly path: string;
  /** What has no place on the axis. */
  readonly marks: Pick<EdgeMarks, "zeros" | "nonFinite">;
}

/** One of the two plots. */
export interface ComparedPlot {
  readonly panel: "totalLoss" | "gradientNorms";
  readonly box: PanelBox;
  readonly axis: Axis;
  readonly lines: readonly ComparedLine[];
  /** y of the loss of knowing nothing, when all runs share it. */
  readonly baseline: number | null;
  readonly labels: readonly Label[];
  readonly notes: SideNotes;
}

export interface CompareModel {
  readonly layout: Layout;
  readonly height: number;
  readonly plots: readonly ComparedPlot[];
}

export interface CompareInput {
  readonly runs: readonly NamedRun[];
  /** px */
  readonly width: number;
  readonly view: Pick<View, "logLoss">;
  readonly words: PanelWords;
}

const PLOT_HEIGHT = 170;
/** Under a plot: its axis labels, and the gap to the next. */
const BELOW = 58;

export function compareModel(input: CompareInput): CompareModel {
  const layout = compareLayout(input);
  const trained = input.runs.filter(({ decoded }) => decoded.training);
  const first = boxAt(6, layout);
  const second = boxAt(trained.length > 0 ? first.plotBottom + BELOW : 6, layout);
  const plots = [...(trained.length > 0 ? [totalLosses(input, layout, first)] : []), norms(input, layout, second)];
  return { layout, height: second.plotBottom + 34, plots };
}

/** The dashboard's gutters; the band is as wide as it can be, since its columns hold no nodes. */
function compareLayout({ runs, width }: CompareInput): Layout {
  const longest = Math.max(...runs.map(({ decoded }) => decoded.frames.times.length));
  const graph = { offsets: [0], slot: 36, canShrink: true };
  const whole = dashboardLayout({ width, columns: Math.max(longest, 12), graph, frames: 1, panels: [] });
  const columnWidth = whole.band.width / longest;
  return { ...whole, columns: longest, columnWidth, xOf: (column) => whole.band.x + (column + 0.5) * columnWidth };
}

function boxAt(top: number, { narrow }: Layout): PanelBox {
  const plotTop = top + (narrow ? 40 : 0);
  return { top, height: plotTop - top + PLOT_HEIGHT, plotTop, plotBottom: plotTop + PLOT_HEIGHT };
}

function totalLosses(input: CompareInput, layout: Layout, box: PanelBox): ComparedPlot {
  const { runs, view, words } = input;
  const axis = totalAxis(input, [box.plotBottom, box.plotTop]);
  const steps = stepScale(runs, layout);
  const lines = runs.map(({ name, decoded }, i) => ({ name, ...lineStyle(i), ...totalCurve(decoded, steps.at, axis) }));
  const shared = sharedBaseline(runs);
  const unit = lossUnit(runs[0]!.decoded.recording.network, words);
  const subtitle = [unit, ...(view.logLoss ? [words.log] : [])].filter(Boolean).join(", ");
  const isOn = shared !== undefined && shared >= axis.domain[0] && shared <= axis.domain[1];
  const notes: SideNote[] = runs.map(({ name, decoded }, i) =>
    endNote(name, decoded.training?.losses.at(-1), i, axis, layout),
  );
  if (isOn) {
    const { baselineFormula } = runs[0]!.decoded.recording.task!;
    notes.push({
      y: axis.at(shared),
      lines: baselineLines(words.knowingNothing, baselineFormula, shared, layout),
      colour: "faint",
    });
  }
  return {
    panel: "totalLoss",
    box,
    axis,
    lines,
    baseline: isOn ? px(axis.at(shared)) : null,
    labels: [
      ...titleLabels(layout, box, words.compareTotal, subtitle ? [plain(subtitle)] : []),
      ...tickLabels(axis, layout),
      ...below(steps.ticks, words.trainingStep, box, layout),
    ],
    notes: sideNotes(notes, layout, box),
  };
}

function totalAxis({ runs, view }: CompareInput, range: readonly [number, number]): Axis {
  const [low, high] = positiveExtent(
    runs.flatMap(({ decoded }) => (decoded.training ? [decoded.training.losses] : [])),
  );
  const baseline = sharedBaseline(runs) ?? 0;
  const starts = Math.max(baseline, ...runs.map(({ decoded }) => finite(decoded.training?.losses[0])));
  const top = starts > 0 ? Math.min(high, 3 * starts) : high;
  return view.logLoss ? logAxis(low, Math.max(high, baseline), range) : linearAxis(Math.max(top, baseline), range);
}

const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : 0);

function sharedBaseline(runs: readonly NamedRun[]): number | undefined {
  const [first, ...others] = runs.map(({ decoded }) => decoded.recording.task?.baseline);
  return others.every((other) => other === first) ? first : undefined;
}

interface HorizontalScale {
  readonly at: (value: number) => number;
  readonly ticks: readonly Tick[];
}

function stepScale(runs: readonly NamedRun[], { band }: Layout): HorizontalScale {
  const last = Math.max(1, ...runs.map(({ decoded }) => decoded.training?.lossSteps.at(-1) ?? 0));
  const scale = linearMap([0, last], [band.x, band.x + band.width]);
  const ticks = roundTicks(0, last, Math.min(8, last)).filter(Number.isInteger);
  return { at: scale, ticks: ticks.map((value) => ({ value, position: scale(value), runs: plain(countText(value)) })) };
}

function totalCurve(
  { training }: DecodedRecording,
  x: (step: number) => number,
  axis: Axis,
): Pick<ComparedLine, "path" | "marks"> {
  let path = "";
  let nonFinite = "";
  let isOpen = false;
  for (let n = 0; n < (training?.losses.length ?? 0); n++) {
    const y = axis.at(training!.losses[n]!);
    const at = x(training!.lossSteps[n]!);
    if (!Number.isNaN(y)) path += `${isOpen ? "L" : "M"}${px(at)},${px(y)}`;
    else if (isOpen && !Number.isFinite(training!.losses[n]!))
      nonFinite += `M${px(at - 2.5)},${px(axis.range[1] - 2.5)}l5,5m-5,0l5,-5`;
    isOpen = !Number.isNaN(y);
  }
  return { path, marks: { zeros: "", nonFinite } };
}

/** Name and last value of a line, at its end. */
function endNote(name: string, value: number | undefined, index: number, axis: Axis, { right }: Layout): SideNote {
  const { colour } = lineStyle(index);
  if (value === undefined) return { y: axis.range[0], lines: [plain(fitted(name, right.width, TEXT.small))], colour };
  const y = axis.at(value);
  const number = Number.isFinite(value) ? numberRuns(value) : plain(nonFiniteName(value));
  const place = Number.isNaN(y) ? (value === 0 ? axis.range[0] : axis.range[1]) : y;
  const whole = [...plain(`${name}  `), ...number];
  const fits = textWidth(whole, TEXT.small, true) <= right.width;
  return {
    y: place,
    lines: fits ? [whole] : [plain(fitted(name, right.width / 1.08, TEXT.small)), number],
    colour,
    bold: true,
  };
}

/** Gradients of the last frame, the last losses above one another: what counts is how far back they reach. */
function norms({ runs, words }: CompareInput, layout: Layout, box: PanelBox): ComparedPlot {
  const values = runs.map(({ decoded }) => lastNorms(decoded));
  const axis = logAxis(...positiveExtent(values), [box.plotBottom, box.plotTop]);
  const lines = runs.map(({ name }, i): ComparedLine => {
    const own = alignedRight(values[i]!, layout);
    const marks = edgeMarks(values[i]!, own, axis.range, words);
    return { name, ...lineStyle(i), path: linePath(values[i]!, own, axis), marks };
  });
  const notes = runs.map(({ name }, i) => endNote(name, values[i]!.at(-1), i, axis, layout));
  return {
    panel: "gradientNorms",
    box,
    axis,
    lines,
    baseline: null,
    labels: [
      ...normTitle(runs, layout, box, words),
      ...tickLabels(axis, layout),
      ...below(backTicks(layout), words.backFromLast, box, layout),
    ],
    notes: sideNotes(notes, layout, box),
  };
}

function normTitle(runs: readonly NamedRun[], layout: Layout, box: PanelBox, words: PanelWords): Label[] {
  const { sequences } = runs[0]!.decoded.recording.network;
  const loss = sequences.find(({ role }) => role === "loss")?.name ?? "E";
  const state = sequences.find(({ role }) => role === "state")?.name ?? "s";
  return titleLabels(layout, box, words.compareNorms, [
    [...normOf(mathName(loss, "T"), mathName(state, "t")), ...plain(`, ${words.log}`)],
  ]);
}

function lastNorms(decoded: DecodedRecording): number[] {
  const found = focusNorms(decoded, { source: "last", focusState: "" });
  return found ? Array.from(row(found.series, decoded.frames.steps.length - 1)) : [];
}

/** Shorter sequences end at the same column as the longest. */
function alignedRight(values: readonly number[], layout: Layout): Layout {
  const missing = layout.columns - values.length;
  return { ...layout, xOf: (column) => layout.xOf(column + missing) };
}

/** T−t: 0 at the last column. */
function backTicks({ columns, xOf, columnWidth }: Layout): Tick[] {
  const interval = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500].find((by) => by * columnWidth >= 34) ?? 1000;
  const count = Math.floor((columns - 1) / interval) + 1;
  return Array.from({ length: count }, (_, n) => ({
    value: n * interval,
    position: xOf(columns - 1 - n * interval),
    runs: plain(String(n * interval)),
  }));
}

/** Numbers and name of a horizontal axis. */
function below(
  ticks: readonly Tick[],
  name: string,
  { plotBottom }: PanelBox,
  { band, left, narrow }: Layout,
): Label[] {
  const y = plotBottom + 17;
  const labels = ticks.map(
    ({ position, runs }): Label => ({ x: px(position), y, anchor: "middle", size: TEXT.small, colour: "faint", runs }),
  );
  const title: Label = narrow
    ? { x: band.x + band.width, y: y + 15, anchor: "end", size: TEXT.small, colour: "faint", runs: plain(name) }
    : {
        x: band.x - 14,
        y,
        anchor: "end",
        size: TEXT.small,
        colour: "faint",
        runs: plain(fitted(name, band.x - 14 - left.x, TEXT.small)),
      };
  return [...labels, title];
}
