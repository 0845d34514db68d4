/** The heatmap's cells as codes: how strong a colour, or that there is none to give. Independent of cursor and layout. */
import type { NumericSeries } from "../../trace/index.js";
import { positiveExtent } from "./axis.js";

/** Code of a cell that is exactly 0, infinite, or not a number; all others are levels 1…LEVELS. */
export const ZERO = 0;
export const INFINITE = 254;
export const NOT_A_NUMBER = 255;
export const LEVELS = 96;

export interface HeatmapCells {
  /** [K, T], row-major. */
  readonly codes: Uint8Array;
  readonly frames: number;
  readonly columns: number;
  /** Smallest and largest positive norm: the ends of the log scale. */
  readonly extent: readonly [number, number];
}

/** The scale spans two decades at least, so that small differences look small. */
const NARROWEST_SCALE = 100;

export function heatmapCells({ data, shape }: NumericSeries): HeatmapCells {
  const [smallest, largest] = positiveExtent([data]);
  const extent = [Math.min(smallest, largest / NARROWEST_SCALE), largest] as const;
  const low = Math.log10(extent[0]);
  const span = Math.log10(extent[1]) - low;
  const codes = Uint8Array.from(data, (norm) => codeOf(norm, low, span));
  return { codes, frames: shape[0] ?? 0, columns: shape[1] ?? 0, extent };
}

function codeOf(norm: number, low: number, span: number): number {
  if (Number.isNaN(norm)) return NOT_A_NUMBER;
  if (!Number.isFinite(norm)) return INFINITE;
  if (norm <= 0) return ZERO;
  return 1 + Math.round(((Math.log10(norm) - low) / span) * (LEVELS - 1));
}

/** Opacity of the red of a level. The weakest can still be told from an empty cell. */
export const opacityOf = (level: number): number => 0.07 + 0.93 * ((level - 1) / (LEVELS - 1));

/** A block of cells of one code; ends excluded. */
export interface CellBlock {
  readonly code: number;
  readonly frames: readonly [number, number];
  readonly columns: readonly [number, number];
}

/**
 * Merges cells of like colour into at most `most` blocks: coarser levels first, then coarser cells, of which each shows
 * its strongest.
 */
export function cellBlocks(cells: HeatmapCells, most: number): CellBlock[] {
  for (const levels of [48, 24, 16, 12]) {
    const blocks = mergedBlocks(quantized(cells, levels), cells, 1, 1);
    if (blocks.length <= most) return blocks;
  }
  let coarse = quantized(cells, 12);
  for (let by = 2; ; by *= 2) {
    const size = Math.min(by, Math.max(cells.frames, cells.columns));
    coarse = pooled(quantized(cells, 12), cells, size);
    const grid = { frames: Math.ceil(cells.frames / size), columns: Math.ceil(cells.columns / size) };
    const blocks = mergedBlocks(coarse, grid, size, size).map((block) => clipped(block, cells));
    if (blocks.length <= most || size >= Math.max(cells.frames, cells.columns)) return blocks;
  }
}

/** Rounds levels to `levels` of them, the ends kept. */
function quantized({ codes }: HeatmapCells, levels: number): Uint8Array {
  const step = (LEVELS - 1) / (levels - 1);
  return codes.map((code) =>
    code === ZERO || code > LEVELS ? code : Math.round(1 + Math.round((code - 1) / step) * step),
  );
}

function pooled(codes: Uint8Array, { frames, columns }: HeatmapCells, by: number): Uint8Array {
  const width = Math.ceil(columns / by);
  const out = new Uint8Array(Math.ceil(frames / by) * width);
  for (let k = 0; k < frames; k++) {
    for (let i = 0; i < columns; i++) {
      const cell = Math.floor(k / by) * width + Math.floor(i / by);
      out[cell] = Math.max(out[cell]!, codes[k * columns + i]!);
    }
  }
  return out;
}

/** Runs of one code along a row, then equal runs of neighbouring rows. */
function mergedBlocks(
  codes: Uint8Array,
  { frames, columns }: { frames: number; columns: number },
  tall: number,
  wide: number,
): CellBlock[] {
  const blocks: CellBlock[] = [];
  let open = new Map<string, number>();
  for (let k = 0; k < frames; k++) {
    const next = new Map<string, number>();
    for (let i = 0; i < columns; ) {
      const code = codes[k * columns + i]!;
      let end = i + 1;
      while (end < columns && codes[k * columns + end] === code) end++;
      if (code !== ZERO)
        next.set(`${code} ${i} ${end}`, grow(blocks, open.get(`${code} ${i} ${end}`), { code, k, i, end, tall, wide }));
      i = end;
    }
    open = next;
  }
  return blocks;
}

interface CellRun {
  readonly code: number;
  readonly k: number;
  readonly i: number;
  readonly end: number;
  readonly tall: number;
  readonly wide: number;
}

/** Lengthens the block above by this run, or begins a new one. @returns its index */
function grow(blocks: CellBlock[], above: number | undefined, { code, k, i, end, tall, wide }: CellRun): number {
  const bottom = (k + 1) * tall;
  if (above !== undefined) {
    blocks[above] = { ...blocks[above]!, frames: [blocks[above]!.frames[0], bottom] };
    return above;
  }
  blocks.push({ code, frames: [k * tall, bottom], columns: [i * wide, end * wide] });
  return blocks.length - 1;
}

const clipped = ({ code, frames, columns }: CellBlock, cells: HeatmapCells): CellBlock => ({
  code,
  frames: [frames[0], Math.min(frames[1], cells.frames)],
  columns: [columns[0], Math.min(columns[1], cells.columns)],
});
