/** What the heatmap draws: its cells' places, its legend and its words. Independent of the cursor. */
import type { View } from "../cursor.js";
import type { DecodedRecording } from "../decode.js";
import type { Layout } from "../layout.js";
import type { ColourRole } from "../theme.js";
import { px } from "./arrowPath.js";
import { decadeTicks } from "./axis.js";
import { titleLabels } from "./gutters.js";
import { cellBlocks, type HeatmapCells, INFINITE, LEVELS, NOT_A_NUMBER, opacityOf, ZERO } from "./heatmapCells.js";
import { powerOfTen } from "./number.js";
import { type StepAxis, stepAxis } from "./stepAxis.js";
import { type Label, plain, TEXT, textWidth } from "./text.js";
import type { PanelWords } from "./words.js";

/** Cells of one colour, as one SVG path. */
export interface HeatmapLayer {
  readonly code: number;
  readonly colour: ColourRole;
  readonly opacity: number;
  readonly path: string;
}

/** A sample of a colour in the legend. */
export interface Swatch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: ColourRole;
  readonly opacity: number;
  /** Whether it is drawn hatched, as what is not a number. */
  readonly hatched: boolean;
}

export interface HeatmapModel {
  readonly axis: StepAxis;
  readonly legend: readonly Swatch[];
  readonly labels: readonly Label[];
}

export interface HeatmapInput {
  readonly decoded: DecodedRecording;
  readonly view: Pick<View, "source" | "focusState">;
  readonly layout: Layout;
  readonly words: PanelWords;
}

export function heatmapModel(cells: HeatmapCells, input: HeatmapInput): HeatmapModel {
  const { decoded, layout, words } = input;
  const box = layout.panels.heatmap!;
  const isRun = cells.frames > 1;
  const title = titleLabels(
    layout,
    box,
    isRun ? words.sameWhileTraining : words.thisPass,
    isRun ? [plain(words.rowsAreSteps)] : [],
  );
  const legend = legendOf(cells, legendPlace(title, layout), isRun);
  return { axis: stepAxis(decoded, layout), legend: legend.swatches, labels: [...title, ...legend.labels] };
}

/** Under the words of the left gutter; beside them in a narrow picture. */
function legendPlace(title: readonly Label[], { narrow, left, band }: Layout): { x: number; y: number; width: number } {
  const last = title.at(-1)!;
  if (narrow) return { x: band.x + band.width - 108, y: title[0]!.y - 8, width: 92 };
  return { x: left.x, y: last.y + 13, width: Math.min(96, left.width - 60) };
}

const RAMP_STEPS = 16;
const RAMP_HEIGHT = 8;

/** A ramp of the log scale with a few of its numbers, then what has no place on it. */
function legendOf(
  { codes, extent }: HeatmapCells,
  { x, y, width }: { x: number; y: number; width: number },
  isShown: boolean,
): { swatches: Swatch[]; labels: Label[] } {
  if (!isShown) return { swatches: [], labels: [] };
  const step = width / RAMP_STEPS;
  const ramp = Array.from({ length: RAMP_STEPS }, (_, i): Swatch => {
    const level = 1 + (i / (RAMP_STEPS - 1)) * (LEVELS - 1);
    return {
      x: px(x + i * step),
      y,
      width: px(step),
      height: RAMP_HEIGHT,
      colour: "backward",
      opacity: opacityOf(level),
      hatched: false,
    };
  });
  const others = specialSwatches(codes, x, y + RAMP_HEIGHT + 16);
  return { swatches: [...ramp, ...others.swatches], labels: [...rampLabels(extent, x, y, width), ...others.labels] };
}

/** Powers of ten at their places; the scale holds at least two. */
function rampLabels([low, high]: readonly [number, number], x: number, y: number, width: number): Label[] {
  const from = Math.log10(low);
  const to = Math.log10(high);
  return decadeTicks(from, to, 3).map((exponent) => {
    const part = (exponent - from) / (to - from);
    const half = textWidth(powerOfTen(exponent), TEXT.tiny) / 2;
    return {
      x: px(Math.max(x + part * width, x + half)),
      y: y + RAMP_HEIGHT + 12,
      anchor: "middle",
      size: TEXT.tiny,
      colour: "faint",
      runs: powerOfTen(exponent),
    };
  });
}

