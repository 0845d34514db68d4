import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { row } from "../../../src/renderer/decode.js";
import { compareModel } from "../../../src/renderer/panels/compareModel.js";
import { cursorColumnPath, pointedAt, scrubberModel } from "../../../src/renderer/panels/cursorModel.js";
import { gradientNormsModel } from "../../../src/renderer/panels/gradientNormsModel.js";
import { lineStyle } from "../../../src/renderer/panels/lineStyles.js";
import { lossColumns, lossesModel } from "../../../src/renderer/panels/lossesModel.js";
import { scrub } from "../../../src/renderer/panels/scrub.js";
import { valueAfter } from "../../../src/renderer/panels/slider.js";
import { stepAxis } from "../../../src/renderer/panels/stepAxis.js";
import { spoken } from "../../../src/renderer/panels/text.js";
import { timeAxisModel } from "../../../src/renderer/panels/timeAxisModel.js";
import { lossAtFrame, totalLossModel, totalLossReading } from "../../../src/renderer/panels/totalLossModel.js";
import { panelWords } from "../../../src/renderer/panels/words.js";
import { recordFormula } from "../fixtures/formula.js";
import { lyricRun } from "../fixtures/index.js";
import { networkOf } from "../fixtures/network.js";
import { recordings, type SetupOptions, setup } from "./support.js";

const texts = (labels: readonly { readonly runs: Parameters<typeof spoken>[0] }[]) =>
  labels.map(({ runs }) => spoken(runs));

/** One state whose last loss reaches t steps back as factor^t. */
const decay = (factor: (i: number) => number, T = 20) =>
  recordFormula({
    network: networkOf(
      "s[t] = tanh(U x[t] + W s[t-1])\n y[t] = softmax(V s[t])\n E[t] = crossEntropy(target[t], y[t])",
      {},
    ),
    T,
    K: 2,
    every: 1,
    norm: (_, source, i) => (source === "last" ? factor(T - 1 - i) : 1),
    loss: () => 1,
  });

describe("losses", () => {
  const losses = (name: string, options?: SetupOptions) => lossesModel(setup(recordings[name]!, options));
  const bars = (path: string) => path.match(/Z/g)?.length ?? 0;

  it("have a bar a step, the cursor's apart", () => {
    const { bars: rest, cursorBar } = losses("trace");
    expect([bars(rest), bars(cursorBar)]).toEqual([4, 1]);
  });
  it("have a bar at the last step only when the network has one loss", () => {
    const { decoded } = setup(recordings.manyToOne!);
    expect(lossColumns(decoded)).toEqual([19]);
    const { bars: rest, cursorBar } = losses("manyToOne", { view: { frame: 0 } });
    expect([bars(rest), bars(cursorBar)]).toEqual([0, 1]);
  });
  it("stand in the columns of all panels", () => {
    const { layout } = setup(recordings.trace!);
    const [left, right] = losses("trace")
      .cursorBar.match(/^M([\d.]+),.*H([\d.]+)V/)!
      .slice(1)
      .map(Number);
    expect((left! + right!) / 2).toBeCloseTo(layout.xOf(4), 1);
  });
  it("are compared with knowing nothing, in words and number", () => {
    const { notes, baseline, axis } = losses("lyric");
    expect(texts(notes.labels)).toContain("knowing nothing: ln 6 = 1.79");
    expect(baseline).toBeCloseTo(axis.at(Math.log(6)), 0);
  });
  it("read the cursor's loss with its unit", () => {
    expect(texts(losses("trace").notes.labels)).toContainEqual(expect.stringMatching(/^E5 = 1\.\d\d nats$/));
    expect(texts(losses("long").notes.labels)).toContainEqual(expect.stringMatching(/^E1000 = 0\.[\d]+$/));
  });
  it("name a loss outside of time where it counts, at the last step, and without one", () => {
    const { network, ...rest } = recordings.trace!;
    const weights = { ...network.sequences.find(({ role }) => role === "loss")!, name: "E_w", time: "none" as const };
    const recording = { ...rest, network: { ...network, sequences: [...network.sequences, weights] } };
    const at = (column: number) => texts(lossesModel(setup(recording, { view: { column } })).notes.labels);
    expect(at(4)).toContainEqual(expect.stringMatching(/^E5 \+ Ew = \d/));
    expect(at(1)).toContainEqual(expect.stringMatching(/^E2 = \d/));
  });
  it("may stand on a log axis", () => expect(losses("lyric", { view: { logLoss: true } }).axis.kind).toBe("log"));
  it("keep their axis while one scrubs", () => {
    const first = losses("lyric", { view: { frame: 0 } }).axis.domain;
    expect(losses("lyric", { view: { frame: 50 } }).axis.domain).toEqual(first);
  });
  it("name what is no number", () => {
    expect(texts(losses("exploding").labels)).toContain("NaN");
  });
});

