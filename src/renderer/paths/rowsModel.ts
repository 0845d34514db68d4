/** One row for each path: its product of partial derivatives, the same in numbers, and what it comes to. */
import { formatNumber, type NumericSeries } from "../../trace/index.js";
import { numberTex } from "../inspector/numberTex.js";
import { type DecodedPath, type DecodedPaths, type PathFactor, pathText } from "./decodedPaths.js";
import { isWritten, matrixTex, ROUNDED, ROUNDED_MATRIX, sizeOf, type ValueFormat, valueFormat } from "./valueFormat.js";

export interface PathRow {
  readonly index: number;
  /** The product as TeX, its middle left out when it is long; and in full. */
  readonly symbols: string;
  readonly allSymbols: string;
  /** The product in numbers as TeX; null when it is too wide, and when its factors are too large to be written at all. */
  readonly numbers: string | null;
  readonly allNumbers: string | null;
  /** Norms of the factors as TeX, in place of numbers: their product bounds the norm of the value. */
  readonly norms: string | null;
  /** What the path comes to, as TeX: a number, a matrix, or its norm. */
  readonly value: string;
  /** `E[3] → o[3] → h[3] → W_hx`. */
  readonly text: string;
  /** The value, or its norm, in words of numbers. */
  readonly valueText: string;
}

/** More factors than this are written with their middle left out. */
const MOST_FACTORS = 7;
const FIRST = 4;
const LAST = 2;

/** @param width px of the whole row */
export function pathRows(decoded: DecodedPaths, width: number): PathRow[] {
  const format = formatOf(decoded);
  const room = width - SWATCH - valueWidth(decoded.paths);
  return decoded.paths.map((path) => ({
    index: path.index,
    symbols: product(path.factors, symbolOf, true),
    allSymbols: product(path.factors, symbolOf, false),
    ...numbersOf(path, room),
    value: valueTexOf(path, format),
    text: pathText(path.nodes),
    valueText: path.value?.data.length === 1 ? formatNumber(path.value.data[0]!, 6) : formatNumber(path.norm, 3),
  }));
}

/** All values of one picture are written alike, so that they can be added by eye. */
export const formatOf = ({ paths, sum, gradient }: DecodedPaths): ValueFormat =>
  valueFormat([...paths.map(({ value }) => value), sum, gradient].filter((value) => value !== null));

const symbolOf = ({ tex }: PathFactor) => tex;

function product(factors: readonly PathFactor[], write: (factor: PathFactor) => string, isShort: boolean): string {
  const all = factors.map(write);
  if (!isShort || all.length <= MOST_FACTORS) return times(all);
  return `${times(all.slice(0, FIRST))} \\cdots ${times(all.slice(-LAST))}`;
}

const times = (factors: readonly string[]) => factors.join(" \\cdot ");

/** The numbers are written where they fit on one line, and in full when one asks; else the norms stand for them. */
function numbersOf({ factors }: DecodedPath, room: number): Pick<PathRow, "numbers" | "allNumbers" | "norms"> {
  const isKnown = factors.every(({ value }) => value !== null);
  const isShown = factors.every(({ value }) => value && isWritten(value));
  const fits = isShown && widthOf(factors, numberWidth) <= room;
  return {
    numbers: fits ? product(factors, numberOf, true) : null,
    allNumbers: isShown ? product(factors, numberOf, false) : null,
    norms: isKnown && !fits ? product(factors, normOf, true) : null,
  };
}

/** A negative number stands between brackets: a minus after a dot is no operation. */
function numberOf({ value }: PathFactor): string {
  const tex = matrixTex(value!, value!.data.length > 1 ? ROUNDED_MATRIX : ROUNDED);
  return tex.startsWith("-") ? `(${tex})` : tex;
}

const normOf = ({ value }: PathFactor) => numberTex(Math.hypot(...value!.data));

const valueTexOf = ({ value, norm }: Pick<DecodedPath, "value" | "norm">, format: ValueFormat): string =>
  value && isWritten(value) ? gradientTex(value, format) : normTex(norm);

/** The gradient by a vector is a row, and written as one; that by a matrix has the shape of the matrix. */
export function gradientTex(value: NumericSeries, format: ValueFormat): string {
  const [rows, columns] = sizeOf(value);
  if (columns > 1 || rows === 1) return matrixTex(value, format);
  return `${matrixTex({ ...value, shape: [1, rows] }, format)}^{\\top}`;
}

/** A norm, marked as one. */
export const normTex = (norm: number): string => `\\lVert\\cdot\\rVert = ${numberTex(norm)}`;

/** Estimated width of the widest row on one line, px: enough to choose between beside and below. */
export function rowWidth({ paths }: DecodedPaths, rows: readonly PathRow[]): number {
  const widest = (of: (factor: PathFactor) => number) =>
    Math.max(0, ...paths.map(({ factors }) => widthOf(factors, of)));
  const hasNumbers = rows.some(({ numbers, norms }) => numbers ?? norms);
  return SWATCH + widest(symbolWidth) + (hasNumbers ? widest(numberWidth) : 0) + valueWidth(paths);
}

const widthOf = (factors: readonly PathFactor[], of: (factor: PathFactor) => number): number =>
  shownFactors(factors).reduce((sum, factor) => sum + of(factor) + GAP, 0);

const GAP = 12;
/** Swatch and the spaces between the columns. */
const SWATCH = 130;
const shownFactors = (factors: readonly PathFactor[]) =>
  factors.length > MOST_FACTORS ? factors.slice(0, FIRST + LAST + 1) : factors;

/** The longer of numerator and denominator, about half of all letters. */
function symbolWidth({ tex }: PathFactor): number {
  const letters = tex
    .replace(/\\partial/g, "d")
    .replace(/\\[a-z]+/gi, "")
    .replace(/[{}_\s]/g, "");
  return 10 + (letters.length / 2) * 7;
}

const numberWidth = ({ value }: PathFactor): number =>
  value && isWritten(value) && value.data.length > 1 ? 14 + 48 * sizeOf(value)[1] : 36;

const valueWidth = ([first]: readonly DecodedPath[]): number =>
  first?.value && isWritten(first.value) && first.value.data.length > 1
    ? 40 + 68 * Math.max(...sizeOf(first.value))
    : 110;
