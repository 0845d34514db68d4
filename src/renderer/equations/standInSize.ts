/** The place that a formula will take, before it is set. */
import { texWidth } from "../derivation/texWidth.js";

/** em: of a line, of a fraction that stands in full size, of a row of a matrix, and above and below its rows. */
const LINE = 1;
const FRACTION = 2.1;
const ROW = 1.2;
const MATRIX = /\\begin\{\w+\}((?:(?!\\begin).)*?)\\end\{\w+\}/gs;

/** Estimated width and height of a formula, in its own em. */
export function standInSize(tex: string): { readonly width: number; readonly height: number } {
  const rows = [...tex.matchAll(MATRIX)].map(([, inner]) => inner!.split("\\\\").length * ROW);
  const line = /\\d?frac|\\displaystyle/.test(tex) ? FRACTION : LINE;
  return { width: Math.round(texWidth(tex) * 10) / 10, height: Math.max(line, ...rows) };
}
