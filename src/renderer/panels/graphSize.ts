/** How much room a network's graph needs: what the layout must know about it. */
import type { Network } from "../../trace/index.js";
import { type GraphOutline, graphOutline } from "./graphOutline.js";

export interface GraphSize {
  /** Distance of each row from the lowest, px; row 0 is the lowest. */
  readonly offsets: readonly number[];
  /** Width that a column with text inside its nodes needs, px. */
  readonly slot: number;
  /** Whether it can still be read with dots for nodes; otherwise columns are left out instead. */
  readonly canShrink: boolean;
}

/** Height of a gap between two rows, px: with two rails, with one, and below the losses. */
const GAPS = { two: 62, one: 50, loss: 38 };
const SLOTS = { simple: 36, crossed: 58 };

/** Px for px the same for the same network. */
export function graphSize(network: Network): GraphSize {
  const outline = graphOutline(network);
  const offsets = [0];
  for (let row = 1; row < outline.rows.length; row++) offsets.push(offsets[row - 1]! + gapBelow(outline, row));
  const isCrossed = outline.arrows.some(({ from, to, offset }) => from !== to && (offset !== 0 || to - from > 1));
  return { offsets, slot: isCrossed ? SLOTS.crossed : SLOTS.simple, canShrink: !isCrossed };
}

/** The gap between a row and the one below it: it holds the rail of the arrows that come up, and that of the lower row's own lagged arrows. */
function gapBelow({ rows, arrows }: GraphOutline, row: number): number {
  if (rows[row]!.role === "loss") return GAPS.loss;
  const hasUpward = arrows.some(({ to, offset, parameters }) => to === row && offset === 0 && parameters.length > 0);
  const hasLagged = arrows.some(
    ({ to, offset, parameters }) => to === row - 1 && offset !== 0 && parameters.length > 0,
  );
  return hasUpward && hasLagged ? GAPS.two : GAPS.one;
}
