/** The graph with the paths on it: lines, their numbers, and the nodes and arrows that can be asked which paths pass. */
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
import type { DecodedPaths, PathNode } from "./decodedPaths.js";
import { laneShifts, laneWidths, shiftedArrow, trailPath } from "./lanes.js";
import { type Trail, type TrailMap, type TrailSegment, trailOf } from "./trail.js";

/** A listed path as it is drawn. */
export interface PathLine {
  readonly index: number;
  /** SVG path data; "" when no node of the path is on the graph. */
  readonly d: string;
  readonly badge: Badge | null;
}

/** A node or an arrow of the graph that paths pass. */
export interface Stop {
  readonly key: string;
  /** `h[3]`, or `h[3] → h[2]`. */
  readonly text: string;
  readonly tex: string;
  /** Indices of the paths that pass here. */
  readonly paths: readonly number[];
  readonly x: number;
  readonly y: number;
  /** The arrow's line; null for a node. */
  readonly d: string | null;
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

/** @param width px */
export function pathsGraphModel(
  decoded: DecodedRecording,
  paths: DecodedPaths,
  width: number,
  words: PanelWords,
): PathsGraphModel {
  const layout = layoutOf(decoded, width, ["unrolled"]);
  const view = viewOf(decoded, paths, layout);
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

/** A long graph shows the columns up to the loss, whence the paths go back. */
function viewOf(decoded: DecodedRecording, { set, paths }: DecodedPaths, layout: Layout) {
  const { steps, times } = decoded.frames;
  const start = initialView({ steps, times, states: stateNames(decoded.recording) });
  const from = set.from.time ?? latestTime(paths.flatMap(({ nodes }) => nodes.slice(0, 2)));
  if (from === null || layout.graphMode !== "collapsed") return start;
  const shown = Math.max(5, Math.floor(layout.band.width / layout.graph.slot)) - 4;
  const column = nearestIndex(times, from) - Math.ceil(shown / 2) + 1;
  return { ...start, column: Math.max(0, column) };
}

const latestTime = (nodes: readonly PathNode[]): number | null => {
  const known = nodes.flatMap(({ time }) => time ?? []);
  return known.length > 0 ? Math.max(...known) : null;
};

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

function stopsOf(trails: readonly Trail[]): Stop[] {
  const stops = new Map<string, Stop & { paths: number[] }>();
  const pass = (path: number, key: string, make: () => Omit<Stop, "key" | "paths">) => {
    const known = stops.get(key);
    if (!known) stops.set(key, { key, ...make(), paths: [path] });
    else if (known.paths.at(-1) !== path) known.paths.push(path);
  };
  trails.forEach((trail, path) => {
    trail.forEach((segment, i) => {
      for (const point of i === 0 ? [segment.from, segment.to] : [segment.to]) {
        if (point.kind === "node") pass(path, point.key, () => ({ ...point, d: null }));
      }
    });
    for (const arrow of arrowsOf(trail)) pass(path, keyOf(arrow), () => arrowStop(arrow));
  });
  return [...stops.values()];
}

/** A bend belongs to the arrow that it leads on. */
function arrowsOf(trail: Trail): TrailSegment[][] {
  return trail.flatMap((segment, i) => {
    if (segment.from.kind === "bend") return [];
    return [segment.to.kind === "bend" ? [segment, trail[i + 1]!] : [segment]];
  });
}

/** What leads to a parameter is not the arrow on which it lies for a while. */
const keyOf = (arrow: readonly TrailSegment[]) => {
  const { to } = arrow.at(-1)!;
  return to.kind === "end" ? `to ${to.key}` : arrow[0]!.lane;
};

function arrowStop(segments: readonly TrailSegment[]): Omit<Stop, "key" | "paths"> {
  const [from, to] = [segments[0]!.from, segments.at(-1)!.to];
  const drawn = segments.map((segment) => shiftedArrow(segment, 0));
  return {
    text: `${from.text} → ${to.text}`,
    tex: `${from.tex} \\to ${to.tex}`,
    ...drawn[0]!.middle,
    d: drawn.map(({ path }) => path).join(""),
  };
}

/** Gates and other sequences without a row of their own. */
function insideNames({ paths }: DecodedPaths, { outline, parameters }: TrailMap): string[] {
  const drawn = new Set(outline.rows.flatMap(({ names }) => names));
  const passed = new Set(
    paths.flatMap(({ nodes }) => nodes.flatMap(({ name, time }) => (time === null ? [] : [name]))),
  );
  return [...passed].filter((name) => !drawn.has(name) && !parameters.has(name));
}
