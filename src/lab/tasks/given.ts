import { csvParseRows } from "d3-dsv";
import { type Batch, DataError, OptionError } from "../../engine/index.js";
import { decodeNumbers } from "./common.js";
import type { Task } from "./task.js";

/**
 * Batches of your own, taken in turn: `tasks.sequences([{ x: [[…], …], target: [[…], …] }])`.
 * @throws DataError when there is none
 */
export function sequences(batches: readonly Batch[]): Task {
  const first = batches[0];
  if (!first) throw new DataError("tasks.sequences needs at least one { x: …, target: … }");
  let turn = 0;
  const width = (data: unknown): number => (Array.isArray(data) && Array.isArray(data[0]) ? data[0].length : 1);
  return {
    name: "sequences",
    description: `${batches.length} given ${batches.length === 1 ? "sequence" : "sequences"}.`,
    size: width(first.x),
    sizes: { x: width(first.x), target: width(first.target) },
    length: batches.length === 1 && Array.isArray(first.x) ? first.x.length : null,
    fixed: batches.length === 1,
    stateful: false,
    batch: () => batches[turn++ % batches.length]!,
    decode: decodeNumbers,
    tokens: () => ({}),
  };
}

export interface CsvOptions {
  /** Columns that are the input, by their names in the first row. */
  readonly x: readonly string[];
  readonly target: readonly string[];
}

/**
 * A table in CSV whose rows are the time steps; the first row names the columns.
 * @throws DataError naming row and column of what is no number; OptionError for a column that is not there
 */
export function csv(content: string, { x, target }: CsvOptions): Task {
  const [header = [], ...rows] = csvParseRows(content.trim());
  if (rows.length === 0) throw new DataError("tasks.csv found no rows below the header");
  const columns = (names: readonly string[]): number[][] =>
    rows.map((row, r) => names.map((name) => cell(header, row, r, name)));
  const batch: Batch = { x: columns(x), target: columns(target) };
  const perStep = variance(batch.target as number[][]);
  return {
    ...sequences([batch]),
    name: "csv",
    description: `${rows.length} rows; ${x.join(", ")} → ${target.join(", ")}.`,
    baseline: {
      total: perStep * rows.length,
      perStep,
      formula: "variance of the target",
      meaning: "always the target's mean",
    },
  };
}

function cell(header: readonly string[], row: readonly string[], r: number, name: string): number {
  const column = header.indexOf(name);
  if (column < 0) throw new OptionError(`tasks.csv: there is no column ${name}; there are ${header.join(", ")}`);
  const value = row[column]?.trim() ?? "";
  const number = Number(value);
  if (value !== "" && Number.isFinite(number)) return number;
  throw new DataError(`tasks.csv: row ${r + 2}, column ${name} is ${JSON.stringify(value)}, expected a number`);
}

/** Summed over the columns. */
function variance(rows: readonly (readonly number[])[]): number {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, j) => {
    const values = rows.map((row) => row[j]!);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  }).reduce((a, b) => a + b, 0);
}
