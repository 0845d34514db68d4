/** How wide rows will be, estimated: enough to choose between numbers and norms, and where they stand. */
import { texWidth } from "../derivation/texWidth.js";
import type { DecodedPath, DecodedPaths, PathFactor } from "./decodedPaths.js";
import type { PathRow } from "./rowsModel.js";
import { shortened } from "./shortened.js";

/** A swatch, two equals signs, and the spaces between the columns, px. */
const SWATCH = 150;
const GAP = 12;
/** Size of numbers, px; and what an estimated em of them comes to. */
export const NUMBER_SIZE = 16;
const EM = 14.5;

/** Where the numbers of a row stand: beside its symbols, under them, or under them with the value on a third line. */
export type Arrangement = "beside" | "under" | "column";

/** Whether a product of numbers fits between the swatch and the value. @param width px of the row */
export const numbersFit = (numbers: string, value: string, width: number): boolean =>
  SWATCH + widthOf(numbers) + widthOf(value) <= width;

/** For the widest row. @param width px of a row */
export function arrangementOf(decoded: DecodedPaths, rows: readonly PathRow[], width: number): Arrangement {
  const symbols = Math.max(0, ...decoded.paths.map((path) => symbolsWidth(path, decoded)));
  const numbers = Math.max(0, ...rows.map((row) => widthOf(row.numbers ?? row.bound ?? "")));
  const values = Math.max(0, ...rows.map(({ value }) => widthOf(value)));
  if (SWATCH + symbols + numbers + values <= width) return "beside";
  return SWATCH + Math.max(symbols, numbers) + values <= width ? "under" : "column";
}

const widthOf = (tex: string): number => EM * texWidth(tex);

function symbolsWidth({ factors }: DecodedPath, { divisor }: DecodedPaths): number {
  const { head, tail } = shortened(factors);
  const others = [...(divisor === null ? [] : [2 * GAP]), ...(tail.length > 0 ? [3 * GAP] : [])];
  return [...others, ...[...head, ...tail].map(symbolWidth)].reduce((sum, width) => sum + width + GAP, 0);
}

/** The longer of numerator and denominator, about half of all letters. */
function symbolWidth({ tex }: PathFactor): number {
  const letters = tex
    .replace(/\\partial/g, "d")
    .replace(/\\[a-z]+/gi, "")
    .replace(/[{}_\s]/g, "");
  return 10 + (letters.length / 2) * 7;
}
