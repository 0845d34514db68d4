/** Numbers as people read them. */
import type { Run } from "./text.js";

const MINUS = "−";

/** Powers of ten outside these are written as such. */
const SMALLEST = 1e-3;
const LARGEST = 1e5;

/** Three significant digits: `1.79`, `0.0512`, `12,300`, `3.2×10⁻⁷`; `∞`, `−∞` and `NaN` by name. */
export function numberRuns(value: number): Run[] {
  if (!Number.isFinite(value)) return [{ text: nonFiniteName(value) }];
  const size = Math.abs(value);
  if (size !== 0 && (size < SMALLEST || size >= LARGEST)) return powerRuns(value);
  return [{ text: fixed(value) }];
}

/** The same in one string, for screen readers: `3.2e-7`. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return nonFiniteName(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < SMALLEST || size >= LARGEST)) return value.toExponential(1);
  return fixed(value);
}

/** `∞`, `−∞` or `NaN`. */
export const nonFiniteName = (value: number): string => (Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : `${MINUS}∞`);

function fixed(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return sign + size.toFixed(decimals).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
}

function powerRuns(value: number): Run[] {
  const [mantissa = "", exponent = ""] = value.toExponential(1).split("e");
  return [{ text: `${mantissa.replace("-", MINUS)}×10` }, { text: signed(Number(exponent)), shift: "sup" }];
}

/** 10^exponent; `1` and `10` are written out. */
export function powerOfTen(exponent: number): Run[] {
  if (exponent === 0 || exponent === 1) return [{ text: String(10 ** exponent) }];
  return [{ text: "10" }, { text: signed(exponent), shift: "sup" }];
}

const signed = (exponent: number) => (exponent < 0 ? `${MINUS}${-exponent}` : String(exponent));

/** Whole numbers with separators: `1,383`. */
export const countText = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
