import { DataError, OptionError } from "../../engine/index.js";
import { checkOptions } from "../../engine/options.js";
import { shown } from "../../engine/shown.js";
import { wholeOption } from "./common.js";
import { csvRows } from "./csvRows.js";
import { sequences } from "./given.js";
import type { Task } from "./task.js";

export interface CsvOptions {
  /** Columns that are the input, by their names in the first row. */
  readonly x: readonly string[] | string;
  /** Columns that are the target. */
  readonly target: readonly string[] | string;
  /** Rows by which the target is ahead of the input: 1 to forecast the next row. Default 0. */
  readonly ahead?: number;
}

/**
 * A table in CSV whose rows are the time steps; the first row names the columns.
 * `tasks.csv(text, { x: ["price"], target: ["price"], ahead: 1 })`
 * @throws DataError naming row and column of what is no number, and a row longer or shorter than the first; OptionError for a column that
 *   is not there, or is there twice
 */
export function csv(content: string, options: CsvOptions): Task {
  checkOptions("tasks.csv", options ?? {}, ["x", "target", "ahead"]);
  if (typeof content !== "string") throw new DataError(`tasks.csv takes a text, found ${shown(content)}`);
  const [header = [], ...rows] = csvRows(content.replace(/^\uFEFF/, "").trim());
  const [x, target] = [columnsOf("x", options?.x, header), columnsOf("target", options?.target, header)];
  const ahead = wholeOption("tasks.csv", "ahead", options.ahead ?? 0, 0);
  const odd = rows.findIndex((row) => row.length !== header.length);
  if (odd >= 0)
    throw new DataError(`tasks.csv: row ${odd + 2} is ${rows[odd]!.length} wide, expected ${header.length}`);
  if (rows.length <= ahead)
    throw new DataError(`tasks.csv found ${rows.length} rows below the header, expected more than ${ahead}`);
  const table = (columns: readonly string[]): number[][] =>
    rows.map((row, r) => columns.map((name) => cell(header, row, r, name)));
  const steps = rows.length - ahead;
  const batch = { x: table(x).slice(0, steps), target: table(target).slice(ahead) };
  const perStep = variance(batch.target);
  const later = ahead === 0 ? "" : `, ${ahead} ${ahead === 1 ? "row" : "rows"} ahead`;
  return {
    ...sequences([batch]),
    name: "csv",
    description: `${rows.length} rows; ${x.join(", ")} → ${target.join(", ")}${later}.`,
    baseline: {
      total: perStep * steps,
      perStep,
      formula: `${steps} × variance of the target`,
      perStepFormula: "variance of the target",
      meaning: "always the target's mean, with a squared error",
    },
  };
}

function columnsOf(option: string, given: readonly string[] | string | undefined, header: readonly string[]): string[] {
  const columns = given === undefined ? [] : [given].flat();
  const there = `there are ${header.map((name) => name.trim()).join(", ")}`;
  if (columns.length === 0) throw new OptionError(`tasks.csv needs ${option}: the names of its columns; ${there}`);
  const countOf = (name: string): number => header.filter((column) => column.trim() === name).length;
  const wrong = columns.find((name) => countOf(name) !== 1);
  if (wrong === undefined) return columns;
  const count = countOf(wrong);
  const are = count > 1 ? `are ${count} columns of that name` : "is no such column";
  throw new OptionError(`tasks.csv: ${option} names ${shown(wrong)}, but there ${are}; ${there}`);
}

function cell(header: readonly string[], row: readonly string[], r: number, name: string): number {
  const value = row[header.findIndex((column) => column.trim() === name)]?.trim() ?? "";
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
