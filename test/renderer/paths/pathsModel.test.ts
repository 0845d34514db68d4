import { describe, expect, it } from "vitest";
import { decodeRecording } from "../../../src/renderer/decode.js";
import { type PathsGraphModel, pathsGraphModel } from "../../../src/renderer/paths/pathsGraphModel.js";
import { pathsModel } from "../../../src/renderer/paths/pathsModel.js";
import { en } from "../../../src/renderer/strings/en.js";
import { zhCn } from "../../../src/renderer/strings/zh-cn.js";
import { encodeSeries } from "../../../src/trace/index.js";
import {
  countlessPaths,
  linearPaths,
  longPaths,
  manyPaths,
  type PathsPayload,
  scalarPaths,
  twoLayerPaths,
} from "../fixtures/paths.js";
import { batchPaths, elmanPaths, lstmStatePaths, meanLossPaths, timelessPaths } from "./labPaths.js";

const modelOf = (payload: PathsPayload, width = 1000, strings = en) =>
  pathsModel({ payload, decoded: decodeRecording(payload.recording), width }, strings);

/** Which paths pass a node or an arrow, by its name. */
const passing = (payload: PathsPayload, text: string) =>
  modelOf(payload).graph.stops.find((stop) => stop.text === text)?.paths;

describe("the rows", () => {
  it("multiply along each path and add them by hand, points under points", () => {
    const { rows, totals, count, arrangement } = modelOf(twoLayerPaths());
    expect(count).toBe("3");
    expect(rows.map(({ numbers }) => numbers)).toEqual([
      String.raw`1.267 \cdot 1.1 \cdot 0.9 \cdot 2`,
      String.raw`1.267 \cdot 1.1 \cdot 0.9 \cdot 0.7 \cdot 1`,
      String.raw`1.267 \cdot 1.1 \cdot 0.6 \cdot 0.9 \cdot 1`,
    ]);
    expect(rows.map(({ value }) => value)).toEqual(["2.508660", "0.878031", "0.752598"]);
    expect([totals.sum, totals.gradient]).toEqual(["4.139289", "4.139289"]);
    expect(totals.verdict).toContain("to the last digit");
    expect(arrangement).toBe("beside");
  });

  it("name the partial derivatives in order from the loss", () => {
    const { rows } = modelOf(twoLayerPaths());
    expect(rows[0]!.symbols).toBe(
      [
        ["E_{2}", "y_{2}"],
        ["y_{2}", "Z_{2}"],
        ["Z_{2}", "S_{2}"],
        ["S_{2}", "W_{x}"],
      ]
        .map(([from, to]) => String.raw`\frac{\partial ${from}}{\partial ${to}}`)
        .join(String.raw` \cdot `),
    );
    expect(rows[1]!.text).toBe("E[2] → y[2] → Z[2] → S[2] → S[1] → W_x");
  });

  it("write matrices where they fit, their norms where they do not, and all of them when asked", () => {
    const wide = modelOf(linearPaths(), 1600).rows[2]!;
    expect(wide.numbers).toContain(String.raw`\begin{bmatrix}0.6&-0.3\\0.2&0.8\end{bmatrix}`);
    expect(wide.bound).toBeNull();
    const narrow = modelOf(linearPaths(), 600).rows[2]!;
    expect(narrow.numbers).toBeNull();
    expect(narrow.bound).toMatch(/^\\lVert\\cdot\\rVert \\le 0\.546 \\cdot 1\.63/);
    expect(narrow.allNumbers).toBe(wide.allNumbers);
  });

  it("say how a row of numbers becomes a matrix, and mark the gradient by a vector as a row", () => {
    expect(modelOf(linearPaths()).notes.join()).toContain("written in the shape of W_hx, 2×2");
    const { rows, notes } = modelOf(linearPaths("h[1]"));
    expect(rows[0]!.value).toMatch(/^\\begin\{bmatrix\}\S+&\S+\\end\{bmatrix\}\^\{\\top\}$/);
    expect(notes).toEqual([]);
  });

  it("leave out the middle of a long product until it is asked for", () => {
    const row = modelOf(scalarPaths(12)).rows[11]!;
    expect(row.symbols.match(/\\frac/g)).toHaveLength(6);
    expect(row.symbols).toContain("\\cdots");
    expect(row.allSymbols.match(/\\frac/g)).toHaveLength(14);
  });

  it("begin with 1/T where the loss is the mean over time, so that products and values agree", () => {
    const { rows, notes, decoded } = modelOf(meanLossPaths());
    expect(rows[0]!.symbols).toMatch(/^\\frac\{1\}\{T\} \\cdot \\frac\{\\partial E_\{2\}\}/);
    expect(rows[0]!.numbers).toMatch(/^\\frac\{1\}\{2\} \\cdot 1\.267 /);
    for (const { factors, value } of decoded.paths)
      expect(factors.reduce((product, factor) => product * factor.value!.data[0]!, 1 / 2)).toBeCloseTo(
        value!.data[0]!,
        12,
      );
    expect(notes).toEqual([en.paths.ofMean(2)]);
  });

  it("have norms for Jacobians too large to be written, and a bold 0 for a matrix of zeros", () => {
    const { rows, notes, decoded } = modelOf(elmanPaths());
    expect(rows[0]!.bound).toMatch(/^\\lVert\\cdot\\rVert \\le [\d.]+ \\cdot [\d.]+ \\cdot [\d.]+$/);
    for (const { factors, norm } of decoded.paths)
      expect(norm).toBeLessThanOrEqual(factors.reduce((product, factor) => product * factor.norm!, 1) + 1e-12);
    expect(rows[3]!.value).toBe("\\mathbf{0}");
    expect(notes).toEqual([en.paths.bounded, en.paths.zeros(4, 10)]);
  });

  it("stand in a column where neither fits beside the value", () => {
    const arrangements = [1600, 1000, 600].map((width) => modelOf(elmanPaths(), width).arrangement);
    expect(arrangements).toEqual(["beside", "under", "column"]);
  });

  it("keep the shape of a batch of one sequence to themselves", () => {
    expect(modelOf(timelessPaths(), 1600).rows[0]!.numbers).toMatch(
      /\\begin\{bmatrix\}[^&]+&[^&]+&0&0\\\\0&0&[^&]+&[^&]+\\end\{bmatrix\}$/,
    );
  });

  it("are norms of the mean for a batch", () => {
    const { rows, isNorm, notes } = modelOf(batchPaths());
    expect(isNorm).toBe(true);
    expect([rows[0]!.numbers, rows[0]!.bound]).toEqual([null, null]);
    expect(notes).toContain(en.paths.ofBatch(3));
  });

  it("give norms where there are no values", () => {
    const { rows, isNorm, totals } = modelOf(manyPaths());
    expect(isNorm).toBe(true);
    expect(rows[0]!.value).toBe(String.raw`\lVert\cdot\rVert = 1.16`);
    expect(rows[0]!.numbers).toBeNull();
    expect(totals.listed).toBeNull();
  });
});

