/** Parallel lanes, as on a metro map: paths that share an arrow run side by side, in an order that avoids crossings. */
import { arrowBetween, type Point, px } from "../panels/arrowPath.js";
import type { Trail, TrailSegment } from "./trail.js";

/** Distance of two lanes and width of a line, px: the same all over one picture. */
export interface LaneWidths {
  readonly pitch: number;
  readonly stroke: number;
}

const WIDEST_PITCH = 5;
const STROKE = { least: 0.9, most: 2.6 };

/** @param room px across an arrow for all of its lanes */
export function laneWidths(trails: readonly Trail[], room: number): LaneWidths {
  const most = Math.max(1, ...[...usersOf(trails).values()].map((users) => users.length));
  const pitch = most > 1 ? Math.min(WIDEST_PITCH, room / (most - 1)) : WIDEST_PITCH;
  return { pitch, stroke: Math.min(STROKE.most, Math.max(STROKE.least, pitch * 0.62)) };
}

/** One path's segment on a lane. */
interface User {
  readonly trail: Trail;
  readonly path: number;
  readonly position: number;
}

function usersOf(trails: readonly Trail[]): Map<string, User[]> {
  const users = new Map<string, User[]>();
  trails.forEach((trail, path) => {
    trail.forEach(({ lane }, position) => {
      users.set(lane, [...(users.get(lane) ?? []), { trail, path, position }]);
    });
  });
  return users;
}

/** How far each segment of each trail is shifted to the left of its direction, px. [trails][segments] */
export function laneShifts(trails: readonly Trail[], pitch: number): number[][] {
  const shifts = trails.map((trail) => trail.map(() => 0));
  for (const users of usersOf(trails).values()) {
    const ordered = [...users].sort(leftFirst);
    ordered.forEach(({ path, position }, i) => {
      shifts[path]![position] = ((ordered.length - 1) / 2 - i) * pitch;
    });
  }
  return shifts;
}

/** Whoever will turn further to the left takes the left lane; of two that end together, whoever came from the left. */
function leftFirst(a: User, b: User): number {
  return turnAfter(a, b, 1) || turnAfter(a, b, -1) || a.path - b.path;
}

/** @param step 1 looks onward to where the two part, -1 back to where they met */
function turnAfter(a: User, b: User, step: 1 | -1): number {
  for (let by = step; ; by += step) {
    const [next, other] = [a.trail[a.position + by], b.trail[b.position + by]];
    if (!next || !other) return 0;
    if (next.lane === other.lane && next.to.key === other.to.key) continue;
    const shared = a.trail[a.position + by - step]!;
    return step * (turn(shared, next, step) - turn(shared, other, step));
  }
}

/** Angle from one segment to the next, positive to the right; backward in time of travel when `step` is -1. */
function turn(from: TrailSegment, to: TrailSegment, step: 1 | -1): number {
  const [ax, ay] = headingOf(from, step);
  const [bx, by] = headingOf(to, step);
  return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
}

function headingOf({ from, to, bow }: TrailSegment, step: 1 | -1): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const middle: Point = [dx / 2 + (dy / length) * bow, dy / 2 - (dx / length) * bow];
  return step === 1 ? middle : [middle[0] - dx, middle[1] - dy];
}

/** A trail as SVG path data. @param shifts of its segments, px */
export function trailPath(trail: Trail, shifts: readonly number[]): string {
  return trail
    .map((segment, i) => {
      const { path } = shiftedArrow(segment, shifts[i]!);
      return i === 0 ? path : path.replace("M", "L");
    })
    .join("");
}

/** From centre to centre: what lies under a node is hidden by it. */
export function shiftedArrow({ from, to, bow }: TrailSegment, shift: number) {
  const at = ({ x, y }: { x: number; y: number }) => ({ x: px(x), y: px(y), radius: 0 });
  return arrowBetween(at(from), at(to), { shift, bow });
}
