/** A gradient check as the rows of a table, and what is said below it. */
import { decodeSeries, formatNumber, groupThousands, type Payload } from "../../trace/index.js";
import { claimSentence } from "./claimSentence.js";
import { numberPair } from "./numberPair.js";
import type { CheckWords, Place } from "./words.js";

export type GradientCheckPayload = Extract<Payload, { view: "gradientCheck" }>;

export interface CheckRow {
  readonly name: string;
  readonly tex: string;
  /** `16 × 6`; of a vector its length. */
  readonly size: string;
  /** Largest relative difference. */
  readonly difference: string;
  /** `t = 2, row 1, column 3`; a dash for the only number that there is. */
  readonly place: string;
  /** What stands there: the number that was checked, and backpropagation's. */
  readonly checked: string;
  readonly backpropagated: string;
  readonly result: "pass" | "fail";
}

/** What is said of one row, and its time steps where they can be drawn. */
export interface CheckRemark {
  readonly name: string;
  readonly sentence: string;
  /** Whether the claim agrees, by time step; null without time or when there are too many to be drawn. [T] */
  readonly agrees: readonly boolean[] | null;
}

/** Time steps that are drawn at most. */
const DRAWN = 40;

type Row = GradientCheckPayload["rows"][number];

const isWithin = (difference: number | null, tolerance: number) => difference !== null && difference <= tolerance;

export function checkRows({ rows, tolerance }: GradientCheckPayload, words: CheckWords): CheckRow[] {
  return rows.map((row) => {
    const passes = isWithin(row.difference, tolerance);
    const { data } = decodeSeries(row.pair);
    const [checked, backpropagated] = numberPair(data[0]!, data[1]!, passes);
    return {
      name: row.name,
      tex: row.tex,
      size: row.columns === 1 ? String(row.rows) : `${row.rows} × ${row.columns}`,
      difference: row.difference === null ? words.notFinite : formatNumber(row.difference, 2),
      place: words.at(placeOf(row)) || "–",
      checked,
      backpropagated,
      result: passes ? "pass" : "fail",
    };
  });
}

/** A vector's entry is told by its row; a single number has neither row nor column. */
const placeOf = ({ rows, columns, worst }: Row): Place => ({
  time: worst.time,
  row: rows === 1 && columns === 1 ? null : worst.row,
  column: columns === 1 ? null : worst.column,
});

/** What was compared with what, what differences are relative to, and how many entries were checked if not all. */
export function checkCaption({ against, tolerance, measure, rows }: GradientCheckPayload, words: CheckWords): string {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const all = sum((row) => row.rows * row.columns);
  const checked = sum((row) => row.checked ?? row.rows * row.columns);
  return [
    words.caption[against](formatNumber(tolerance)),
    measure === undefined ? "" : words.measure[against],
    checked < all ? words.sampled(groupThousands(checked), groupThousands(all)) : "",
  ]
    .filter(Boolean)
    .join(words.betweenSentences);
}

/** Headings of the table, in the order of {@link checkCells}. */
export function checkHeadings({ against }: GradientCheckPayload, words: CheckWords): string[] {
  const { name, size, difference, place, checked, backpropagated, result } = words;
  const pair = [checked[against], backpropagated];
  return [name[against], size, difference, place[against], ...(against === "formulas" ? pair : pair.reverse()), result];
}

/** The cells of a row but for its name and its result. Central differences are the judge and stand second. */
export function checkCells(row: CheckRow, { against }: GradientCheckPayload): string[] {
  const pair = [row.checked, row.backpropagated];
  return [row.size, row.difference, row.place, ...(against === "formulas" ? pair : pair.reverse())];
}

/** A remark for each claim that has time steps, and for each number that is not finite. */
export function checkRemarks(payload: GradientCheckPayload, words: CheckWords): CheckRemark[] {
  const { rows, timeSteps, tolerance, against } = payload;
  return rows.flatMap((row) => {
    const differing = row.differing === undefined ? null : [...decodeSeries(row.differing).data];
    const [checked, backpropagated] = decodeSeries(row.pair).data as unknown as [number, number];
    const claim = { ...row, differing, timeSteps, tolerance, against, checked, backpropagated, place: placeOf(row) };
    const sentence = claimSentence(claim, words);
    const isDrawn = differing !== null && timeSteps > 1 && timeSteps <= DRAWN;
    const agrees = isDrawn ? Array.from({ length: timeSteps }, (_, i) => !differing.includes(i + 1)) : null;
    return sentence === "" ? [] : [{ name: row.name, sentence, agrees }];
  });
}

/** Whether all agree, and which do not. */
export function checkVerdict({ rows, tolerance, against }: GradientCheckPayload, words: CheckWords): string {
  const failed = rows.filter(({ difference }) => !isWithin(difference, tolerance));
  return failed.length === 0
    ? words.allPass[against](rows.length)
    : words.someFail[against](failed.map(({ name }) => name));
}
