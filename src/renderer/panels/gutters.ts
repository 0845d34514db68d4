/** Text beside a panel: its title in the left gutter, its readings in the right one. Narrow pictures have the title above. */
import type { Layout, PanelBox } from "../layout.js";
import type { ColourRole } from "../theme.js";
import type { Axis } from "./axis.js";
import { spread } from "./spread.js";
import { type Label, plain, type Run, TEXT, textWidth, wrap } from "./text.js";

/** Room that tick labels take of the left gutter, px. */
const TICKS = 44;
const LINE = 15;

/**
 * Title and what is under it.
 * @param tail a formula that ends the title
 * @param subtitles each one line
 */
export function titleLabels(
  layout: Layout,
  box: PanelBox,
  title: string,
  subtitles: readonly (readonly Run[])[],
  tail: readonly Run[] = [],
): Label[] {
  const { left, narrow, width } = layout;
  const room = narrow ? width - 2 * left.x : left.width - TICKS;
  const lines = titleLines(title, tail, room);
  const top = narrow ? box.top + 12 : box.plotTop + 10;
  const under = narrow ? oneLine(subtitles) : subtitles.flatMap((runs) => subtitleLines(runs, room));
  return [
    ...lines.map(
      (runs, i): Label => ({
        ...START,
        x: left.x,
        y: top + i * LINE,
        size: TEXT.body,
        colour: "ink",
        bold: true,
        runs,
      }),
    ),
    ...under.map(
      (runs, i): Label => ({
        ...START,
        x: left.x,
        y: top + (lines.length + i) * LINE + 1,
        size: TEXT.small,
        colour: "faint",
        runs,
      }),
    ),
  ];
}

/** `nats · log`. */
const oneLine = (subtitles: readonly (readonly Run[])[]): Run[][] =>
  subtitles.length > 0 ? [subtitles.flatMap((runs, i) => [...(i > 0 ? plain(" · ") : []), ...runs])] : [];

/** Words may break; a formula stays in one piece. */
const subtitleLines = (runs: readonly Run[], room: number): (readonly Run[])[] =>
  runs.length === 1 && !runs[0]!.math ? wrap(runs[0]!.text, room, TEXT.small).map(plain) : [runs];

const START = { anchor: "start" } as const;

function titleLines(title: string, tail: readonly Run[], room: number): Run[][] {
  const lines: Run[][] = wrap(title, room, TEXT.body, true).map(plain);
  if (tail.length === 0) return lines;
  const last = lines.at(-1) ?? [];
  const joined = [...last, ...plain(" "), ...tail];
  return textWidth(joined, TEXT.body, true) <= room ? [...lines.slice(0, -1), joined] : [...lines, [...tail]];
}

/** Number labels of a vertical axis, right-aligned at the columns' edge. */
export function tickLabels({ ticks }: Axis, { band }: Layout): Label[] {
  return ticks.map(({ position, runs }) => ({
    x: band.x - 8,
    y: position + 4,
    anchor: "end",
    size: TEXT.small,
    colour: "faint",
    runs,
  }));
}

/** Something to say at a height of the right gutter. */
export interface SideNote {
  /** Where it belongs, px. */
  readonly y: number;
  readonly lines: readonly (readonly Run[])[];
  readonly colour: ColourRole;
  readonly bold?: boolean;
}

export interface SideNotes {
  readonly labels: readonly Label[];
  /** From where a note belongs to where it stands, as one SVG path; "" when none had to move. */
  readonly leaders: string;
}

const NOTE_LINE = 14;
/** A note that moved further than this gets a leader, px. */
const MOVED = 5;

/** Sets notes beside the columns so that none overlap. */
export function sideNotes(
  notes: readonly SideNote[],
  { right, band }: Layout,
  { plotTop, plotBottom }: PanelBox,
): SideNotes {
  const items = notes.map(({ y, lines }) => ({ wanted: y, height: lines.length * NOTE_LINE }));
  const centres = spread(items, plotTop - 6, plotBottom + 4);
  const labels = notes.flatMap(({ lines, colour, bold }, i) => {
    const top = centres[i]! - (lines.length * NOTE_LINE) / 2 + 11;
    return lines.map(
      (runs, n): Label => ({
        ...START,
        x: right.x,
        y: top + n * NOTE_LINE,
        size: TEXT.small,
        colour,
        bold: bold ?? false,
        runs,
      }),
    );
  });
  const leaders = notes.map(({ y }, i) => {
    const end = band.x + band.width;
    return Math.abs(centres[i]! - y) > MOVED
      ? `M${end},${y.toFixed(1)}L${(right.x - 3).toFixed(1)},${centres[i]!.toFixed(1)}`
      : "";
  });
  return { labels, leaders: leaders.join("") };
}

/** Breaks a note so that it fits the right gutter. */
export const noteLines = (text: string, { right }: Layout): Run[][] => wrap(text, right.width, TEXT.small).map(plain);