describe("gradient norms", () => {
  const norms = (recording: Parameters<typeof setup>[0], options?: SetupOptions) =>
    gradientNormsModel(setup(recording, options));

  it("cross 1 % where the closed form says: 0.5^7 < 1 %", () => {
    const { labels, onePercent } = norms(decay((back) => 0.5 ** back));
    expect(texts(labels)).toContain("7 steps back");
    expect(onePercent!.crossing).toBeCloseTo(setup(decay((back) => 0.5 ** back)).layout.xOf(12), 0);
  });
  it("never cross it when the gradient does not vanish", () => {
    expect(norms(decay(() => 1)).onePercent?.crossing ?? null).toBeNull();
  });
  it("show a bound that is never below the line: it is a bound", () => {
    const { decoded, view } = setup(recordings.vanishing!);
    const beta = decoded.frames.bounds.get("s")!.data[view.frame]!;
    const values = row(decoded.frames.lastLossNorms.get("s")!, view.frame);
    values.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(values[49]! * beta ** (49 - i) * (1 + 1e-9));
    });
    expect(norms(recordings.vanishing!).bound).toMatch(/^M/);
    expect(texts(norms(recordings.lyric!).notes.labels)).toContainEqual(expect.stringMatching(/^bound 2\.\d\d\^T−t$/));
  });
  it("have no bound and no 1 % when all losses are asked for", () => {
    const model = norms(recordings.vanishing!, { view: { source: "all" } });
    expect([model.bound, model.onePercent]).toEqual(["", null]);
  });
  it("name the recurrent parameter first", () => {
    const lines = norms(recordings.lyric!).lines.filter(({ kind }) => kind === "parameter");
    expect(lines.map(({ name }) => name)).toEqual(["W", "U"]);
  });
  it("mark and name what is exactly 0", () => {
    const { lines, labels } = norms(recordings.bidirectional!);
    expect(lines.find(({ name }) => name === "g")!.marks.zeros.match(/M/g)).toHaveLength(7);
    expect(texts(labels)).toContain("exactly 0");
  });
  it("mark and name what is not finite", () => {
    const { lines, labels, notes } = norms(recordings.exploding!);
    expect(lines.every(({ marks }) => marks.nonFinite !== "")).toBe(true);
    expect(texts(labels)).toContain("NaN");
    expect(texts(notes.labels)).toContain("s50  NaN");
  });
  it("give every value a place or a mark", () => {
    const value = fc.oneof(
      fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
      fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 6, maxLength: 6 }), (values) => {
        const { lines } = norms(
          decay((back) => values[back]!, 6),
          { view: { frame: 1 } },
        );
        const { path, dots, marks } = lines.find(({ kind }) => kind === "state")!;
        const count = (text: string) => (text.match(/M/g) ?? []).length;
        expect(path.includes("undefined") || path.includes("NaN")).toBe(false);
        expect(count(dots) + count(marks.zeros) + count(marks.nonFinite) / 2).toBe(6);
      }),
      { numRuns: 60 },
    );
  });
  it("show a feed-forward network's norms without time", () => {
    const { lines, notes } = norms(recordings.feedForward!);
    expect(lines.some(({ kind }) => kind === "state")).toBe(true);
    expect(texts(notes.labels)).toContain("a  0.420");
  });
});

describe("total loss", () => {
  it("shares its vertical axis with the heatmap", () => {
    const { decoded, layout, view, words } = setup(recordings.lyric!);
    const axis = stepAxis(decoded, layout);
    const model = totalLossModel({ decoded, layout, view, words })!;
    const [, y] = model.path.match(/^M[\d.]+,([\d.]+)/)!;
    expect(Number(y)).toBeCloseTo(axis.at(0.5), 0);
    expect(totalLossReading({ decoded, layout, view, words, frame: 7 }, model).y).toBeCloseTo(axis.middleOf(7), 0);
  });
  it("is read at the scrubber", () => {
    const { decoded, layout, view, words } = setup(recordings.lyric!);
    const model = totalLossModel({ decoded, layout, view, words })!;
    const reading = totalLossReading({ decoded, layout, view, words, frame: 0 }, model);
    expect(spoken(reading.label.runs)).toBe(`${lossAtFrame(decoded, 0)!.toFixed(2)} nats`);
  });
  it("is not there for a single pass", () => expect(totalLossModel(setup(recordings.trace!))).toBeNull());
  it("marks losses that are no number", () =>
    expect(totalLossModel(setup(recordings.exploding!))!.nonFinite).not.toBe(""));
});

