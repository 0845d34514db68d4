/** No text is cut off, and no two lie on each other: for every recording, width, language and view. */
import { describe, expect, it } from "vitest";
import { compareModel } from "../../../src/renderer/panels/compareModel.js";
import { scrubberModel } from "../../../src/renderer/panels/cursorModel.js";
import { foldedGraphModel } from "../../../src/renderer/panels/foldedGraphModel.js";
import { gradientNormsModel } from "../../../src/renderer/panels/gradientNormsModel.js";
import { heatmapCells } from "../../../src/renderer/panels/heatmapCells.js";
import { heatmapModel } from "../../../src/renderer/panels/heatmapModel.js";
import { lossesModel } from "../../../src/renderer/panels/lossesModel.js";
import { focusNorms } from "../../../src/renderer/panels/norms.js";
import { extentOf, type Label, spoken } from "../../../src/renderer/panels/text.js";
import { timeAxisModel } from "../../../src/renderer/panels/timeAxisModel.js";
import { totalLossModel, totalLossReading } from "../../../src/renderer/panels/totalLossModel.js";
import { unrolledGraphModel } from "../../../src/renderer/panels/unrolledGraphModel.js";
import { panelWords, panelWordsZhCn } from "../../../src/renderer/panels/words.js";
import { recordings, type Setup, setup } from "./support.js";

/** Everything written by the panels, but what stands inside nodes. */
function labelsOf(input: Setup): Label[] {
  const { decoded, layout, view, words } = input;
  const graph = (view.folded ? foldedGraphModel : unrolledGraphModel)(input);
  const losses = lossesModel(input);
  const norms = gradientNormsModel(input);
  const heat = layout.panels.heatmap ? heatmapModel(heatmapCells(focusNorms(decoded, view)!.series), input) : null;
  const total = layout.panels.heatmap ? totalLossModel(input) : null;
  const scrubber = scrubberModel(decoded, layout, view.frame);
  const time = timeAxisModel(decoded, layout, view.column, words);
  return [
    ...graph.labels,
    ...graph.rails.map(({ label }) => label),
    ...graph.key.labels,
    ...losses.labels,
    ...losses.notes.labels,
    ...norms.labels,
    ...norms.notes.labels,
    ...(heat?.labels ?? []),
    ...(total ? [...total.labels, totalLossReading({ ...input, frame: view.frame }, total).label] : []),
    ...(scrubber ? [...scrubber.ticks, scrubber.label] : []),
    ...(time ? [...time.labels, time.cursor] : []),
  ];
}

const box = (label: Label) => {
  const [left, right] = extentOf(label);
  return { left, right, top: label.y - label.size * 0.74, bottom: label.y + label.size * 0.1 };
};

function outside(labels: readonly Label[], width: number, height: number): string[] {
  return labels.flatMap((label) => {
    const { left, right, top, bottom } = box(label);
    return left >= 0 && right <= width && top >= 0 && bottom <= height
      ? []
      : [`${spoken(label.runs)} at ${left.toFixed(0)}…${right.toFixed(0)}, ${label.y.toFixed(0)}`];
  });
}

function overlaps(labels: readonly Label[]): string[] {
  const boxes = labels.map(box);
  return labels.flatMap((a, i) =>
    labels.slice(i + 1).flatMap((b, n) => {
      const [p, q] = [boxes[i]!, boxes[i + 1 + n]!];
      const apart = p.right <= q.left || q.right <= p.left || p.bottom <= q.top || q.bottom <= p.top;
      return apart ? [] : [`“${spoken(a.runs)}” and “${spoken(b.runs)}” at ${a.x.toFixed(0)},${a.y.toFixed(0)}`];
    }),
  );
}

const views: Record<string, (input: Setup) => Setup> = {
  "as it opens": (input) => input,
  "at its start": (input) => ({ ...input, view: { ...input.view, frame: 0, column: 0, source: "all", logLoss: true } }),
  "in its middle": (input) => ({
    ...input,
    view: {
      ...input.view,
      frame: Math.floor(input.decoded.frames.steps.length / 2),
      column: Math.floor(input.layout.columns / 2),
    },
  }),
  "folded, in Chinese": (input) => ({ ...input, words: panelWordsZhCn, view: { ...input.view, folded: true } }),
  "in Chinese": (input) => ({ ...input, words: panelWordsZhCn }),
};

describe.each(Object.keys(recordings))("the words of %s", (name) => {
  it.each(Object.keys(views))("are whole and apart %s", (view) => {
    for (const width of [600, 700, 760, 1000, 1600]) {
      const input = views[view]!(setup(recordings[name]!, { width }));
      const labels = labelsOf(input);
      expect({ width, outside: outside(labels, input.layout.width, input.layout.height) }).toEqual({
        width,
        outside: [],
      });
      expect({ width, overlaps: overlaps(labels) }).toEqual({ width, overlaps: [] });
    }
  });
});

describe("the words of a comparison", () => {
  const named = (...names: string[]) =>
    names.map((name) => ({ name: `${name}, with a name`, decoded: setup(recordings[name]!).decoded }));
  const comparisons = [named("lyric", "lstm", "exploding", "long"), named("lyric", "running")];
  it.each([600, 760, 1000, 1600])("are whole and apart at %d px", (width) => {
    for (const runs of comparisons) {
      for (const [words, logLoss] of [
        [panelWords, true],
        [panelWords, false],
        [panelWordsZhCn, false],
      ] as const) {
        const { plots, height } = compareModel({ runs, width, view: { logLoss }, words });
        const labels = plots.flatMap(({ labels, notes }) => [...labels, ...notes.labels]);
        expect(outside(labels, width, height)).toEqual([]);
        expect(overlaps(labels)).toEqual([]);
      }
    }
  });
});
