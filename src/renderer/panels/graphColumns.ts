/** Which columns the graph shows and where: all of them, or the ends and those around the cursor with gaps between. */
import type { Layout } from "../layout.js";

/** A shown column, or the columns left out between two shown ones (indices, both included). */
export type Slot =
  | { readonly kind: "column"; readonly column: number; readonly x: number }
  | { readonly kind: "gap"; readonly from: number; readonly to: number; readonly x: number };

export interface GraphColumns {
  readonly slots: readonly Slot[];
  /** Distance of two neighbouring slots, px. */
  readonly spacing: number;
  /** Centre of a shown column; undefined when it is left out. */
  readonly xOf: (column: number) => number | undefined;
}

/** @param cursor the column that must be shown */
export function graphColumns(layout: Layout, cursor: number): GraphColumns {
  if (layout.graphMode !== "collapsed") return allColumns(layout);
  const count = Math.max(5, Math.floor(layout.band.width / layout.graph.slot));
  const kept = collapsed(layout.columns, count, cursor);
  const spacing = layout.band.width / kept.length;
  const slots = kept.map((slot, i) => ({ ...slot, x: layout.band.x + (i + 0.5) * spacing }));
  return { slots, spacing, xOf: (column) => slots.find((slot) => slot.kind === "column" && slot.column === column)?.x };
}

function allColumns({ columns, columnWidth, xOf }: Layout): GraphColumns {
  const slots = Array.from({ length: columns }, (_, column) => ({ kind: "column" as const, column, x: xOf(column) }));
  return { slots, spacing: columnWidth, xOf: (column) => slots[column]?.x };
}

type Kept = { kind: "column"; column: number } | { kind: "gap"; from: number; to: number };

/** At most `count` slots: the first and the last column, a window about the cursor, and a gap wherever columns are missing. */
function collapsed(columns: number, count: number, cursor: number): Kept[] {
  if (columns <= count) return Array.from({ length: columns }, (_, column) => ({ kind: "column", column }));
  const window = count - 4;
  const start = Math.min(Math.max(cursor - Math.floor(window / 2), 1), columns - 1 - window);
  const shown = [0, ...Array.from({ length: window }, (_, i) => start + i), columns - 1];
  return shown.flatMap((column, i): Kept[] => {
    const before = i === 0 ? -1 : shown[i - 1]!;
    const here: Kept = { kind: "column", column };
    return column - before > 1 ? [{ kind: "gap", from: before + 1, to: column - 1 }, here] : [here];
  });
}
