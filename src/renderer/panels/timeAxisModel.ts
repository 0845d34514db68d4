/** The time labels under the last panel. */
import type { DecodedRecording } from "../decode.js";
import type { Layout } from "../layout.js";
import { areApart, type Label, plain, TEXT } from "./text.js";
import type { PanelWords } from "./words.js";

export interface TimeAxisModel {
  readonly labels: readonly Label[];
  /** The cursor's time, which is never left out. */
  readonly cursor: Label;
}

const INTERVALS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000];
/** Least distance of two labels, px. */
const APART = 8;

/** The cursor's time first, then the ends, then round times, as far as they fit. @returns null where the graph names its columns itself */
export function timeAxisModel(
  { frames }: DecodedRecording,
  layout: Layout,
  column: number,
  words: PanelWords,
): TimeAxisModel | null {
  const { axisY } = layout;
  if (axisY === null) return null;
  const label = (i: number, bold: boolean): Label => ({
    x: layout.xOf(i),
    y: axisY,
    anchor: "middle",
    size: TEXT.small,
    colour: bold ? "ink" : "faint",
    bold,
    runs: plain(String(frames.times[i])),
  });
  const cursor = label(column, true);
  const placed: Label[] = [cursor];
  for (const i of candidates(frames.times, layout)) {
    const next = label(i, false);
    if (placed.every((other) => areApart(next, other, APART))) placed.push(next);
  }
  const name: Label = {
    x: layout.band.x - 8,
    y: axisY,
    anchor: "end",
    size: TEXT.small,
    colour: "faint",
    runs: [...plain(layout.narrow ? "" : `${words.timeStep} `), { text: "t", math: true }],
  };
  const fits = placed.every((other) => areApart(name, other, APART));
  return { labels: [...placed.slice(1), ...(fits ? [name] : [])], cursor };
}

/** Both ends, then the multiples of an interval at which labels have room. */
function candidates(times: ArrayLike<number>, { columnWidth }: Layout): number[] {
  const last = times.length - 1;
  const least = (String(times[last]).length * 7 + APART) / columnWidth;
  const interval = INTERVALS.find((by) => by >= least) ?? 2000;
  const round = Array.from({ length: last + 1 }, (_, i) => i).filter((i) => times[i]! % interval === 0);
  return [0, last, ...round];
}
