/** What the losses' panel draws: a bar for each time step that has a loss, and the loss of knowing nothing. */
import type { Network } from "../../trace/index.js";
import type { View } from "../cursor.js";
import { type DecodedRecording, row } from "../decode.js";
import type { Layout } from "../layout.js";
import { px } from "./arrowPath.js";
import { type Axis, linearAxis, logAxis, positiveExtent } from "./axis.js";
import { noteLines, type SideNote, type SideNotes, sideNotes, tickLabels, titleLabels } from "./gutters.js";
import { nonFiniteName, numberRuns, numberText } from "./number.js";
import { type Label, mathName, plain, type Run, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

export interface LossesModel {
  readonly axis: Axis;
  /** All bars but the cursor's, as one SVG path. */
  readonly bars: string;
  /** The cursor's bar. */
  readonly cursorBar: string;
  /** y of the loss of knowing nothing; null when the task has none or it is off the axis. */
  readonly baseline: number | null;
  readonly labels: readonly Label[];
  readonly notes: SideNotes;
}

export interface LossesInput {
  readonly decoded: DecodedRecording;
  readonly view: Pick<View, "frame" | "column" | "logLoss">;
  readonly layout: Layout;
  readonly words: PanelWords;
}

const WIDEST_BAR = 44;

export function lossesModel(input: LossesInput): LossesModel {
  const { decoded, view, layout, words } = input;
  const box = layout.panels.losses!;
  const losses = row(decoded.frames.losses, view.frame);
  const axis = lossAxis(input);
  const columns = lossColumns(decoded);
  const bar = (column: number) => barPath(losses[column]!, layout.xOf(column), layout.columnWidth, axis);
  const baseline = onAxis(decoded.recording.task?.baselinePerStep, axis);
  const unit = lossUnit(decoded.recording.network, words);
  const subtitle = plain([unit, ...(view.logLoss ? [words.log] : [])].filter(Boolean).join(", "));
  return {
    axis,
    bars: columns
      .filter((column) => column !== view.column)
      .map(bar)
      .join(""),
    cursorBar: columns.includes(view.column) ? bar(view.column) : "",
    baseline,
    labels: [
      ...titleLabels(
        layout,
        box,
        layout.columns > 1 ? words.lossOfEachStep : words.loss,
        subtitle[0]!.text ? [subtitle] : [],
      ),
      ...tickLabels(axis, layout),
      ...nonFiniteLabels(losses, columns, layout, box.plotTop),
    ],
    notes: sideNotes([...baselineNote(input, baseline), ...reading(input, columns, axis, unit)], layout, box),
  };
}

/** Cross-entropies are in nats; a squared error has no unit. */
export function lossUnit({ statements }: Network, { nats }: PanelWords): string {
  const losses = statements.filter(({ role }) => role === "loss");
  return losses.length > 0 && losses.every(({ text }) => /crossEntropy|binaryCrossEntropy/u.test(text)) ? nats : "";
}

/** Columns at which the network has a loss at all: where there is none, a 0 is no loss of 0. */
export function lossColumns({ recording, frames }: DecodedRecording): number[] {
  const losses = recording.network.sequences.filter(({ role }) => role === "loss");
  const last = frames.times.length - 1;
  if (losses.length === 0) return [];
  return losses.every(({ time }) => time === "T") ? [last] : Array.from({ length: last + 1 }, (_, i) => i);
}

/** Frames whose losses are this much larger than the shown one's do not set the axis. */
const OUTLIER = 50;

function lossAxis({ decoded, view, layout }: LossesInput): Axis {
  const { plotTop, plotBottom } = layout.panels.losses!;
  const range = [plotBottom, plotTop + 2] as const;
  const { losses } = decoded.frames;
  const own = positiveExtent([row(losses, view.frame)]);
  const all = positiveExtent([losses.data]);
  const baseline = decoded.recording.task?.baselinePerStep ?? 0;
  const [low, high] = all[1] > OUTLIER * Math.max(own[1], baseline) ? own : all;
  return view.logLoss
    ? logAxis(Math.min(low, baseline || low), Math.max(high, baseline), range, 4)
    : linearAxis(Math.max(high, baseline), range, 3);
}

const onAxis = (value: number | undefined, { at, domain }: Axis) =>
  value === undefined || value < domain[0] || value > domain[1] ? null : px(at(value));

function barPath(loss: number, x: number, columnWidth: number, { at, range }: Axis): string {
  const y = at(loss);
  if (Number.isNaN(y) || range[0] - y < 0.05) return "";
  const width = columnWidth < 3 ? columnWidth : Math.min(WIDEST_BAR, columnWidth * 0.62);
  return `M${px(x - width / 2)},${px(range[0])}V${px(y)}H${px(x + width / 2)}V${px(range[0])}Z`;
}

/** `∞` or `NaN` in place of a bar; a run of the same is named once, at its first. */
function nonFiniteLabels(
  losses: ArrayLike<number>,
  columns: readonly number[],
  { xOf, band }: Layout,
  top: number,
): Label[] {
  const name = (column: number) =>
    columns.includes(column) && !Number.isFinite(losses[column]) ? nonFiniteName(losses[column]!) : "";
  return columns.flatMap((column): Label[] => {
    const text = name(column);
    if (text === "" || text === name(column - 1)) return [];
    const half = textWidth(plain(text), TEXT.small, true) / 2;
    const x = Math.min(Math.max(xOf(column), band.x + half), band.x + band.width - half);
    return [{ x, y: top + 12, anchor: "middle", size: TEXT.small, colour: "purple", bold: true, runs: plain(text) }];
  });
}

/** `knowing nothing: ln 6 = 1.79`, in as many lines as it needs. */
function baselineNote({ decoded, layout, words }: LossesInput, y: number | null): SideNote[] {
  const { baselinePerStep, baselinePerStepFormula } = decoded.recording.task ?? {};
  if (y === null || baselinePerStep === undefined) return [];
  return [
    { y, lines: baselineLines(words.knowingNothing, baselinePerStepFormula, baselinePerStep, layout), colour: "faint" },
  ];
}

/** The formula stays in one piece when the words need a line of their own. */
export function baselineLines(name: string, formula: string | undefined, value: number, layout: Layout): Run[][] {
  const number = `${formula ? `${formula} = ` : ""}${numberText(value)}`;
  const whole = `${name}: ${number}`;
  return textWidth(plain(whole), TEXT.small) <= layout.right.width
    ? [plain(whole)]
    : [...noteLines(`${name}:`, layout), plain(number)];
}

/** `E₃ = 1.23 nats`: the loss under the cursor. */
function reading(
  { decoded, view, layout }: LossesInput,
  columns: readonly number[],
  axis: Axis,
  unit: string,
): SideNote[] {
  if (!columns.includes(view.column)) return [];
  const loss = row(decoded.frames.losses, view.frame)[view.column]!;
  const left = lossNames(decoded, view.column);
  const y = axis.at(loss);
  const place = Number.isNaN(y) ? layout.panels.losses!.plotTop : y;
  const number = [...left, ...plain(" = "), ...numberRuns(loss)];
  const whole = [...number, ...plain(unit && Number.isFinite(loss) ? ` ${unit}` : "")];
  const fits = textWidth(whole, TEXT.small, true) <= layout.right.width;
  return [{ y: place, lines: [fits ? whole : number], colour: "loss", bold: true }];
}

/** `E₃ + E_w`: the losses that count at a column. One outside of time stands at the last, and has no time. */
function lossNames({ recording: { network, timeSteps }, frames }: DecodedRecording, column: number): Run[] {
  const time = timeSteps > 1 ? frames.times[column] : undefined;
  const isLast = column === frames.times.length - 1;
  const there = network.sequences.filter((sequence) => sequence.role === "loss" && (isLast || sequence.time === "t"));
  return there.flatMap(({ name, time: when }, i) => [
    ...(i > 0 ? plain(" + ") : []),
    ...mathName(name, when === "none" ? undefined : time),
  ]);
}
