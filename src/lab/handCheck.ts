import { type ClaimCheck, type HandCheck, texOfName, texOfNameAt } from "../engine/index.js";
import { encodeSeries, type Payload } from "../trace/index.js";
import { words } from "./words/index.js";

type CheckPayload = Extract<Payload, { view: "gradientCheck" }>;

/** A check of formulas written by hand, as it is saved in a notebook. */
export function handCheckPayload(check: HandCheck): Payload {
  return {
    alt: altOf(check),
    view: "gradientCheck",
    against: "formulas",
    measure: "terms",
    rows: check.rows.map(rowPayload),
    timeSteps: check.timeSteps,
    tolerance: check.tolerance,
  };
}

function rowPayload(row: ClaimCheck): CheckPayload["rows"][number] {
  const { time, row: worstRow, column, yours, right } = row.worst;
  const loss = row.name.slice(1, row.name.length - row.of.length - 2);
  const of = texOfNameAt(row.of, row.at && { base: row.at, offset: 0 });
  return {
    name: row.name,
    tex: `\\frac{\\partial ${texOfName(loss)}}{\\partial ${of}}`,
    rows: row.rows,
    columns: row.columns,
    difference: finite(row.difference),
    worst: { time, row: worstRow, column },
    pair: encodeSeries([yours, right], [2]),
    ...(row.differing ? { differing: encodeSeries(row.differing, [row.differing.length]) } : {}),
    ...(row.sumDifference === null ? {} : { sumDifference: finite(row.sumDifference) }),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function altOf({ rows, passed, tolerance, largest }: HandCheck): string {
  if (passed) return words().formulasAgree(rows.length, largest.toExponential(1));
  const failed = rows.filter(({ difference }) => !(difference <= tolerance));
  return words().formulasDiffer(failed.map(({ name, worst }) => ({ name, time: worst.time })));
}