const SPECIAL = [
  { code: ZERO, colour: "background", opacity: 1, hatched: false, name: "0" },
  { code: INFINITE, colour: "purple", opacity: 1, hatched: false, name: "∞" },
  { code: NOT_A_NUMBER, colour: "purple", opacity: 0.55, hatched: true, name: "NaN" },
] as const;

function specialSwatches(codes: Uint8Array, x: number, y: number): { swatches: Swatch[]; labels: Label[] } {
  const present = SPECIAL.filter(({ code }) => codes.includes(code));
  const swatches: Swatch[] = [];
  const labels: Label[] = [];
  let left = x;
  for (const { colour, opacity, hatched, name } of present) {
    swatches.push({ x: left, y, width: 9, height: RAMP_HEIGHT, colour, opacity, hatched });
    labels.push({ x: left + 13, y: y + 8, anchor: "start", size: TEXT.tiny, colour: "faint", runs: plain(name) });
    left += 13 + textWidth(plain(name), TEXT.tiny) + 10;
  }
  return { swatches, labels };
}

/** The colour of a code. */
export function colourOf(code: number): { colour: ColourRole; opacity: number; hatched: boolean } {
  const special = SPECIAL.find((entry) => entry.code === code);
  return special ?? { colour: "backward", opacity: opacityOf(code), hatched: false };
}

/**
 * The cells as a few SVG paths, one for each colour.
 * @param most blocks of cells in all
 */
export function heatmapLayers(
  cells: HeatmapCells,
  { decoded, layout }: Pick<HeatmapInput, "decoded" | "layout">,
  most: number,
): HeatmapLayer[] {
  const axis = stepAxis(decoded, layout);
  const paths = new Map<number, string>();
  for (const { code, frames, columns } of cellBlocks(cells, most)) {
    const left = px(layout.band.x + columns[0] * layout.columnWidth);
    const right = px(layout.band.x + columns[1] * layout.columnWidth);
    const top = px(axis.rowOf(frames[0])[0]);
    const bottom = px(axis.rowOf(frames[1] - 1)[1]);
    // Absolute, so that neighbours have the very same edge: sums of lengths would differ in the last bit and overlap.
    paths.set(code, `${paths.get(code) ?? ""}M${left},${top}H${right}V${bottom}H${left}Z`);
  }
  return [...paths].map(([code, path]) => ({ code, path, ...colourOf(code) }));
}

/** Diagonal lines over the cells that are not a number, as one SVG path. */
export function hatching(
  cells: HeatmapCells,
  { decoded, layout }: Pick<HeatmapInput, "decoded" | "layout">,
  most: number,
): string {
  const axis = stepAxis(decoded, layout);
  return cellBlocks(cells, most)
    .filter(({ code }) => code === NOT_A_NUMBER)
    .map(({ frames, columns }) => {
      const left = layout.band.x + columns[0] * layout.columnWidth;
      const right = layout.band.x + columns[1] * layout.columnWidth;
      return diagonals(left, axis.rowOf(frames[0])[0], right, axis.rowOf(frames[1] - 1)[1]);
    })
    .join("");
}

const HATCH = 6;

/** 45° lines inside a rectangle, on one grid so that neighbouring rectangles continue each other. */
export function diagonals(left: number, top: number, right: number, bottom: number): string {
  let path = "";
  for (let sum = Math.ceil((left + top) / HATCH) * HATCH; sum < right + bottom; sum += HATCH) {
    const x1 = Math.max(left, sum - bottom);
    const x2 = Math.min(right, sum - top);
    if (x2 - x1 > 0.5) path += `M${px(x1)},${px(sum - x1)}L${px(x2)},${px(sum - x2)}`;
  }
  return path;
}
