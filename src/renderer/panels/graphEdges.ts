/** The graph's arrows: forward in one line, the gradient's way back beside it. */
import type { View } from "../cursor.js";
import { type Arrow, arrowBetween } from "./arrowPath.js";
import type { GraphArrow, GraphOutline } from "./graphOutline.js";
import type { GraphPlaces, Place } from "./graphPlaces.js";
import type { NormAt, Thickness } from "./norms.js";
import { nonFiniteName } from "./number.js";
import { isComputed, isReached, type PlayOrder } from "./playOrder.js";

export interface ForwardEdge extends Arrow {
  /** Index of the arrow in the outline. */
  readonly arrow: number;
  readonly lit: boolean;
  /** Whether it leads into or out of columns that are left out. */
  readonly dashed: boolean;
}

/** What a gradient is, so that it is drawn and named for what it is. */
export type GradientKind = "finite" | "zero" | "nonFinite";

export interface BackwardEdge extends Arrow {
  readonly norm: number;
  readonly kind: GradientKind;
  /** px */
  readonly width: number;
  readonly lit: boolean;
  /** `∞` or `NaN`, at the first such edge on the gradient's way. */
  readonly name?: string;
}

export interface EdgeContext {
  readonly outline: GraphOutline;
  readonly places: GraphPlaces;
  /** Time of each column. */
  readonly times: ArrayLike<number>;
  readonly view: Pick<View, "playing">;
  readonly order: PlayOrder;
  readonly normAt: NormAt;
  readonly thickness: Thickness;
}

/** An arrow at one time step: between two columns, one of which may be left out. */
interface Instance {
  readonly index: number;
  readonly arrow: GraphArrow;
  readonly source: number;
  readonly target: number;
  readonly from: Place;
  readonly to: Place;
  readonly dashed: boolean;
}

const FORWARD_SHIFT = 2.5;
const FORWARD_HEAD = 5;

/** All arrows of all shown columns, lowest rows first. */
export function graphEdges(context: EdgeContext): { forward: ForwardEdge[]; backward: BackwardEdge[] } {
  const instances = context.outline.arrows.flatMap((arrow, index) => instancesOf(arrow, index, context));
  const backward = instances.flatMap((instance) => backwardEdge(instance, context) ?? []);
  return { forward: instances.map((instance) => forwardEdge(instance, context)), backward };
}

function instancesOf(arrow: GraphArrow, index: number, { places, times }: EdgeContext): Instance[] {
  const found: Instance[] = [];
  for (let target = 0; target < times.length; target++) {
    const source = sourceColumn(arrow, target, times);
    const from = source === undefined ? undefined : places.at(arrow.from, source);
    const to = places.at(arrow.to, target);
    if (source === undefined || (!from && !to)) continue;
    const stub = from && to ? { from, to } : stubOf(arrow, from, to, places);
    if (stub)
      found.push({
        index,
        arrow,
        source,
        target,
        ...stub,
        dashed: !from || !to || skips(arrow, source, target, times),
      });
  }
  return found;
}

/** The column that is read; undefined before the first and after the last time step. */
function sourceColumn({ offset, fromLast }: GraphArrow, target: number, times: ArrayLike<number>): number | undefined {
  const last = times.length - 1;
  if (fromLast) return last;
  if (offset === 0) return target;
  const wanted = times[target]! + offset;
  if (times[target + offset] === wanted) return target + offset;
  for (let column = 0; column <= last; column++) if (times[column] === wanted) return column;
  const neighbour = target + Math.sign(offset);
  return neighbour >= 0 && neighbour <= last && wanted >= 1 && wanted <= times[last]! ? neighbour : undefined;
}

const skips = ({ offset, fromLast }: GraphArrow, source: number, target: number, times: ArrayLike<number>) =>
  !fromLast && times[target]! + offset !== times[source];

/** Half an arrow, to or from a gap; only along a row and to the next column. */
function stubOf(
  { from: row, to: toRow, offset, fromLast }: GraphArrow,
  from: Place | undefined,
  to: Place | undefined,
  places: GraphPlaces,
) {
  const node = from ?? to;
  if (!node || row !== toRow || fromLast || Math.abs(offset) !== 1) return undefined;
  const away = from ? -Math.sign(offset) : Math.sign(offset);
  const gap = { x: node.x + away * (places.spacing - 10), y: node.y, radius: 0 };
  return from ? { from, to: gap } : { from: gap, to: node };
}

