/** Rails: one thin line for the parameters of a kind of arrow, which touches each of these arrows. The same W acts at every step. */
import type { Layout } from "../layout.js";
import { crossingAt, px } from "./arrowPath.js";
import type { ForwardEdge } from "./graphEdges.js";
import type { GraphOutline } from "./graphOutline.js";
import type { GraphPlaces } from "./graphPlaces.js";
import { type Label, mathName, type Run, TEXT, textWidth } from "./text.js";

export interface Rail {
  readonly parameters: readonly string[];
  readonly y: number;
  readonly x1: number;
  readonly x2: number;
  /** Where it touches an arrow: x, and how far down the touch reaches (0 on the arrow itself). */
  readonly touches: readonly { readonly x: number; readonly y: number }[];
  readonly label: Label;
}

/** Above a row's centre: the rail of its lagged arrows; below the upper row of a gap: that of the arrows through it. */
const LAG_RAIL = 9;
const GAP_RAIL = 9;
/** Between dots it keeps clear of the red band beneath the row. */
const COMPACT_GAP_RAIL = 15;

/** The rails of a graph, top first; arrows without a parameter have none. */
export function graphRails(
  outline: GraphOutline,
  places: GraphPlaces,
  forward: readonly ForwardEdge[],
  layout: Layout,
): Rail[] {
  return outline.rows.flatMap((_, row) => [...railOf(row, true), ...railOf(row, false)]).sort((a, b) => a.y - b.y);

  function railOf(row: number, lagged: boolean): Rail[] {
    const indices = outline.arrows.flatMap((arrow, i) => (arrow.to === row && isLagged(arrow) === lagged ? [i] : []));
    const onArrows = [...new Set(indices.flatMap((i) => outline.arrows[i]!.parameters))];
    const edges = forward.filter(({ arrow, dashed }) => indices.includes(arrow) && !dashed);
    if (onArrows.length === 0 || edges.length === 0) return [];
    const parameters = [...onArrows, ...biasesFor(row, lagged)];
    const below = places.detailed ? GAP_RAIL : COMPACT_GAP_RAIL;
    const y = px(places.yOf(row) + (lagged ? -places.radius - LAG_RAIL : places.radius + below));
    const touches = lagged ? lagTouches(edges, y, places) : crossings(edges, y);
    const xs = touches.map(({ x }) => x);
    const label = railLabel(parameters, y, layout);
    return [{ parameters, y, x1: px(layout.band.x - 2), x2: Math.max(...xs), touches, label }];
  }

  /** A bias stands with the recurrent parameters, or with those from below where there are none. */
  function biasesFor(row: number, lagged: boolean): readonly string[] {
    const hasLagged = outline.arrows.some(
      (arrow) => arrow.to === row && isLagged(arrow) && arrow.parameters.length > 0,
    );
    return lagged === hasLagged ? (outline.biases[row] ?? []) : [];
  }
}

const isLagged = ({ offset, fromLast }: GraphOutline["arrows"][number]) => offset !== 0 || fromLast;

/** A tick down to the middle of each arrow along a row; between dots there is no room for ticks. */
const lagTouches = (edges: readonly ForwardEdge[], y: number, { detailed }: GraphPlaces) =>
  edges.map(({ middle }) => ({ x: px(middle.x), y: detailed ? px(middle.y) : y }));

const crossings = (edges: readonly ForwardEdge[], y: number) =>
  edges.flatMap((edge) => {
    const x = crossingAt(edge, y);
    return x === undefined ? [] : [{ x: px(x), y }];
  });

function railLabel(parameters: readonly string[], y: number, { band, left, narrow }: Layout): Label {
  const room = narrow ? left.width - 10 : left.width - 16;
  return { x: band.x - 8, y: y + 4, anchor: "end", size: TEXT.small, colour: "faint", runs: listed(parameters, room) };
}

/** `U, W, +2`: as many names as fit. */
function listed(names: readonly string[], room: number): Run[] {
  for (let shown = names.length; shown > 1; shown--) {
    const rest = names.length - shown;
    const runs = joined(names.slice(0, shown), rest);
    if (textWidth(runs, TEXT.small) <= room) return runs;
  }
  return joined(names.slice(0, 1), names.length - 1);
}

const joined = (names: readonly string[], rest: number): Run[] => [
  ...names.flatMap((name, i) => [...(i > 0 ? [{ text: ", " }] : []), ...mathName(name)]),
  ...(rest > 0 ? [{ text: ` +${rest}` }] : []),
];
