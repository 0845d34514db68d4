/** Numbers under one another as in a sum done by hand: all with the same decimals, so that their points line up. */
import { formatNumber, type NumericSeries, superscript } from "../../trace/index.js";

/** How the numbers of one column are written. */
export interface ValueFormat {
  /** Digits after the point; null when the numbers are too large or too small for it. */
  readonly decimals: number | null;
  /** Digits that the largest number has. */
  readonly significant: number;
}

/** Factors are not added: each is written as short as it can be. */
export const ROUNDED: ValueFormat = { decimals: null, significant: 4 };
export const ROUNDED_MATRIX: ValueFormat = { decimals: null, significant: 3 };

/** Significant digits of the largest number: of single numbers, and of those in a matrix. */
const DIGITS = { scalar: 7, matrix: 4 };
/** A number that would keep fewer significant digits is written with a power of ten instead. */
const FEWEST = 2;
const LARGEST_POWER = 5;
const SMALLEST_POWER = -5;

/** @param values that are to be written alike */
export function valueFormat(values: readonly NumericSeries[]): ValueFormat {
  const isScalar = values.every(({ data }) => data.length === 1);
  const significant = isScalar ? DIGITS.scalar : DIGITS.matrix;
  const largest = Math.max(0, ...values.flatMap(({ data }) => Array.from(data, finiteSize)));
  const power = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  const isPlain = power <= LARGEST_POWER && power >= SMALLEST_POWER;
  return { decimals: isPlain ? Math.max(0, significant - 1 - power) : null, significant };
}

const finiteSize = (value: number) => (Number.isFinite(value) ? Math.abs(value) : 0);

/** One number: `2.508660`, `−0.190194`, `3.1×10⁻⁹`, `∞`. */
export function valueText(value: number, { decimals, significant }: ValueFormat): string {
  if (!Number.isFinite(value) || value === 0 || decimals === null) return formatNumber(value, significant);
  const keepsDigits = Math.abs(value) >= 10 ** (FEWEST - 1 - decimals);
  return keepsDigits ? rounded(value, decimals) : formatNumber(value, 3);
}

/** The same as TeX. */
export const valueTex = (value: number, format: ValueFormat): string => texOf(valueText(value, format));

function texOf(text: string): string {
  const [mantissa, power] = text.split("×10");
  const plain = mantissa!.replace("−", "-").replace("∞", "\\infty ").replace("NaN", "\\mathrm{NaN}");
  const grouped = plain.replaceAll(",", "{,}");
  return power === undefined ? grouped : `${grouped}{\\times}10^{${digitsOf(power)}}`;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const digitsOf = (power: string) =>
  [...power].map((character) => (character === "⁻" ? "-" : SUPERSCRIPTS.indexOf(character))).join("");

/** Rows and columns up to which a matrix is written out. */
const MOST_ROWS = 4;
const MOST_COLUMNS = 4;

/** Rows and columns of a value; a single row for a shape of one number. */
export const sizeOf = ({ shape }: NumericSeries): readonly [number, number] => [shape[0] ?? 1, shape[1] ?? 1];

/** Whether it is small enough to be written out in full. */
export function isWritten(value: NumericSeries): boolean {
  const [rows, columns] = sizeOf(value);
  return rows <= MOST_ROWS && columns <= MOST_COLUMNS;
}

/** A number, or a matrix between brackets; one of small numbers has its power of ten before it, one of zeros is a bold 0. */
export function matrixTex(value: NumericSeries, format: ValueFormat): string {
  if (value.data.length === 1) return valueTex(value.data[0]!, format);
  if (isZero(value)) return "\\mathbf{0}";
  const { power, write } = scaled(value, format);
  const lines = rowsOf(value).map((row) => Array.from(row, (entry) => texOf(write(entry))).join("&"));
  const matrix = `\\begin{bmatrix}${lines.join("\\\\")}\\end{bmatrix}`;
  return power === null ? matrix : `10^{${power}}\\,${matrix}`;
}

/** The same on one line: `[1 2; 3 4]`. */
export function matrixText(value: NumericSeries, format: ValueFormat): string {
  if (value.data.length === 1 || isZero(value)) return valueText(value.data[0]!, format);
  const { power, write } = scaled(value, format);
  const matrix = `[${rowsOf(value)
    .map((row) => Array.from(row, write).join(" "))
    .join("; ")}]`;
  return power === null ? matrix : `10${superscript(power)}·${matrix}`;
}

const isZero = ({ data }: NumericSeries) => data.every((entry) => entry === 0);

/** Entries of one matrix have the same decimals; where the common ones would lose them, a power of ten is taken out. */
function scaled(
  { data }: NumericSeries,
  format: ValueFormat,
): { power: number | null; write: (entry: number) => string } {
  const { decimals } = format;
  const largest = Math.max(...Array.from(data, finiteSize));
  const fixed = (digits: number, by: number) => (entry: number) =>
    !Number.isFinite(entry) || entry === 0 ? formatNumber(entry) : rounded(entry / by, digits);
  if (decimals === null) return { power: null, write: (entry) => valueText(entry, format) };
  if (largest >= 10 ** (FEWEST - 1 - decimals)) return { power: null, write: fixed(decimals, 1) };
  const power = Math.floor(Math.log10(largest));
  return { power, write: fixed(2, 10 ** power) };
}

/** `−0.20`; what is rounded to nothing has no sign. */
const rounded = (value: number, digits: number) =>
  value
    .toFixed(digits)
    .replace(/^-(?=0*\.?0*$)/, "")
    .replace("-", "−");

function rowsOf(value: NumericSeries): NumericSeries["data"][] {
  const [rows, columns] = sizeOf(value);
  return Array.from({ length: rows }, (_, i) => value.data.subarray(i * columns, (i + 1) * columns));
}
