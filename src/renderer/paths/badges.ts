/** Where the paths' numbers stand on the graph: at their ends, or along the arrow that a path shares with the fewest. */
import type { Point } from "../panels/arrowPath.js";
import { shiftedArrow } from "./lanes.js";
import type { Trail, TrailPoint, TrailSegment } from "./trail.js";

/** px */
export const BADGE_RADIUS = 6.5;
const SPACE = 2 * BADGE_RADIUS + 2;

export interface Badge {
  readonly x: number;
  readonly y: number;
  /** Whether there is room for it beside the others; else it is shown only while its path is lit. */
  readonly fits: boolean;
}

/**
 * @param spacing px between two columns
 * @param left px where the columns begin: what stands before them is the names of the rails
 */
export function badgesOf(
  trails: readonly Trail[],
  shifts: readonly (readonly number[])[],
  spacing: number,
  left: number,
): (Badge | null)[] {
  const badges: (Badge | null)[] = trails.map(() => null);
  const isAtRail = (trail: Trail) => trail.at(-1)?.to.kind === "end";
  const all = trails.flatMap((trail, path) => (trail.length > 0 ? [path] : []));
  const atRails = grouped(
    all.filter((path) => isAtRail(trails[path]!)),
    (path) => trails[path]!.at(-1)!.to.key,
  );
  for (const paths of atRails) {
    const ordered = inLaneOrder(paths, trails, shifts);
    atEnd(ordered, trails[ordered[0]!]!.at(-1)!, spacing, left).forEach((badge, i) => {
      badges[ordered[i]!] = badge;
    });
  }
  const between = all.filter((path) => !isAtRail(trails[path]!));
  for (const { path, badge } of alongArrows(between, trails, shifts)) badges[path] = badge;
  return badges;
}

function grouped(paths: readonly number[], keyOf: (path: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const path of paths) groups.set(keyOf(path), [...(groups.get(keyOf(path)) ?? []), path]);
  return [...groups.values()];
}

/** From left to right, as the ends of the lines stand. */
function inLaneOrder(paths: readonly number[], trails: readonly Trail[], shifts: readonly (readonly number[])[]) {
  const xOf = (path: number) => shiftedArrow(trails[path]!.at(-1)!, shifts[path]!.at(-1)!).curve[2][0];
  return [...paths].sort((a, b) => xOf(a) - xOf(b));
}

/** Side by side just beyond the rail. */
function atEnd(paths: readonly number[], { from, to }: TrailSegment, spacing: number, left: number): Badge[] {
  const fits = paths.length * SPACE <= Math.max(spacing - 4, SPACE);
  const y = to.y + Math.sign(to.y - from.y) * (BADGE_RADIUS + 2.5);
  const half = fits ? ((paths.length - 1) / 2) * SPACE : 0;
  const centre = Math.max(to.x, left + BADGE_RADIUS + half);
  return paths.map((_, i) => ({ x: fits ? centre - half + i * SPACE : centre, y, fits }));
}

/** Each on the arrow that it shares with the fewest, those of one arrow spread along it. */
function alongArrows(paths: readonly number[], trails: readonly Trail[], shifts: readonly (readonly number[])[]) {
  const users = new Map<string, number>();
  for (const path of paths) for (const { lane } of trails[path]!) users.set(lane, (users.get(lane) ?? 0) + 1);
  const crowd = ({ lane }: TrailSegment) => users.get(lane) ?? 0;
  const roomiest = (trail: Trail) =>
    trail.reduce((best, segment) =>
      crowd(segment) < crowd(best) || (crowd(segment) === crowd(best) && room(segment) > room(best)) ? segment : best,
    );
  const chosen = new Map(paths.map((path) => [path, roomiest(trails[path]!)]));
  return grouped(paths, (path) => chosen.get(path)!.lane).flatMap((group) => {
    const segment = chosen.get(group[0]!)!;
    const fits = group.length * SPACE <= room(segment);
    return group.map((path, i) => {
      const own = trails[path]!.indexOf(chosen.get(path)!);
      const part = fits ? (i + 1) / (group.length + 1) : 0.5;
      const [x, y] = pointOn(segment, shifts[path]![own]!, part);
      return { path, badge: { x, y, fits } };
    });
  });
}

/** px of a segment between what stands at its ends. */
const room = ({ from, to }: TrailSegment) => distance(from, to) - from.radius - to.radius;
const distance = (a: TrailPoint, b: TrailPoint) => Math.hypot(b.x - a.x, b.y - a.y);

/** @param part of the visible line, 0…1 */
function pointOn(segment: TrailSegment, shift: number, part: number): Point {
  const { from, to } = segment;
  const length = distance(from, to) || 1;
  const at = (from.radius + part * (length - from.radius - to.radius)) / length;
  const { curve } = shiftedArrow(segment, shift);
  const mix = (i: 0 | 1) =>
    (1 - at) ** 2 * curve[0][i] +
    2 * at * (1 - at) * (segment.bow === 0 ? (curve[0][i] + curve[2][i]) / 2 : curve[1][i]) +
    at ** 2 * curve[2][i];
  return [mix(0), mix(1)];
}