describe("the sum", () => {
  const changed = (agreement: number[]) => {
    const payload = twoLayerPaths();
    return modelOf({ ...payload, set: { ...payload.set, agreement: encodeSeries(agreement, [3]) } }).totals;
  };
  it("is compared with backpropagation's gradient", () => {
    expect(changed([4, 4, 3e-17])).toMatchObject({ agrees: true, verdict: expect.stringContaining("is 3×10⁻¹⁷") });
    expect(changed([4, 4, 0.01])).toMatchObject({ agrees: false, verdict: expect.stringContaining("is not the") });
    expect(changed([4, Number.NaN, Number.NaN])).toMatchObject({
      agrees: false,
      verdict: expect.stringContaining("not finite"),
    });
  });

  it("has the listed paths' own sum above it when others are not listed", () => {
    const payload = twoLayerPaths();
    const set = { ...payload.set, listed: "largest" as const, count: "500", paths: payload.set.paths.slice(0, 2) };
    const norms = encodeSeries([2.5, 0.9], [2]);
    expect(modelOf({ ...payload, set: { ...set, norms } }).totals.listed).toBe("3.386691");
  });
});

describe("more paths than can be listed", () => {
  it("are counted exactly, however many", () => {
    expect(modelOf(manyPaths()).count).toBe("496");
    expect(modelOf(manyPaths({ count: "12345678901234567890" })).count).toBe(
      "12,345,678,901,234,567,890 (≈\u00a01.2×10¹⁹)",
    );
    expect(modelOf(countlessPaths()).count).toBe("≈\u00a01.2×10¹⁰⁷");
  });

  it("are taken together by their number of factors: both ends, and what is left out", () => {
    const { groups } = modelOf(manyPaths());
    expect(groups!.rows.map((row) => row?.length ?? "…").join()).toBe("3,4,5,6,7,8,9,10,11,12,…,32,33");
    expect([groups!.leftOut, groups!.isNorm]).toEqual([19, true]);
    expect(groups!.rows[0]).toMatchObject({ count: "31", part: 1 });
    expect(modelOf(twoLayerPaths()).groups).toBeNull();
  });
});

