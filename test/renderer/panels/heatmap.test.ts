import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellBlocks,
  type HeatmapCells,
  heatmapCells,
  INFINITE,
  LEVELS,
  NOT_A_NUMBER,
  opacityOf,
  ZERO,
} from "../../../src/renderer/panels/heatmapCells.js";
import { pixelCodes, pixels } from "../../../src/renderer/panels/heatmapImage.js";
import { diagonals, heatmapLayers, heatmapModel } from "../../../src/renderer/panels/heatmapModel.js";
import { focusNorms } from "../../../src/renderer/panels/norms.js";
import { stepAxis } from "../../../src/renderer/panels/stepAxis.js";
import { recordings, setup } from "./support.js";

const series = (rows: readonly (readonly number[])[]) => ({
  shape: [rows.length, rows[0]!.length],
  data: Float64Array.from(rows.flat()),
});
const cellsOf = (name: string) => {
  const input = setup(recordings[name]!);
  return { input, cells: heatmapCells(focusNorms(input.decoded, input.view)!.series) };
};

describe("cells", () => {
  it("are the log of their norm, and what has none is told apart", () => {
    const { codes } = heatmapCells(series([[1e-4, 1e-2, 1, 0, Number.POSITIVE_INFINITY, Number.NaN]]));
    expect([...codes]).toEqual([1, Math.round(1 + (LEVELS - 1) / 2), LEVELS, ZERO, INFINITE, NOT_A_NUMBER]);
  });
  it("span two decades at least: a small difference looks small", () => {
    const { codes } = heatmapCells(series([[0.9, 1]]));
    expect(codes[1]! - codes[0]!).toBeLessThan(5);
  });
  it("are no paler when they are larger", () => {
    const norm = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(fc.array(norm, { minLength: 2, maxLength: 20 }), (norms) => {
        const { codes } = heatmapCells(series([norms]));
        const order = norms.map((_, i) => i).sort((a, b) => norms[a]! - norms[b]!);
        order.forEach((i, n) => {
          if (n > 0) expect(opacityOf(codes[i]!)).toBeGreaterThanOrEqual(opacityOf(codes[order[n - 1]!]!));
        });
      }),
    );
  });
});

/** Blocks painted back into cells. */
function painted(cells: HeatmapCells, most: number): number[] {
  const out = Array.from({ length: cells.codes.length }, () => ZERO);
  for (const { code, frames, columns } of cellBlocks(cells, most)) {
    for (let k = frames[0]; k < frames[1]; k++) {
      for (let i = columns[0]; i < columns[1]; i++) {
        expect(out[k * cells.columns + i]).toBe(ZERO);
        out[k * cells.columns + i] = code;
      }
    }
  }
  return out;
}

const few = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([frames, columns]) =>
  fc
    .array(fc.constantFrom(0, 1e-4, 1, Number.NaN, Number.POSITIVE_INFINITY), {
      minLength: frames * columns,
      maxLength: frames * columns,
    })
    .map((data) => heatmapCells({ shape: [frames, columns], data: Float64Array.from(data) })),
);

describe("merged cells", () => {
  it("cover the cells exactly, none twice", () => {
    fc.assert(
      fc.property(few, (cells) => {
        expect(painted(cells, 1e9)).toEqual([...cells.codes]);
      }),
    );
  });
  it("are never more than allowed, however large the heatmap", () => {
    for (const name of ["vanishing", "exploding", "long"]) {
      const { cells } = cellsOf(name);
      for (const most of [1500, 800, 100]) expect(cellBlocks(cells, most).length).toBeLessThanOrEqual(most);
    }
  });
  it("keep what is no number when they are pooled", () => {
    const data = Float64Array.from({ length: 100 * 100 }, (_, i) => ((i * 7919) % 97) / 97 + 1e-3);
    data[4242] = Number.NaN;
    const blocks = cellBlocks(heatmapCells({ shape: [100, 100], data }), 300);
    expect(
      blocks.some(
        ({ code, frames, columns }) =>
          code === NOT_A_NUMBER && frames[0] <= 42 && frames[1] > 42 && columns[0] <= 42 && columns[1] > 42,
      ),
    ).toBe(true);
  });
});

describe("the heatmap", () => {
  it("stands in the columns of all panels", () => {
    const { input, cells } = cellsOf("lyric");
    const { band, columnWidth } = input.layout;
    const edges = heatmapLayers(cells, input, 1500).flatMap(({ path }) =>
      [...path.matchAll(/M([\d.]+),/g)].map((match) => Number(match[1])),
    );
    for (const x of edges) {
      const column = (x - band.x) / columnWidth;
      expect(Math.abs(column - Math.round(column)) * columnWidth).toBeLessThanOrEqual(0.051);
    }
    expect(edges.length).toBeGreaterThan(10);
  });
  it("has a legend with at least two numbers, and names what is present beside the scale", () => {
    for (const name of ["lyric", "lstm", "bidirectional", "exploding"]) {
      const { input, cells } = cellsOf(name);
      const { labels, legend } = heatmapModel(cells, input);
      const texts = labels.map(({ runs }) => runs.map(({ text }) => text).join(""));
      expect(texts.filter((text) => /^10|^1$/.test(text)).length).toBeGreaterThanOrEqual(2);
      expect(legend.length).toBeGreaterThan(8);
      expect(texts.includes("NaN")).toBe(name === "exploding");
    }
  });
  it("hatches inside its rectangle", () => {
    for (const [, x, y] of diagonals(10, 20, 40, 33).matchAll(/[ML]([\d.]+),([\d.]+)/g)) {
      expect(Number(x) >= 10 && Number(x) <= 40 && Number(y) >= 20 && Number(y) <= 33).toBe(true);
    }
  });
});

describe("the picture of a large heatmap", () => {
  it("has the strongest of the frames that share a row of pixels", () => {
    const { input, cells } = cellsOf("long");
    const { codes, rows } = pixelCodes(cells, stepAxis(input.decoded, input.layout), input.layout);
    expect(codes.length).toBe(rows * 1000);
    let largest = 0;
    for (const code of cells.codes) largest = Math.max(largest, code);
    let shown = 0;
    for (const code of codes) shown = Math.max(shown, code);
    expect(shown).toBe(largest);
  });
  it("is red with the level as its opacity, and of another colour where there is no number", () => {
    const colours = { backward: [200, 40, 30], nonFinite: [100, 0, 150] } as const;
    const out = pixels(Uint8Array.from([ZERO, LEVELS, INFINITE]), 3, colours);
    expect([...out]).toEqual([0, 0, 0, 0, 200, 40, 30, 255, 100, 0, 150, 255]);
  });
  it("has stripes of two in six rows where there is no number", () => {
    const colours = { backward: [200, 40, 30], nonFinite: [100, 0, 150] } as const;
    const out = pixels(new Uint8Array(2 * 8).fill(NOT_A_NUMBER), 2, colours);
    const alphas = Array.from({ length: 8 }, (_, row) => [out[8 * row + 3], out[8 * row + 7]]);
    const [stripe, between] = [
      [255, 255],
      [140, 140],
    ];
    expect(alphas).toEqual([stripe, stripe, between, between, between, between, stripe, stripe]);
  });
});
