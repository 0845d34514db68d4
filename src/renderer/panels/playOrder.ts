/** In which order a play lights the nodes: the forward pass from 0 up, the backward pass from the last down. */
import type { Playing } from "../cursor.js";
import type { GraphOutline } from "./graphOutline.js";

/** Position of the play, 0…T-1, at which a node is computed. */
export type PlayOrder = (row: number, column: number) => number;

/**
 * A layer that looks back runs left to right, one that looks ahead right to left; what reads both waits for the later.
 * @param columns T
 */
export function playOrder({ rows, arrows }: GraphOutline, columns: number): PlayOrder {
  const last = columns - 1;
  const looksAhead = rows.map((_, row) =>
    arrows.some(({ from, to, offset }) => from === row && to === row && offset > 0),
  );
  const order: PlayOrder = (row, column) => {
    if (rows[row]?.role === "input" || rows[row]?.role === "state") return looksAhead[row] ? last - column : column;
    const sources = arrows.filter(({ from, to }) => to === row && from < row && rows[from]?.role !== "input");
    const waits = sources.map(({ from, fromLast }) => (fromLast ? last : order(from, column)));
    return Math.max(rows[row]?.atLast ? last : 0, ...(waits.length > 0 ? waits : [column]));
  };
  return order;
}

/** Whether a node's value is computed. With nothing played everything is. */
export const isComputed = (playing: Playing | null, order: number): boolean =>
  playing === null || playing.phase === "backward" || order <= playing.position;

/** Whether the gradient has reached a node. With nothing played it has reached all. */
export const isReached = (playing: Playing | null, order: number): boolean =>
  playing === null || (playing.phase === "backward" && order >= playing.position);