describe("the cross-hair", () => {
  it("points at the cell that is under the pointer", () => {
    const { decoded, layout } = setup(recordings.vanishing!);
    const axis = stepAxis(decoded, layout);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 49 }),
        fc.integer({ min: 0, max: decoded.frames.steps.length - 1 }),
        (column, frame) => {
          const pointed = pointedAt(decoded, layout, layout.xOf(column), axis.middleOf(frame), 3);
          expect(pointed).toEqual({ panel: "heatmap", column, frame });
        },
      ),
    );
  });
  it("follows a long graph's fan", () => {
    const { decoded, layout } = setup(recordings.long!);
    const graph = layout.panels.unrolled!;
    expect(pointedAt(decoded, layout, layout.band.x + 2, graph.plotTop + 5, 600)).toMatchObject({
      panel: "unrolled",
      column: 0,
    });
    expect(cursorColumnPath(layout, 600).match(/L/g)).toHaveLength(2);
  });
  it("has no column through a folded graph", () => {
    const { layout } = setup(recordings.long!);
    expect(cursorColumnPath(layout, 600, true)).toContain(`,${layout.panels.losses!.plotTop}H`);
    expect(cursorColumnPath(setup(recordings.long!, { panels: ["unrolled"] }).layout, 600, true)).toBe("");
  });
  it("has its column where all panels have it", () => {
    const { layout } = setup(recordings.lyric!);
    const [left, right] = cursorColumnPath(layout, 2)
      .match(/^M([\d.]+),[\d.]+H([\d.]+)/)!
      .slice(1)
      .map(Number);
    expect((left! + right!) / 2).toBeCloseTo(layout.xOf(2), 1);
  });
  it("has a scrubber only where there are several frames", () => {
    expect(scrubberModel(setup(recordings.trace!).decoded, setup(recordings.trace!).layout, 0)).toBeNull();
    expect(
      spoken(scrubberModel(setup(recordings.long!).decoded, setup(recordings.long!).layout, 200)!.label.runs),
    ).toBe("2,000");
  });
  it("moves by keys, within its ends", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"),
        fc.nat(60),
        (key, value) => {
          const next = valueAfter(key, value, 60)!;
          expect(next >= 0 && next <= 60).toBe(true);
        },
      ),
    );
    expect([
      valueAfter("ArrowRight", 3, 9),
      valueAfter("Home", 3, 9),
      valueAfter("End", 3, 9),
      valueAfter("a", 3, 9),
    ]).toEqual([4, 0, 9, null]);
  });
});

describe("time labels", () => {
  it("keep the cursor's and do not touch", () => {
    for (const column of [0, 1, 24, 48, 49]) {
      const { decoded, layout } = setup(recordings.vanishing!, { width: 600 });
      const { labels, cursor } = timeAxisModel(decoded, layout, column, panelWords)!;
      expect(spoken(cursor.runs)).toBe(String(column + 1));
      const xs = [...labels.filter(({ anchor }) => anchor === "middle"), cursor]
        .map(({ x }) => x)
        .sort((a, b) => a - b);
      xs.forEach((x, i) => {
        if (i > 0) expect(x - xs[i - 1]!).toBeGreaterThan(14);
      });
    }
  });
});

describe("scrubbing", () => {
  it("computes the models of the panels", () => {
    const input = setup(recordings.vanishing!);
    const { unrolled, losses, gradientNorms } = scrub(
      input.decoded,
      { ...input.view, column: 7, frame: 3 },
      input.layout,
      panelWords,
    );
    const at = setup(recordings.vanishing!, { view: { column: 7, frame: 3 } });
    const json = (model: unknown) => JSON.stringify(model);
    expect(json(losses)).toBe(json(lossesModel(at)));
    expect(json(gradientNorms)).toBe(json(gradientNormsModel(at)));
    expect(unrolled!.nodes).toHaveLength(200);
  });
});

describe("a comparison", () => {
  const runs = [0.5, 1.1, 2].map((radius) => ({
    name: `radius ${radius}`,
    decoded: setup(lyricRun({ radius, steps: 40 })).decoded,
  }));
  const model = compareModel({ runs, width: 1000, view: { logLoss: false }, words: panelWords });

  it("has a line for each run on the same axis, named at its end", () => {
    expect(model.plots.map(({ lines }) => lines.length)).toEqual([3, 3]);
    for (const { notes } of model.plots)
      for (const { name } of runs) expect(texts(notes.labels).some((text) => text.startsWith(name))).toBe(true);
  });
  it("tells the runs apart without colour", () => {
    expect(new Set(model.plots[0]!.lines.map(({ dashes }) => dashes)).size).toBe(3);
    const styles = Array.from({ length: 30 }, (_, i) => Object.values(lineStyle(i)).join());
    expect(new Set(styles).size).toBe(30);
  });
  it("shows the loss of knowing nothing when the runs share it", () => expect(model.plots[0]!.baseline).not.toBeNull());
  it("lays last losses over each other when the lengths differ", () => {
    const mixed = [...runs, { name: "long", decoded: setup(recordings.vanishing!).decoded }];
    const { plots, layout } = compareModel({ runs: mixed, width: 1000, view: { logLoss: false }, words: panelWords });
    const ends = plots[1]!.lines.map(({ path }) => Number(path.match(/[ML]([\d.]+),[\d.]+$/)![1]));
    for (const end of ends) expect(end).toBeCloseTo(layout.xOf(49), 0);
  });
  it("leaves the total loss out when nothing was trained", () => {
    const single = [{ name: "a", decoded: setup(recordings.trace!).decoded }];
    expect(
      compareModel({ runs: single, width: 800, view: { logLoss: false }, words: panelWords }).plots.map(
        ({ panel }) => panel,
      ),
    ).toEqual(["gradientNorms"]);
  });
});
