/** The cross-hair: the column of one time step through all panels, the line of one training step through the heatmap. */
import type { DecodedRecording } from "../decode.js";
import type { Layout, PanelName } from "../layout.js";
import { FAN_HEIGHT } from "../layout.js";
import { px } from "./arrowPath.js";
import { graphColumns } from "./graphColumns.js";
import { countText } from "./number.js";
import { stepAxis } from "./stepAxis.js";
import { type Label, plain, TEXT } from "./text.js";

/** Narrower columns get a band of this width, px. */
const NARROWEST = 4;

/**
 * The cursor's column, as one SVG path: through a collapsed graph it follows the fan, and it begins under a folded one,
 * which has no time steps. "" when nothing is under that.
 */
export function cursorColumnPath(layout: Layout, column: number, folded = false): string {
  const x = layout.xOf(column);
  const half = Math.max(layout.columnWidth, NARROWEST) / 2;
  const boxes = Object.entries(layout.panels).flatMap(([name, box]) => (folded && name === "unrolled" ? [] : [box]));
  if (boxes.length === 0) return "";
  const top = px(boxes[0]!.plotTop);
  const bottom = px(layout.axisY === null ? boxes.at(-1)!.plotBottom : layout.axisY + 6);
  const graph = layout.panels.unrolled;
  if (graph && !folded && layout.graphMode === "collapsed")
    return fannedPath(layout, column, [top, bottom], graph.plotBottom);
  return `M${px(x - half)},${top}H${px(x + half)}V${bottom}H${px(x - half)}Z`;
}

function fannedPath(
  layout: Layout,
  column: number,
  [top, bottom]: readonly [number, number],
  graphBottom: number,
): string {
  const x = layout.xOf(column);
  const half = Math.max(layout.columnWidth, NARROWEST) / 2;
  const { xOf, spacing } = graphColumns(layout, column);
  const slot = xOf(column) ?? x;
  const [left, right] = [px(slot - spacing / 2), px(slot + spacing / 2)];
  const fan = px(graphBottom - FAN_HEIGHT);
  const below = px(graphBottom);
  return `M${left},${top}H${right}V${fan}L${px(x + half)},${below}V${bottom}H${px(x - half)}V${below}L${left},${fan}Z`;
}

/** Where a pointer points. */
export interface Pointed {
  readonly panel: PanelName | null;
  readonly column: number;
  /** Null outside the heatmap. */
  readonly frame: number | null;
}

/** The column, and in the heatmap the frame, at a point of the picture. */
export function pointedAt(decoded: DecodedRecording, layout: Layout, x: number, y: number, cursor: number): Pointed {
  const panel = (Object.entries(layout.panels) as [PanelName, { plotTop: number; plotBottom: number }][]).find(
    ([, box]) => y >= box.plotTop && y <= box.plotBottom,
  );
  const name = panel?.[0] ?? null;
  const frame = name === "heatmap" ? stepAxis(decoded, layout).frameAt(y) : null;
  return { panel: name, column: name === "unrolled" ? graphColumnAt(layout, x, cursor) : layout.columnAt(x), frame };
}

function graphColumnAt(layout: Layout, x: number, cursor: number): number {
  if (layout.graphMode !== "collapsed") return layout.columnAt(x);
  const { slots } = graphColumns(layout, cursor);
  const nearest = slots.reduce((best, slot) => (Math.abs(slot.x - x) < Math.abs(best.x - x) ? slot : best));
  return nearest.kind === "column" ? nearest.column : Math.round((nearest.from + nearest.to) / 2);
}

export interface ScrubberModel {
  readonly y: number;
  readonly x1: number;
  readonly x2: number;
  readonly label: Label;
  /** Step numbers at the axis, without those that the scrubber's own covers. */
  readonly ticks: readonly Label[];
}

/** Null when there is one frame only. */
export function scrubberModel(decoded: DecodedRecording, layout: Layout, frame: number): ScrubberModel | null {
  const { steps } = decoded.frames;
  if (!layout.panels.heatmap || steps.length < 2) return null;
  const axis = stepAxis(decoded, layout);
  const y = axis.middleOf(frame);
  const label = stepLabel(steps[frame]!, y, layout, true);
  const ticks = stepTicks(axis.domain).map((step) => stepLabel(step, axis.at(step), layout, false));
  const { right, band } = layout;
  return {
    y: px(y),
    x1: band.x,
    x2: px(decoded.training ? right.x + right.width : band.x + band.width),
    label,
    ticks: ticks.filter((tick) => Math.abs(tick.y - label.y) > 13),
  };
}

const stepLabel = (step: number, y: number, { band }: Layout, bold: boolean): Label => ({
  x: band.x - 10,
  y: px(y + 4),
  anchor: "end",
  size: TEXT.small,
  colour: bold ? "ink" : "faint",
  bold,
  runs: plain(countText(step)),
});

/** First and last step, and round ones between, a fifth of the axis or more apart. */
function stepTicks([first, end]: readonly [number, number]): number[] {
  const raw = (end - first) / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(raw, 1)));
  const interval = Math.max(1, [1, 2, 5, 10].map((by) => by * power).find((by) => by >= raw) ?? raw);
  const ticks: number[] = [];
  for (let step = Math.ceil(first / interval) * interval; step < end; step += interval) ticks.push(step);
  return ticks;
}
