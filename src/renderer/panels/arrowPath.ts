/** Geometry of an arrow between two round nodes. */
import type { Place } from "./graphPlaces.js";

/** px, rounded to a tenth: what a picture stores. */
export const px = (value: number): number => Math.round(value * 10) / 10 + 0;

/** px */
export type Point = readonly [x: number, y: number];

export interface Arrow {
  /** The line, as SVG path data. */
  readonly path: string;
  /** The head, a filled triangle; "" when the arrow has none. */
  readonly head: string;
  readonly middle: { readonly x: number; readonly y: number };
  /** Start, control point and end; on a straight line the control point is the middle. */
  readonly curve: readonly [Point, Point, Point];
}

export interface ArrowOptions {
  /** Distance of the line from the centres' line, to the left of its direction, px. Default 0. */
  readonly shift?: number;
  /** Distance of a curve's control point from the chord, to the left of its direction, px. Default 0: straight. */
  readonly bow?: number;
  /** Length of the head, px; half its width is 0.6 of it. Default 0: none. */
  readonly head?: number;
}

const unit = ([x, y]: Point): Point => {
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
};
/** What lies to the left when one looks along `direction` (y points down). */
const leftOf = ([x, y]: Point): Point => [y, -x];
const moved = ([x, y]: Point, [dx, dy]: Point, by: number): Point => [x + dx * by, y + dy * by];

/** From the rim of one node to the rim of another. */
export function arrowBetween(from: Place, to: Place, { shift = 0, bow = 0, head = 0 }: ArrowOptions = {}): Arrow {
  const start: Point = [from.x, from.y];
  const end: Point = [to.x, to.y];
  const along = unit([end[0] - start[0], end[1] - start[1]]);
  const side = leftOf(along);
  const control = moved([(start[0] + end[0]) / 2, (start[1] + end[1]) / 2], side, bow + shift);
  const out = bow === 0 ? along : unit([control[0] - start[0], control[1] - start[1]]);
  const into = bow === 0 ? along : unit([end[0] - control[0], end[1] - control[1]]);
  const rim = (radius: number) => Math.sqrt(Math.max(0, radius * radius - shift * shift));
  const first = moved(moved(start, side, shift), out, rim(from.radius));
  const tip = moved(moved(end, side, shift), into, -rim(to.radius) - 0.5);
  const neck = moved(tip, into, -head);
  const line = bow === 0 ? `L${point(neck)}` : `Q${point(control)} ${point(neck)}`;
  const middle = moved([(first[0] + tip[0]) / 2, (first[1] + tip[1]) / 2], side, bow / 2);
  const curve = [first, bow === 0 ? middle : control, neck] as const;
  const drawnHead = head > 0 ? headPath(tip, into, head) : "";
  return { path: `M${point(first)}${line}`, head: drawnHead, middle: { x: middle[0], y: middle[1] }, curve };
}

/** Where an arrow crosses a height; undefined when it does not. */
export function crossingAt({ curve: [start, control, end] }: Arrow, y: number): number | undefined {
  const curvature = start[1] - 2 * control[1] + end[1];
  const slope = 2 * (control[1] - start[1]);
  const height = start[1] - y;
  const roots = Math.abs(curvature) < 1e-6 ? [-height / slope] : quadraticRoots(curvature, slope, height);
  const part = roots.find((root) => root >= 0 && root <= 1);
  if (part === undefined) return undefined;
  const rest = 1 - part;
  return rest * rest * start[0] + 2 * rest * part * control[0] + part * part * end[0];
}

function quadraticRoots(a: number, b: number, c: number): number[] {
  const root = Math.sqrt(b * b - 4 * a * c);
  return [(-b - root) / (2 * a), (-b + root) / (2 * a)];
}

function headPath(tip: Point, into: Point, length: number): string {
  const base = moved(tip, into, -length);
  const side = leftOf(into);
  return `M${point(tip)}L${point(moved(base, side, length * 0.6))}L${point(moved(base, side, -length * 0.6))}Z`;
}

const point = ([x, y]: Point) => `${px(x)},${px(y)}`;