/** Arrows that would run through another node bow around it. */
export function bowOf({ from, to, offset }: GraphArrow, { radius, spacing }: GraphPlaces): number {
  const around = Math.min(2 * (radius + 9), 1.6 * spacing);
  if (offset === 0 && to - from > 1) return around;
  return from === to && Math.abs(offset) > 1 ? around + 6 * Math.abs(offset) : 0;
}

function forwardEdge({ index, arrow, target, from, to, dashed }: Instance, context: EdgeContext): ForwardEdge {
  const { places, order, view } = context;
  const shift = Math.min(FORWARD_SHIFT, places.radius / 2);
  const head = places.detailed ? FORWARD_HEAD : 0;
  const lit = isComputed(view.playing, order(arrow.to, target));
  return { ...arrowBetween(from, to, { shift, bow: bowOf(arrow, places), head }), arrow: index, lit, dashed };
}

/** The gradient that comes back along an arrow; undefined where none is recorded (into inputs). */
function backwardEdge(instance: Instance, context: EdgeContext): BackwardEdge | undefined {
  const { arrow, source, from, to } = instance;
  const { places, order, view, thickness } = context;
  const norm = gradientAlong(instance, context);
  if (norm === null) return undefined;
  const kind = kindOf(norm);
  const width = kind === "finite" ? thickness.of(norm) : kind === "zero" ? 1.2 : 3;
  const lit = isReached(view.playing, order(arrow.from, source));
  const drawn = places.detailed || arrow.offset !== 0 ? width : Math.min(width, 3);
  const look = { norm, kind, width: drawn, lit, ...named(instance, norm, context) };
  if (!places.detailed) return { ...compactArrow(instance, drawn, places), ...look };
  const shift = Math.min(1 + width / 2, places.radius);
  const head = kind !== "zero" ? Math.max(4, width + 1.5) : 0;
  return { ...arrowBetween(to, from, { shift, bow: -bowOf(arrow, places), head }), ...look };
}

/** Between dots the way back runs beneath its row, as one band from column to column. */
function compactArrow({ arrow, from, to }: Instance, width: number, { radius }: GraphPlaces): Arrow {
  if (arrow.offset === 0) return arrowBetween(to, from, { shift: Math.min(1 + width / 2, radius + 0.5) });
  const side = Math.sign(to.x - from.x);
  return arrowBetween({ ...to, radius: 0 }, { ...from, radius: 0 }, { shift: side * (radius + 1.5 + width / 2) });
}

export const kindOf = (norm: number): GradientKind =>
  !Number.isFinite(norm) ? "nonFinite" : norm === 0 ? "zero" : "finite";

/** Back in time: what arrives, if anything left. Within a time step: what leaves; a loss sends back what arrives below it. */
function gradientAlong({ arrow, source, target }: Instance, { outline, normAt }: EdgeContext): number | null {
  const from = outline.rows[arrow.from]!;
  const to = outline.rows[arrow.to]!;
  if (from.role === "input") return null;
  const arrives = arrow.offset !== 0 || arrow.fromLast || to.role === "loss";
  const left = normAt(to.names[0]!, target);
  if (!arrives && left !== null) return left;
  return left === 0 ? 0 : normAt(from.names[0]!, source);
}

/** Names the first of a row of non-finite gradients, on the gradient's way. */
function named(instance: Instance, norm: number, context: EdgeContext): { name?: string } {
  if (Number.isFinite(norm) || instance.arrow.offset === 0) return {};
  const { arrow, source, target } = instance;
  const before = { ...instance, source: target, target: target - arrow.offset };
  const came = before.target >= 0 && before.target < context.times.length ? gradientAlong(before, context) : 0;
  const isFirst = came === null || Number.isFinite(came) || source === context.times.length - 1;
  return isFirst || (came !== null && nonFiniteName(came) !== nonFiniteName(norm)) ? { name: nonFiniteName(norm) } : {};
}
