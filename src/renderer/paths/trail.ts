/** Where a path runs on the unrolled graph: from node to node, and to its end on a parameter's rail. */
import { nearestIndex } from "../decode.js";
import { bowOf } from "../panels/graphEdges.js";
import type { GraphOutline } from "../panels/graphOutline.js";
import type { GraphPlaces } from "../panels/graphPlaces.js";
import type { Rail } from "../panels/graphRails.js";
import { nodeText, type PathNode } from "./decodedPaths.js";

/** A point that a path passes: a node, a gap for columns that are left out, an initial value, or what leads to a rail. */
export interface TrailPoint {
  /** The same for the same place. */
  readonly key: string;
  readonly kind: "node" | "gap" | "initial" | "bend" | "end";
  readonly x: number;
  readonly y: number;
  /** Half size of what stands there, px. */
  readonly radius: number;
  /** What it is called, as text and as TeX. */
  readonly text: string;
  readonly tex: string;
}

export interface TrailSegment {
  /** Segments of several paths with the same lane run side by side. */
  readonly lane: string;
  readonly from: TrailPoint;
  readonly to: TrailPoint;
  /** As of `arrowBetween`, in the direction of the path. */
  readonly bow: number;
}

export type Trail = readonly TrailSegment[];

export interface TrailMap {
  readonly outline: GraphOutline;
  readonly places: GraphPlaces;
  readonly rails: readonly Rail[];
  /** Time of each column. */
  readonly times: ArrayLike<number>;
  readonly parameters: ReadonlySet<string>;
  readonly isTimeless: boolean;
}

/** The way of a path, as far as its nodes have a place; what is drawn inside another node is passed over. */
export function trailOf(nodes: readonly PathNode[], map: TrailMap): Trail {
  const points: Located[] = [];
  for (const node of nodes) {
    const last = points.at(-1);
    const next = map.parameters.has(node.name) ? endOn(node, last, map) : located(node, map);
    for (const point of next) if (point.key !== points.at(-1)?.key) points.push(point);
  }
  return points.slice(1).map((to, i) => segmentBetween(points[i]!, to, map));
}

/** A point that knows its row and column; none for the way to a rail. */
interface Located extends TrailPoint {
  readonly row: number;
  readonly column: number;
  /** The lane by which it is reached, when that is not its own. */
  readonly lane?: string;
}

function located({ name, time, tex }: PathNode, map: TrailMap): Located[] {
  const row = map.outline.rows.findIndex(({ names }) => names.includes(name));
  if (row < 0 || (time === null && !map.isTimeless)) return [];
  const names = { text: nodeText({ name, time }), tex };
  const last = map.times.length - 1;
  if (time === 0) return [outside(row, -1, names, map)];
  if (time !== null && time > map.times[last]!) return [outside(row, last + 1, names, map)];
  return [pointAt(row, time === null ? 0 : nearestIndex(map.times, time), names, map)];
}

type Names = Pick<TrailPoint, "text" | "tex">;

function pointAt(row: number, column: number, names: Names, { places }: TrailMap): Located {
  const place = places.at(row, column);
  if (place) return { ...place, ...names, key: `${row}@${column}`, kind: "node", row, column };
  const gap = places.slots.find((slot) => slot.kind === "gap" && slot.from <= column && column <= slot.to);
  const key = `${row}@gap${gap?.kind === "gap" ? gap.from : column}`;
  const elsewhere = { text: "…", tex: "\\cdots" };
  return { ...elsewhere, key, kind: "gap", x: gap?.x ?? 0, y: places.yOf(row), radius: 0, row, column };
}

/** Beside the first or the last column: where a state takes its initial value from. */
function outside(row: number, column: number, names: Names, { places, times }: TrailMap): Located {
  const inner = places.at(row, column < 0 ? 0 : times.length - 1);
  const away = Math.sign(column) * reach(places);
  const point = { x: (inner?.x ?? 0) + away, y: places.yOf(row), radius: 0 };
  return { ...point, ...names, key: `${row}@${column}`, kind: "initial", row, column };
}

const reach = ({ spacing }: GraphPlaces) => Math.min(spacing * 0.42, 30);

/** From the node that uses a parameter to the parameter's rail beside it. */
function endOn({ name, time, tex }: PathNode, last: Located | undefined, map: TrailMap): Located[] {
  if (!last) return [];
  const names = { text: nodeText({ name, time }), tex };
  const rail = railNear(name, last.y, map.rails);
  const common = { ...last, ...names, radius: 0, column: Number.NaN };
  if (!rail) {
    const away = Math.max(last.radius, 6) * 1.5;
    return [{ ...common, key: `${name} at ${last.key}`, kind: "end", x: last.x - away, y: last.y + away }];
  }
  const side = rail.y < last.y ? readingSide(last.row, map.outline) : 0;
  const x = side === 0 ? last.x : touchBeside(rail, last, side, map.places);
  const end: Located = { ...common, key: `${name} at ${last.key}`, kind: "end", x, y: rail.y };
  if (Math.abs(x - last.x) < 1) return [end];
  const beyond = last.column + side;
  const isInside = beyond >= 0 && beyond < map.times.length;
  const neighbour = isInside ? pointAt(last.row, beyond, names, map).key : `${last.row}@${beyond}`;
  const bend: Located = { ...end, key: `bend ${end.key}`, kind: "bend", y: last.y, lane: `${last.key}>${neighbour}` };
  return [bend, end];
}

/** The furthest that a rail stands from the row it belongs to, px. */
const RAIL_REACH = 36;

function railNear(parameter: string, y: number, rails: readonly Rail[]): Rail | undefined {
  const distance = (rail: Rail) => Math.abs(rail.y - y);
  return rails
    .filter((rail) => rail.parameters.includes(parameter) && distance(rail) < RAIL_REACH)
    .sort((a, b) => distance(a) - distance(b))[0];
}

/** On which side a row reads itself or others at another time: -1 is the past. */
function readingSide(row: number, { arrows }: GraphOutline): -1 | 1 {
  const lagged = arrows.find(({ to, offset }) => to === row && offset !== 0);
  return lagged && lagged.offset > 0 ? 1 : -1;
}

/** Where the rail touches the arrow that a node reads on this side; at the first step, halfway to the initial value. */
function touchBeside({ touches }: Rail, { x, kind }: Located, side: -1 | 1, places: GraphPlaces): number {
  if (kind === "gap") return x;
  const away = touches.map((touch) => (touch.x - x) * side).filter((by) => by > 0 && by < places.spacing * 1.1);
  return x + side * (away.length > 0 ? Math.min(...away) : reach(places));
}

function segmentBetween(from: Located, to: Located, { outline, places }: TrailMap): TrailSegment {
  const arrow = outline.arrows.find(
    (other) => other.from === to.row && other.to === from.row && from.column + other.offset === to.column,
  );
  const bow = arrow && to.kind === "node" ? -bowOf(arrow, places) : 0;
  return { lane: to.lane ?? `${from.key}>${to.key}`, from, to, bow };
}
