/** The results as text, and as Markdown tables. */
import { table } from "../versus/tables.js";
import { nameOf } from "./cases.js";
import { type Gain, gainOf, isWorth, type Largest, type Measured, medianOf, type Results } from "./results.js";
import type { Rewriting } from "./rewriting.js";

const NONE = "–";

const ratioText = (ratio: number): string => ratio.toFixed(2);
const largestText = (largest: Largest | undefined): string =>
  largest ? `${ratioText(largest.ratio)}: ${largest.name}` : NONE;
const meanText = ({ mean, between: [low, high] }: Gain): string =>
  `${mean.toFixed(3)} (${low.toFixed(3)}…${high.toFixed(3)})`;

/** For the terminal. */
export function gainText(name: string, gain: Gain): string {
  const [ofClass, ofAll] = [gain.largestForClass, gain.largest].map(largestText);
  return `${isWorth(gain) ? "worth it    " : "not worth it"} ${name}: ${meanText(gain)}, class ${ofClass}, all ${ofAll}`;
}

const HEAD = ["rewriting", "what it does", "geometric mean", "at most, in a lesson or a class", "at most, of all"];

function gainRow({ name, what }: Pick<Rewriting, "name" | "what">, gain: Gain, verdict: string): string[] {
  return [name, what, meanText(gain), largestText(gain.largestForClass), largestText(gain.largest), verdict];
}

/** Those that are there. */
export function keptTable(rewritings: readonly Rewriting[], { rewritings: measured }: Results): string {
  const rows = rewritings.map((rewriting) => {
    const of = measured[rewriting.name] ?? [];
    if (of.length === 0) return [rewriting.name, rewriting.what, NONE, NONE, NONE, "not measured"];
    const gain = gainOf(of);
    return gainRow(rewriting, gain, rewriting.verdict ?? (isWorth(gain) ? "kept" : "kept with others, see below"));
  });
  return table([...HEAD, ""], rows);
}

/** One that was deleted, with what it gained while it was there. */
export interface Deleted extends Pick<Rewriting, "name" | "what"> {
  /** The geometric mean of the cases. */
  readonly mean: number;
  readonly largest: Largest;
}

export function deletedTable(deleted: readonly Deleted[]): string {
  return table(
    ["rewriting", "what it did", "geometric mean", "at most"],
    deleted.map(({ name, what, mean, largest }) => [name, what, mean.toFixed(3), largestText(largest)]),
  );
}

export function beforeTable(measured: readonly Measured[]): string {
  const rows = measured.map((of) => {
    const [low, high] = [Math.min(...of.ratios), Math.max(...of.ratios)];
    return [nameOf(of.one), `${ratioText(medianOf(of))} (${ratioText(low)}…${ratioText(high)})`];
  });
  return table(["network (H, I = O, T, B)", "now ÷ before"], rows);
}
