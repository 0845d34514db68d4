/**
 * The one geometry of a dashboard: every panel takes its place and its columns from here, so that what belongs to one
 * time step stands in one column through all of them. All lengths in px, origin at the top left of the picture.
 */

import type { GraphSize } from "./panels/graphSize.js";

/** The panels that are stacked from top to bottom; the total loss stands beside the heatmap. */
export type PanelName = "unrolled" | "losses" | "gradientNorms" | "heatmap";

/** A horizontal stretch. */
export interface Span {
  readonly x: number;
  readonly width: number;
}

/** Where one panel stands: its header lines (narrow pictures only) and the plot under them. */
export interface PanelBox {
  readonly top: number;
  readonly height: number;
  /** The drawing itself, without header. */
  readonly plotTop: number;
  readonly plotBottom: number;
}

/** How the graph fits its columns: nodes with text, nodes as dots, or only some columns with the middle left out. */
export type GraphMode = "full" | "compact" | "collapsed";

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Whether the picture is too narrow for labels beside the panels: they stand above them. */
  readonly narrow: boolean;
  /** Labels. */
  readonly left: Span;
  /** The columns, shared by all panels. */
  readonly band: Span;
  readonly columnWidth: number;
  readonly columns: number;
  /** Centre of column `i`, 0 ≤ i < T. */
  readonly xOf: (column: number) => number;
  /** The column under an x; clamped. */
  readonly columnAt: (x: number) => number;
  /** Readings, reference lines and the total loss. */
  readonly right: Span;
  readonly graph: GraphSize;
  readonly graphMode: GraphMode;
  readonly panels: Partial<Readonly<Record<PanelName, PanelBox>>>;
  /** Baseline of the time labels under the last panel; null where the graph alone names its columns itself. */
  readonly axisY: number | null;
}

export interface LayoutOptions {
  /** px; below 320 it is taken as 320. */
  readonly width: number;
  /** T, the kept time steps. */
  readonly columns: number;
  /** What the graph needs; see `graphSize`. */
  readonly graph: GraphSize;
  /** K, the kept frames. */
  readonly frames: number;
  /** From top to bottom; default all that have something to show. */
  readonly panels?: readonly PanelName[];
}

const defaults = {
  narrowBelow: 700,
  margin: 12,
  /** Labels above a panel in a narrow picture. */
  headerHeight: 40,
  /** Between two panels. */
  gap: 30,
  axisHeight: 34,
  widestColumn: 150,
  narrowestBand: 240,
};

/** A slot can be this much narrower before its nodes lose their text; columns this wide (px) still hold a dot. */
const TIGHTEST = 0.78;
const COMPACT_COLUMN = 10;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Height of the graph's plot, px. A collapsed graph has its fan below. */
function graphHeight({ offsets }: GraphSize, mode: GraphMode): number {
  return GRAPH_TOP + (offsets.at(-1) ?? 0) + GRAPH_BOTTOM + (mode === "collapsed" ? FAN_HEIGHT : 0);
}
/** From the plot's top to the first row's centre: room for the targets. */
export const GRAPH_TOP = 38;
/** From the last row's centre to the plot's end. */
export const GRAPH_BOTTOM = 20;
/** Lines that lead from the columns of a collapsed graph to those of the other panels. */
export const FAN_HEIGHT = 22;

const PLOT_HEIGHTS = { losses: 62, gradientNorms: 168 };

function heatmapHeight(frames: number): number {
  return frames <= 1 ? 18 : clamp(frames * 4, 124, 180);
}

/** Lays out a dashboard, or a single panel of it. */
export function dashboardLayout(options: LayoutOptions): Layout {
  const width = Math.max(320, options.width);
  const columns = Math.max(1, options.columns);
  const narrow = width < defaults.narrowBelow;
  const { left, band, right } = spans(width, columns, narrow);
  const columnWidth = band.width / columns;
  const graphMode = modeOf(options.graph, columnWidth);
  const stacked = stack({ ...options, narrow, graphMode });
  return {
    ...stacked,
    width,
    narrow,
    left,
    band,
    right,
    columns,
    columnWidth,
    graph: options.graph,
    graphMode,
    xOf: (column) => band.x + (column + 0.5) * columnWidth,
    columnAt: (x) => clamp(Math.floor((x - band.x) / columnWidth), 0, columns - 1),
  };
}

function modeOf({ slot, canShrink }: GraphSize, columnWidth: number): GraphMode {
  if (columnWidth >= slot * TIGHTEST) return "full";
  return canShrink && columnWidth >= COMPACT_COLUMN ? "compact" : "collapsed";
}

/** The three stretches of the width. A few columns do not fill a wide picture: the right gutter gets the rest. */
function spans(width: number, columns: number, narrow: boolean): Pick<Layout, "left" | "band" | "right"> {
  const { margin, widestColumn, narrowestBand } = defaults;
  const leftWidth = narrow ? 48 : clamp(width * 0.2, 160, 208);
  const rightWidth = narrow ? 116 : clamp(width * 0.21, 164, 280);
  const available = width - leftWidth - rightWidth - margin;
  const bandWidth = Math.min(available, Math.max(narrowestBand, columns * widestColumn));
  const rightStart = leftWidth + bandWidth + margin;
  return {
    left: { x: margin, width: leftWidth - margin },
    band: { x: leftWidth, width: bandWidth },
    right: { x: rightStart, width: Math.min(width - margin - rightStart, 340) },
  };
}

function stack(
  options: LayoutOptions & { narrow: boolean; graphMode: GraphMode },
): Pick<Layout, "panels" | "axisY" | "height"> {
  const panels: Partial<Record<PanelName, PanelBox>> = {};
  let top = 6;
  for (const name of options.panels ?? (["unrolled", "losses", "gradientNorms", "heatmap"] as const)) {
    if (name === "heatmap" && options.frames * options.columns <= 1) continue;
    const box = place(name, top, options);
    panels[name] = box;
    top = box.top + box.height + defaults.gap;
  }
  const end = top - defaults.gap;
  const isNamed = options.graphMode !== "compact" && Object.keys(panels).join() === "unrolled";
  return isNamed
    ? { panels, axisY: null, height: end }
    : { panels, axisY: end + 18, height: end + defaults.axisHeight };
}

function place(
  name: PanelName,
  top: number,
  options: LayoutOptions & { narrow: boolean; graphMode: GraphMode },
): PanelBox {
  const header = options.narrow ? defaults.headerHeight : name === "heatmap" ? 14 : 0;
  const plot =
    name === "unrolled"
      ? graphHeight(options.graph, options.graphMode)
      : name === "heatmap"
        ? heatmapHeight(options.frames)
        : PLOT_HEIGHTS[name];
  return { top, height: header + plot, plotTop: top + header, plotBottom: top + header + plot };
}
