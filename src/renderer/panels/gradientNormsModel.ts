/** What the gradient's panel draws: its norm at every time step on a log axis, beside its bound and what is left of it. */
import { type DecodedRecording, row, stateNames } from "../decode.js";
import type { Layout } from "../layout.js";
import { px } from "./arrowPath.js";
import { type Axis, logAxis } from "./axis.js";
import { type EdgeMarks, edgeMarks } from "./edgeMarks.js";
import { graphOutline } from "./graphOutline.js";
import { type SideNote, type SideNotes, sideNotes, tickLabels, titleLabels } from "./gutters.js";
import { linePath } from "./linePath.js";
import {
  boundNote,
  boundOf,
  crossingLabel,
  type NormsInput,
  type OnePercent,
  onePercentOf,
  percentNote,
} from "./normReferences.js";
import { focusNorms, type NormSeries, normExtent, stateNorms } from "./norms.js";
import { numberRuns } from "./number.js";
import { areApart, type Label, mathName, normOf, plain, type Run } from "./text.js";

/** One line of norms over the time steps. */
export interface NormLine {
  readonly name: string;
  readonly kind: "state" | "parameter";
  readonly focused: boolean;
  readonly path: string;
  /** One small circle for each value, as one SVG path; "" where columns are too narrow for them. */
  readonly dots: string;
  /** y at the cursor; null when the value there has no place on the axis. */
  readonly cursorY: number | null;
  /** The number under the cursor, and y where the line ends at the last column. */
  readonly value: number;
  readonly endY: number;
  /** What cannot stand on a log axis. */
  readonly marks: EdgeMarks;
}

export interface GradientNormsModel {
  readonly axis: Axis;
  readonly lines: readonly NormLine[];
  /** (β_W β_f)^(T-t) times the last norm; "" when unknown. */
  readonly bound: string;
  /** 1 % of the last norm, and where the focused state's norm falls below it; null when not shown. */
  readonly onePercent: OnePercent | null;
  readonly labels: readonly Label[];
  readonly notes: SideNotes;
}

/** Parameters that are drawn too: recurrent ones first. */
const MOST_PARAMETERS = 2;

export function gradientNormsModel(input: NormsInput): GradientNormsModel {
  const { decoded, view, layout, words } = input;
  const box = layout.panels.gradientNorms!;
  const states = stateNorms(decoded, view.source);
  const parameters = shownParameters(decoded);
  const axis = logAxis(...normExtent([...states, ...parameters], view.frame), [box.plotBottom, box.plotTop]);
  const focused = focusNorms(decoded, view);
  const lines = [
    ...parameters.map((series) => normLine(series, "parameter", input, axis)),
    ...states.map((series) => normLine(series, "state", input, axis, series.name === focused?.name)),
  ].sort((a, b) => Number(a.focused) - Number(b.focused));
  const bound = focused ? boundOf(focused, input, axis) : null;
  const onePercent = focused ? onePercentOf(focused, input, axis) : null;
  return {
    axis,
    lines,
    bound: bound?.path ?? "",
    onePercent,
    labels: [...titles(input), ...tickLabels(axis, layout), ...markLabels(lines), ...crossingLabel(onePercent, input)],
    notes: sideNotes(
      [...lineNotes(lines, input), ...boundNote(bound, words), ...percentNote(onePercent, words)],
      layout,
      box,
    ),
  };
}

/** Names of what has no place on the axis; states' first, and no name where another one stands. */
function markLabels(lines: readonly NormLine[]): Label[] {
  const shown: Label[] = [];
  const isFree = (label: Label) => shown.every((other) => other.y !== label.y || areApart(other, label));
  for (const label of [...lines].reverse().flatMap(({ marks }) => marks.labels)) if (isFree(label)) shown.push(label);
  return shown;
}

/** Parameters on arrows through time first, then in the order of the equations. */
function shownParameters({ recording, frames }: DecodedRecording): NormSeries[] {
  const { arrows } = graphOutline(recording.network);
  const recurrent = new Set(arrows.filter(({ offset }) => offset !== 0).flatMap(({ parameters }) => parameters));
  const names = [...frames.stepGradientNorms.keys()].filter(
    (name) => (recording.network.parameters.find((p) => p.name === name)?.columns ?? 1) > 1,
  );
  const ordered = [...names.filter((name) => recurrent.has(name)), ...names.filter((name) => !recurrent.has(name))];
  return ordered.slice(0, MOST_PARAMETERS).map((name) => ({ name, series: frames.stepGradientNorms.get(name)! }));
}

/** Columns narrower than this have no dots, px. */
const DOTTED = 9;

function normLine(
  { name, series }: NormSeries,
  kind: NormLine["kind"],
  { view, layout, words }: NormsInput,
  axis: Axis,
  focused = false,
): NormLine {
  const values = row(series, view.frame);
  const { columnWidth } = layout;
  const value = values[view.column] ?? Number.NaN;
  const y = axis.at(value);
  return {
    name,
    kind,
    focused,
    path: linePath(values, layout, axis),
    dots: kind === "state" && columnWidth >= DOTTED ? dotsOf(values, layout, axis, focused ? 2.2 : 1.6) : "",
    cursorY: Number.isNaN(y) ? null : px(y),
    value,
    endY: placeOf(values[values.length - 1]!, axis),
    marks: edgeMarks(values, layout, axis.range, kind === "state" ? words : null),
  };
}

/** y of a value; 0 stands at the lower edge, what is not finite at the upper one. */
function placeOf(value: number, { at: place, range }: Axis): number {
  const y = place(value);
  return Number.isNaN(y) ? (value === 0 ? range[0] : range[1]) : y;
}

function dotsOf(values: ArrayLike<number>, { xOf }: Layout, axis: Axis, radius: number): string {
  return Array.from(values, (value, i) => {
    const y = axis.at(value);
    return Number.isNaN(y)
      ? ""
      : `M${px(xOf(i) - radius)},${px(y)}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0`;
  }).join("");
}

function titles({ decoded, view, layout, words }: NormsInput): Label[] {
  const box = layout.panels.gradientNorms!;
  const { recording, frames } = decoded;
  const states = stateNames(recording);
  if (states.length === 0) return titleLabels(layout, box, words.reachesFeedForward, [plain(words.log)]);
  const loss = recording.network.sequences.find(({ role }) => role === "loss")?.name ?? "E";
  const name = mathName(view.focusState || states[0]!, "t");
  const isLast = view.source === "last";
  const source = isLast ? mathName(loss, frames.times.at(-1)) : mathName(loss);
  const subtitle: Run[] = [...normOf(source, name), ...plain(`, ${words.log}`)];
  return titleLabels(layout, box, isLast ? words.reachesFrom : words.reachesFromAll, [subtitle], isLast ? source : []);
}

/** Each line is named at its end, with its value under the cursor. */
function lineNotes(lines: readonly NormLine[], { decoded, view, words }: NormsInput): SideNote[] {
  const time = decoded.recording.timeSteps > 1 ? decoded.frames.times[view.column] : undefined;
  return lines.map(({ name, kind, focused, value, endY }) => {
    const symbol = kind === "state" ? mathName(name, time) : [...plain("∇"), ...mathName(name, time)];
    const runs = [...symbol, ...plain("  "), ...(value === 0 ? plain(words.exactlyZero) : numberRuns(value))];
    return { y: endY, lines: [runs], colour: kind === "state" ? "backward" : "faint", bold: focused };
  });
}
