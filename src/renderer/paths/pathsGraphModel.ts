/** The graph with the paths on it: lines, their numbers, and what can be asked which paths pass. */
import { initialView } from "../cursor.js";
import { type DecodedRecording, nearestIndex, stateNames } from "../decode.js";
import { FAN_HEIGHT, type Layout } from "../layout.js";
import { layoutOf } from "../layoutOf.js";
import { graphOutline } from "../panels/graphOutline.js";
import { type GraphPlaces, graphPlaces } from "../panels/graphPlaces.js";
import type { Label } from "../panels/text.js";
import { timeAxisModel } from "../panels/timeAxisModel.js";
import { type UnrolledGraphModel, unrolledGraphModel } from "../panels/unrolledGraphModel.js";
import type { PanelWords } from "../panels/words.js";
import { type Badge, badgesOf } from "./badges.js";
import type { DecodedPath, DecodedPaths } from "./decodedPaths.js";
import { laneShifts, laneWidths, trailPath } from "./lanes.js";
import { type Stop, stopsOf } from "./stops.js";
import { type TrailMap, trailOf } from "./trail.js";

/** A listed path as it is drawn. */
export interface PathLine {
  readonly index: number;
  /** SVG path data; "" when no node of the path is on the graph. */
  readonly d: string;
  readonly badge: Badge | null;
}

export interface PathsGraphModel {
  readonly layout: Layout;
  readonly graph: UnrolledGraphModel;
  readonly lines: readonly PathLine[];
  /** px */
  readonly stroke: number;
  /** Whether so many lines lie in one bundle that their colours cannot be told apart. */
  readonly isDense: boolean;
  /** In the order in which paths come to them. */
  readonly stops: readonly Stop[];
  /** Time labels, where the nodes do not name their time themselves. */
  readonly axis: readonly Label[];
  /** What is seen of the layout, px: what the dashboard needs above and below is cut off. */
  readonly top: number;
  readonly height: number;
  /** Whether columns are left out. */
  readonly isCollapsed: boolean;
  /** Names that paths run through but that the graph draws inside other nodes. */
  readonly inside: readonly string[];
}

export interface PathsGraphInput {
  readonly decoded: DecodedRecording;
  readonly paths: DecodedPaths;
  /** px */
  readonly width: number;
  readonly words: PanelWords;
  /** The path whose loss is to be seen where not all columns are. Default 0, the first. */
  readonly active?: number;
}

export function pathsGraphModel({ decoded, paths, width, words, active = 0 }: PathsGraphInput): PathsGraphModel {
  const layout = layoutOf(decoded, width, ["unrolled"]);
  const view = viewOf(decoded, layout, paths.paths[active]);
  const graph = unrolledGraphModel({ decoded, view, layout, words });
  const map = mapOf(decoded, layout, graph, view);
  const trails = paths.paths.map(({ nodes }) => trailOf(nodes, map));
  const { pitch, stroke } = laneWidths(trails, laneRoom(map.places));
  const shifts = laneShifts(trails, pitch);
  const badges = badgesOf(trails, shifts, map.places.spacing, layout.band.x);
  const axis = timeAxisModel(decoded, layout, view.column, words);
  return {
    layout,
    graph,
    lines: trails.map((trail, index) => ({
      index,
      d: trailPath(trail, shifts[index]!),
      badge: badges[index] ?? null,
    })),
    stroke,
    isDense: pitch < DENSEST_PITCH,
    stops: stopsOf(trails),
    axis: axis ? [...axis.labels, { ...axis.cursor, bold: false, colour: "faint" }] : [],
    ...extent(layout, graph),
    isCollapsed: layout.graphMode === "collapsed",
    inside: insideNames(paths, map),
  };
}

function mapOf(
  decoded: DecodedRecording,
  layout: Layout,
  { rails }: UnrolledGraphModel,
  view: ReturnType<typeof viewOf>,
): TrailMap {
  const { network } = decoded.recording;
  const outline = graphOutline(network);
  return {
    outline,
    places: graphPlaces(outline, layout, layout.panels.unrolled!, decoded, view),
    rails,
    times: decoded.frames.times,
    parameters: new Set(network.parameters.map(({ name }) => name)),
    isTimeless: network.sequences.every(({ time }) => time === "none"),
  };
}

/** A long graph shows the columns up to the loss, whence the path goes back. */
function viewOf(decoded: DecodedRecording, layout: Layout, path: DecodedPath | undefined) {
  const { steps, times } = decoded.frames;
  const start = initialView({ steps, times, states: stateNames(decoded.recording) });
  const from = path?.nodes[0]?.time ?? null;
  if (from === null || layout.graphMode !== "collapsed") return start;
  const shown = Math.max(5, Math.floor(layout.band.width / layout.graph.slot)) - 4;
  const column = nearestIndex(times, from) - Math.ceil(shown / 2) + 1;
  return { ...start, column: Math.max(0, column) };
}

/** Distance of lanes at which colours can still be told apart, px. */
const DENSEST_PITCH = 0.9;

/** px across an arrow in which its lanes must find room. */
const laneRoom = ({ detailed, radius }: GraphPlaces) => (detailed ? 2 * radius - 6 : 10);

/** Above the row of losses, px: where no targets stand over it. */
const ABOVE_LOSSES = 22;

function extent(layout: Layout, { nodes, labels }: UnrolledGraphModel): Pick<PathsGraphModel, "top" | "height"> {
  const highest = Math.min(...nodes.map(({ y }) => y)) - ABOVE_LOSSES;
  const top = Math.min(highest, ...labels.map(({ y, size }) => y - size - 4));
  const fan = layout.graphMode === "collapsed" ? FAN_HEIGHT : 0;
  return { top, height: layout.height - fan - top };
}

/** Gates, what is computed once for all time steps, and other quantities without a row of their own. */
function insideNames({ paths }: DecodedPaths, { outline, parameters }: TrailMap): string[] {
  const drawn = new Set(outline.rows.flatMap(({ names }) => names));
  const passed = new Set(paths.flatMap(({ nodes }) => nodes.map(({ name }) => name)));
  return [...passed].filter((name) => !drawn.has(name) && !parameters.has(name));
}
