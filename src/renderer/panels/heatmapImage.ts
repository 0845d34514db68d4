/** A large heatmap as one picture: a pixel for each column and half a px of height. Browser only. */
import type { Layout } from "../layout.js";
import { type HeatmapCells, INFINITE, LEVELS, NOT_A_NUMBER, opacityOf } from "./heatmapCells.js";
import type { StepAxis } from "./stepAxis.js";

/** Red, green, blue: 0…255. */
export type Rgb = readonly [number, number, number];

/** The colours of the pixels. */
export interface HeatmapColours {
  readonly backward: Rgb;
  readonly nonFinite: Rgb;
}

/** Codes of the pixels, row-major; where several frames share a row the strongest is shown. */
export function pixelCodes(
  { codes, frames, columns }: HeatmapCells,
  axis: StepAxis,
  layout: Layout,
): { codes: Uint8Array; rows: number } {
  const { plotTop, plotBottom } = layout.panels.heatmap!;
  const rows = Math.max(1, Math.round((plotBottom - plotTop) * 2));
  const out = new Uint8Array(rows * columns);
  for (let k = 0; k < frames; k++) {
    const [top, bottom] = axis.rowOf(k);
    const first = Math.min(rows - 1, Math.floor((top - plotTop) * 2));
    const end = Math.max(first + 1, Math.min(rows, Math.floor((bottom - plotTop) * 2)));
    for (let y = first; y < end; y++) {
      for (let i = 0; i < columns; i++) {
        const pixel = y * columns + i;
        out[pixel] = Math.max(out[pixel]!, codes[k * columns + i]!);
      }
    }
  }
  return { codes: out, rows };
}

/** Red with the level as its opacity, so that any background shows through; not-a-number is striped. [rows × columns × 4] */
export function pixels(codes: Uint8Array, columns: number, colours: HeatmapColours): Uint8ClampedArray<ArrayBuffer> {
  const plain = palette(colours, NOT_A_NUMBER_ALPHA);
  const striped = palette(colours, 1);
  const out = new Uint32Array(codes.length);
  for (let first = 0, row = 0; first < codes.length; first += columns, row++) {
    const ofRow = row % STRIPE_PERIOD < STRIPE ? striped : plain;
    const end = Math.min(first + columns, codes.length);
    for (let p = first; p < end; p++) out[p] = ofRow[codes[p]!]!;
  }
  return new Uint8ClampedArray(out.buffer);
}

/** Rows of the stripes of what is not a number, and its opacity between them. */
const STRIPE_PERIOD = 6;
const STRIPE = 2;
const NOT_A_NUMBER_ALPHA = 0.55;

/** The pixel of every code, its four bytes in the order in which they stand in an image. [256] */
function palette({ backward, nonFinite }: HeatmapColours, notANumberAlpha: number): Uint32Array {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let level = 1; level <= LEVELS; level++) bytes.set(pixel(backward, opacityOf(level)), 4 * level);
  bytes.set(pixel(nonFinite, 1), 4 * INFINITE);
  bytes.set(pixel(nonFinite, notANumberAlpha), 4 * NOT_A_NUMBER);
  return new Uint32Array(bytes.buffer);
}

const pixel = (colour: Rgb, alpha: number) => [...colour, Math.round(alpha * 255)];

/** A PNG data URL of the cells; null where the document has no canvas. */
export function heatmapImage(
  cells: HeatmapCells,
  axis: StepAxis,
  layout: Layout,
  colours: HeatmapColours,
  document: Document,
): string | null {
  const { codes, rows } = pixelCodes(cells, axis, layout);
  const canvas = document.createElement("canvas");
  canvas.width = cells.columns;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.putImageData(new ImageData(pixels(codes, cells.columns, colours), cells.columns, rows), 0, 0);
  return canvas.toDataURL();
}

/** The colour that a CSS expression has in a document, as numbers. */
export function resolveColour(expression: string, document: Document): Rgb {
  const probe = document.createElement("span");
  probe.style.color = expression;
  document.body.append(probe);
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  probe.remove();
  return [red, green, blue];
}
