/** What the rows of the static picture say, and where their columns stand. */
import { plain, type Run, textWidth } from "../panels/text.js";
import type { DecodedPath } from "./decodedPaths.js";
import type { PathsModel } from "./pathsModel.js";
import { boundRuns, numberRuns, symbolRuns, valueLine } from "./productRuns.js";
import { formatOf } from "./rowsModel.js";

/** px */
export const SHEET = { margin: 12, textLeft: 68, size: 13 } as const;
const GAP = 20;
/** Rows that a still picture holds; nobody can ask it for more. */
const MOST_ROWS = 24;

/** What stands for a product's numbers, and whether it is only a bound. */
export interface SheetRow {
  readonly path: DecodedPath;
  readonly symbols: readonly Run[];
  readonly numbers: readonly Run[] | null;
  readonly bound: readonly Run[] | null;
  readonly value: string;
}

export interface SheetRows {
  readonly rows: readonly SheetRow[];
  /** Left end of the numbers, px. */
  readonly numbers: number;
  /** Whether numbers stand under the symbols. */
  readonly isStacked: boolean;
  /** Right end of the values, px. */
  readonly end: number;
}

/** Numbers that have no room beside their symbols stand under them; where they find none there either, their bound does. */
export function sheetRows({ decoded }: PathsModel, width: number): SheetRows {
  const format = formatOf(decoded);
  const room = width - SHEET.margin;
  const rows = decoded.paths.slice(0, MOST_ROWS).map((path): SheetRow => {
    const numbers = numberRuns(path, decoded);
    const fits = numbers !== null && SHEET.textLeft + textWidth(numbers, SHEET.size) <= room;
    const symbols = symbolRuns(path, decoded);
    const value = valueLine(path.value, path.norm, format);
    return {
      path,
      symbols,
      value,
      ...(fits ? { numbers, bound: null } : { numbers: null, bound: boundRuns(path, decoded) }),
    };
  });
  const widest = (of: (row: SheetRow) => readonly Run[]) =>
    Math.max(0, ...rows.map((row) => textWidth(of(row), SHEET.size)));
  const numbers = SHEET.textLeft + widest(({ symbols }) => symbols) + GAP;
  const values = GAP + widest(({ value }) => plain(value));
  const besides = numbers + widest((row) => row.numbers ?? row.bound ?? []) + values;
  const isStacked = besides > room;
  return { rows, numbers, isStacked, end: Math.min(room, Math.max(isStacked ? numbers + values : besides, 420)) };
}
