/** What the gradient is compared with: the most that can arrive, and 1 % of what was sent. */
import type { View } from "../cursor.js";
import { at, type DecodedRecording, row, stateNames } from "../decode.js";
import type { Layout } from "../layout.js";
import { px } from "./arrowPath.js";
import type { Axis } from "./axis.js";
import type { SideNote } from "./gutters.js";
import { linePath } from "./linePath.js";
import type { NormSeries } from "./norms.js";
import { numberText } from "./number.js";
import { type Label, plain, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

/** What the gradient's panel is drawn from. */
export interface NormsInput {
  readonly decoded: DecodedRecording;
  readonly view: Pick<View, "frame" | "column" | "source" | "focusState">;
  readonly layout: Layout;
  readonly words: PanelWords;
}

/** 1 % of the last norm, and where the norm falls below it; px. */
export interface OnePercent {
  readonly y: number;
  readonly crossing: number | null;
}

export interface Bound {
  readonly path: string;
  readonly factor: number;
  readonly y: number;
}

/** (β_W β_f)^(T-t) ‖∂E_T/∂s_T‖: the most that can arrive. It leaves the panel where it leaves the axis. */
export function boundOf({ name, series }: NormSeries, { decoded, view, layout }: NormsInput, axis: Axis): Bound | null {
  const bounds = decoded.frames.bounds.get(name);
  const last = layout.columns - 1;
  const factor = bounds ? bounds.data[view.frame]! : Number.NaN;
  const end = at(series, view.frame, last);
  if (view.source === "all" || last === 0 || !(factor > 0) || !(axis.at(end) > 0)) return null;
  const { times } = decoded.frames;
  const values = Array.from(times, (time) => end * factor ** (times[last]! - time));
  const inside = values.map((value) => (value >= axis.domain[0] && value <= axis.domain[1] ? value : Number.NaN));
  return { path: linePath(inside, layout, axis), factor, y: axis.at(end) };
}

/** Where 1 % of what the last loss sends is left, going back in time. */
export function onePercentOf(
  { name, series }: NormSeries,
  { decoded, view, layout }: NormsInput,
  axis: Axis,
): OnePercent | null {
  const values = row(series, view.frame);
  const last = values.length - 1;
  const limit = (values[last] ?? 0) / 100;
  const isState = stateNames(decoded.recording).includes(name);
  if (view.source === "all" || !isState || last < 1 || !(limit >= axis.domain[0])) return null;
  let crossing: number | null = null;
  for (let column = last; column >= 0 && crossing === null; column--) if (values[column]! < limit) crossing = column;
  const y = axis.at(limit);
  return Number.isNaN(y) ? null : { y: px(y), crossing: crossing === null ? null : px(layout.xOf(crossing)) };
}

/** `9 steps back`, beside the crossing: the curve comes from above on its right and goes on below on its left. */
export function crossingLabel(onePercent: OnePercent | null, { decoded, layout, words }: NormsInput): Label[] {
  if (!onePercent || onePercent.crossing === null) return [];
  const { times } = decoded.frames;
  const back = times[times.length - 1]! - times[layout.columnAt(onePercent.crossing)]!;
  const runs = plain(words.stepsBack(back));
  const toTheRight = onePercent.crossing + 7 + textWidth(runs, TEXT.small) <= layout.band.x + layout.band.width;
  const box = layout.panels.gradientNorms!;
  const isBelow = toTheRight && onePercent.y + 15 <= box.plotBottom;
  const y = onePercent.y + (isBelow ? 15 : -6);
  return [
    {
      x: onePercent.crossing + (toTheRight ? 7 : -7),
      y,
      anchor: toTheRight ? "start" : "end",
      size: TEXT.small,
      colour: "backward",
      halo: true,
      runs,
    },
  ];
}

export const boundNote = (bound: Bound | null, { bound: name }: PanelWords): SideNote[] =>
  bound
    ? [
        {
          y: bound.y,
          lines: [[...plain(`${name} ${numberText(bound.factor)}`), { text: "T−t", shift: "sup", math: true }]],
          colour: "faint",
        },
      ]
    : [];

export const percentNote = (onePercent: OnePercent | null, { onePercent: text }: PanelWords): SideNote[] =>
  onePercent ? [{ y: onePercent.y, lines: [plain(text)], colour: "backward" }] : [];
