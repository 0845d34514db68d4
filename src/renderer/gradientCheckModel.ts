/** A gradient check as the rows of a table. */
import { formatNumber, type Payload } from "../trace/index.js";
import type { Strings } from "./strings.js";

type GradientCheckPayload = Extract<Payload, { view: "gradientCheck" }>;

export interface CheckRow {
  readonly name: string;
  readonly tex: string;
  /** `16 × 6`. */
  readonly size: string;
  readonly difference: string;
  /** The entry that differs most, `W[3, 4]`. */
  readonly worst: string;
  readonly result: "pass" | "fail" | "notChecked";
}

export function checkRows({ rows, tolerance }: GradientCheckPayload): CheckRow[] {
  return rows.map(({ name, tex, rows: height, columns, difference, worst }) => ({
    name,
    tex,
    size: columns === 1 ? String(height) : `${height} × ${columns}`,
    difference: difference === null ? "–" : formatNumber(difference, 2),
    worst,
    result: difference === null ? "notChecked" : difference <= tolerance ? "pass" : "fail",
  }));
}

/** Whether all agree, and which do not. */
export function verdictOf(payload: GradientCheckPayload, strings: Strings): string {
  const failed = checkRows(payload).filter((row) => row.result === "fail");
  return failed.length === 0 ? strings.allPass : strings.someFail(failed.map((row) => row.name).join(", "));
}
