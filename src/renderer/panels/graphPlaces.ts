/** Where the graph's nodes stand. */
import { at, type DecodedRecording } from "../decode.js";
import { GRAPH_TOP, type Layout, type PanelBox } from "../layout.js";
import { positiveExtent } from "./axis.js";
import { type GraphColumns, graphColumns } from "./graphColumns.js";
import type { GraphOutline } from "./graphOutline.js";

/** A node's centre and half size, px. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface GraphPlaces extends GraphColumns {
  /** Full size: text inside the nodes, heads on the arrows. */
  readonly detailed: boolean;
  readonly radius: number;
  /** y of a row's centre; row 0 is the lowest. */
  readonly yOf: (row: number) => number;
  /** Undefined where the row has no node or the column is left out. */
  readonly at: (row: number, column: number) => Place | undefined;
}

const LARGEST_RADIUS = 13;
/** Arrows keep this far from a loss's dot, px. */
export const LOSS_MARGIN = 2;

/** @param decoded whose losses size the dots of the losses' row, at `frame`; the cursor's column is never left out */
export function graphPlaces(
  outline: GraphOutline,
  layout: Layout,
  box: PanelBox,
  decoded: DecodedRecording,
  { column: cursor, frame }: { readonly column: number; readonly frame: number },
): GraphPlaces {
  const shown = graphColumns(layout, cursor);
  const detailed = layout.graphMode !== "compact";
  const radius = detailed ? Math.min(LARGEST_RADIUS, shown.spacing * 0.35) : Math.max(2.5, shown.spacing * 0.24);
  const { offsets } = layout.graph;
  const lowest = box.plotTop + GRAPH_TOP + (offsets.at(-1) ?? 0);
  const yOf = (row: number) => lowest - (offsets[row] ?? 0);
  const lossRadius = lossRadii(decoded, frame, detailed);
  const place = (row: number, column: number): Place | undefined => {
    const x = shown.xOf(column);
    const isThere = !outline.rows[row]?.atLast || column === layout.columns - 1;
    if (x === undefined || !isThere) return undefined;
    return { x, y: yOf(row), radius: outline.rows[row]?.role === "loss" ? lossRadius(column) + LOSS_MARGIN : radius };
  };
  return { ...shown, detailed, radius, yOf, at: place };
}

/** A loss is a dot whose area is the loss, on one scale for the whole recording; one that is no number is as large as any. */
function lossRadii({ frames }: DecodedRecording, frame: number, detailed: boolean): (column: number) => number {
  const [least, most] = detailed ? [2, 8.5] : [1, 4];
  const [, largest] = positiveExtent([frames.losses.data]);
  return (column) => {
    const loss = at(frames.losses, frame, column);
    const part = Number.isFinite(loss) ? Math.sqrt(Math.max(0, loss) / largest) : 1;
    return Math.max(least, most * part);
  };
}