describe("the graph", () => {
  it("knows which paths pass a node or an arrow", () => {
    const payload = linearPaths();
    expect(passing(payload, "h[3]")).toEqual([0, 1, 2]);
    expect(passing(payload, "h[2]")).toEqual([1, 2, 3, 4]);
    expect(passing(payload, "h[1]")).toEqual([2, 4, 5]);
    expect(passing(payload, "h[3] → h[2]")).toEqual([1, 2]);
    expect(passing(payload, "h[1] → W_hx")).toEqual([2, 4, 5]);
  });

  it("does not take the way to a parameter's rail for the arrow on which it lies", () => {
    const payload = linearPaths("W_hh");
    expect(passing(payload, "h[3] → W_hh")).toHaveLength(1);
    expect(passing(payload, "h[3] → h[2]")).toHaveLength(2);
  });

  it("ends each path on the rail of its parameter", () => {
    const { lines, graph } = modelOf(linearPaths()).graph;
    const rail = graph.rails.find(({ parameters }) => parameters.includes("W_hx"))!;
    for (const { d } of lines) expect(Math.abs(Number(/,([\d.]+)$/.exec(d)![1]) - rail.y)).toBeLessThanOrEqual(0.6);
  });

  it("numbers every path where there is room, and none twice in one place", () => {
    for (const payload of [twoLayerPaths(), linearPaths(), linearPaths("W_hh"), linearPaths("h[1]")]) {
      const badges = modelOf(payload).graph.lines.map(({ badge }) => badge!);
      expect(badges.every(({ fits }) => fits)).toBe(true);
      for (const a of badges)
        for (const b of badges) if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(13);
    }
  });

  it("leads to the initial state, before the first column", () => {
    const { graph } = modelOf(linearPaths("h[0]", ["E[3]"]));
    const first = graph.graph.nodes.find(({ id }) => id.sequence === "h" && id.column === 0)!;
    expect(Number(/L([\d.]+),[\d.]+$/.exec(graph.lines[0]!.d)![1])).toBeLessThan(first.x - 15);
  });

  it("runs through the columns that a long graph shows, and says so", () => {
    const model = modelOf(longPaths());
    expect(model.graph.isCollapsed).toBe(true);
    expect(model.notes.join()).toContain("Not every time step");
    expect(model.graph.lines.every(({ d }) => /^M[\d.,]+(L[\d.,]+)+$/.test(d))).toBe(true);
    const shown = model.graph.graph.nodes.map(({ id }) => id.column + 1);
    expect(shown).toContain(700);
    expect(shown).toContain(695);
  });

  it("brings the columns in which a path begins into view", () => {
    const payload = elmanPaths(300);
    const { decoded, graph } = modelOf(payload);
    const [first, second] = decoded.paths.map(({ nodes }) => nodes[0]!.time!);
    const input = { decoded: decodeRecording(payload.recording), paths: decoded, width: 1000, words: en.panels };
    const timesOf = ({ graph }: PathsGraphModel) => graph.nodes.map(({ id }) => id.column + 1);
    expect(timesOf(graph)).toContain(first);
    expect(timesOf(graph)).not.toContain(second);
    expect(timesOf(pathsGraphModel({ ...input, active: 1 }))).toContain(second);
  });

  it("names a single column that is left out once", () => {
    expect([en.panels.leftOut(48, 49), en.panels.leftOut(49, 49)]).toEqual(["48–49", "49"]);
  });

  it("says which quantities have no nodes", () => {
    expect(modelOf(lstmStatePaths()).notes[0]).toBe(en.paths.drawnInside("o, i, f, g", false));
  });

  it("speaks Chinese", () => {
    expect(modelOf(longPaths(), 1000, zhCn).notes.join()).toContain("没有画出每一个时间步");
  });
});
