/** The nodes and arrows of the graph that can be asked which paths pass. */
import { shiftedArrow } from "./lanes.js";
import type { Trail, TrailSegment } from "./trail.js";

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

/** In the order in which paths come to them. */
export function stopsOf(trails: readonly Trail[]): Stop[] {
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
