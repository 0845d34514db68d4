/** One row for each path: its product of partial derivatives, the same in numbers, and what it comes to. */
import { formatNumber, type NumericSeries } from "../../trace/index.js";
import { numberTex } from "../inspector/numberTex.js";
import { type DecodedPath, type DecodedPaths, type PathFactor, pathText } from "./decodedPaths.js";
import { type Arrangement, arrangementOf, numbersFit } from "./rowWidths.js";
import { shortened } from "./shortened.js";
import { isWritten, matrixTex, ROUNDED, ROUNDED_MATRIX, sizeOf, type ValueFormat, valueFormat } from "./valueFormat.js";

export interface PathRow {
  readonly index: number;
  /** The product as TeX, its middle left out when it is long; and in full. */
  readonly symbols: string;
  readonly allSymbols: string;
  /** The product in numbers as TeX; null when it is too wide, and when its factors are too large to be written at all. */
  readonly numbers: string | null;
  readonly allNumbers: string | null;
  /** In place of numbers, the norms of the factors as TeX: their product bounds the norm of the value. */
  readonly bound: string | null;
  /** What the path comes to, as TeX: a number, a matrix, or its norm. */
  readonly value: string;
  /** `E[3] → o[3] → h[3] → W_hx`. */
  readonly text: string;
  /** The value, or its norm, in words of numbers. */
  readonly valueText: string;
}

export interface PathRows {
  readonly rows: readonly PathRow[];
  readonly arrangement: Arrangement;
}

/** @param width px of a whole row */
export function pathRows(decoded: DecodedPaths, width: number): PathRows {
  const format = formatOf(decoded);
  const sum = valueTexOf(decoded.sum, decoded.sumNorm, format);
  const rows = decoded.paths.map((path): PathRow => {
    const value = valueTexOf(path.value, path.norm, format);
    return {
      index: path.index,
      symbols: symbolsOf(path, decoded, true),
      allSymbols: symbolsOf(path, decoded, false),
      ...numbersOf(path, decoded, (numbers) => numbersFit(numbers, sum, width)),
      value,
      text: pathText(path.nodes),
      valueText: path.value?.data.length === 1 ? formatNumber(path.value.data[0]!, 6) : formatNumber(path.norm, 3),
    };
  });
  return { rows, arrangement: arrangementOf(decoded, rows, width) };
}

/** All values of one picture are written alike, so that they can be added by eye. */
export const formatOf = ({ paths, sum, gradient }: DecodedPaths): ValueFormat =>
  valueFormat([...paths.map(({ value }) => value), sum, gradient].filter((value) => value !== null));

const symbolsOf = ({ factors }: DecodedPath, { divisor }: DecodedPaths, isShort: boolean): string =>
  product(
    factors.map(({ tex }) => tex),
    divisor === null ? null : "\\frac{1}{T}",
    isShort,
  );

/** @param first what stands before the partial derivatives; null for nothing */
function product(factors: readonly string[], first: string | null, isShort: boolean): string {
  const { head, tail } = isShort ? shortened(factors) : { head: factors, tail: [] };
  const start = times(first === null ? head : [first, ...head]);
  return tail.length > 0 ? `${start} \\cdots ${times(tail)}` : start;
}

const times = (factors: readonly string[]) => factors.join(" \\cdot ");

/** The numbers are written where they fit on one line, and in full when one asks; else the norms stand for them. */
function numbersOf(
  path: DecodedPath,
  { divisor }: DecodedPaths,
  fits: (numbers: string) => boolean,
): Pick<PathRow, "numbers" | "allNumbers" | "bound"> {
  const first = divisor === null ? null : `\\frac{1}{${divisor}}`;
  const bound = boundOf(path, first);
  if (!path.factors.every(({ value }) => value && isWritten(value))) return { numbers: null, allNumbers: null, bound };
  const written = path.factors.map(numberOf);
  const [numbers, allNumbers] = [product(written, first, true), product(written, first, false)];
  return fits(numbers) ? { numbers, allNumbers, bound: null } : { numbers: null, allNumbers, bound };
}

/** A negative number stands between brackets: a minus after a dot is no operation. */
function numberOf({ value }: PathFactor): string {
  const tex = matrixTex(value!, value!.data.length > 1 ? ROUNDED_MATRIX : ROUNDED);
  return tex.startsWith("-") ? `(${tex})` : tex;
}

function boundOf({ factors }: DecodedPath, first: string | null): string | null {
  const norms = factors.flatMap(({ norm }) => norm ?? []);
  return norms.length < factors.length
    ? null
    : `\\lVert\\cdot\\rVert \\le ${product(norms.map(numberTex), first, true)}`;
}

/** A number or a matrix; the norm of what is too large. */
export const valueTexOf = (value: NumericSeries | null, norm: number, format: ValueFormat): string =>
  value && isWritten(value) ? gradientTex(value, format) : `\\lVert\\cdot\\rVert = ${numberTex(norm)}`;

/** The gradient by a vector is a row, and written as one; that by a matrix has the shape of the matrix. */
function gradientTex(value: NumericSeries, format: ValueFormat): string {
  const [rows, columns] = sizeOf(value);
  if (columns > 1 || rows === 1) return matrixTex(value, format);
  return `${matrixTex({ ...value, shape: [1, rows] }, format)}^{\\top}`;
}
