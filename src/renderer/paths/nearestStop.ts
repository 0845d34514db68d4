/** Arrow keys on the graph: the nearest stop in that direction. */
import type { Stop } from "./stops.js";

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A px aside counts as much as this many px ahead. */
const ASIDE = 2.5;

/** @returns null for other keys, and where nothing lies in that direction */
export function nearestStop(stops: readonly Stop[], from: Stop, key: string): Stop | null {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  const [dx, dy] = direction;
  let best: Stop | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const stop of stops) {
    const ahead = (stop.x - from.x) * dx + (stop.y - from.y) * dy;
    const aside = Math.abs((stop.x - from.x) * dy) + Math.abs((stop.y - from.y) * dx);
    const cost = ahead + ASIDE * aside;
    if (ahead < 1 || aside > 3 * ahead || cost >= least) continue;
    [best, least] = [stop, cost];
  }
  return best;
}
