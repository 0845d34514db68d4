import { describe, expect, it } from "vitest";
import { graphOutline } from "../../../src/renderer/panels/graphOutline.js";
import { graphSize } from "../../../src/renderer/panels/graphSize.js";
import { playOrder } from "../../../src/renderer/panels/playOrder.js";
import { networkOf } from "../fixtures/network.js";
import { recordings } from "./support.js";

const outlineOf = (name: string) => graphOutline(recordings[name]!.network);
const rowNames = (name: string) => outlineOf(name).rows.map(({ names }) => names.join());
const arrowTexts = (name: string) => {
  const { rows, arrows } = outlineOf(name);
  return arrows.map(
    ({ from, to, offset, parameters }) =>
      `${rows[from]!.names}[t${offset || ""}] → ${rows[to]!.names} by ${parameters.join(" ")}`,
  );
};

describe("the rows of a graph", () => {
  it("stand from inputs to losses, targets left out", () => expect(rowNames("lyric")).toEqual(["x", "s", "y", "E"]));
  it("keep an LSTM's states apart and merge its gates", () =>
    expect(rowNames("lstm")).toEqual(["x", "c", "h", "y", "E"]));
  it("keep hidden layers that do not look back", () => expect(rowNames("feedForward")).toEqual(["x", "a", "y", "E"]));
  it("know which have a node at the last step only", () => {
    expect(outlineOf("manyToOne").rows.map(({ atLast }) => atLast)).toEqual([false, false, true, true]);
  });
  it("put several losses in one", () => {
    const network = networkOf(
      "s[t] = tanh(W s[t-1] + U x[t])\n y[t] = V s[t]\n E[t] = squaredError(target[t], y[t])\n F[t] = squaredError(goal[t], s[t])",
      {},
    );
    const { rows } = graphOutline(network);
    expect(rows.at(-1)!.names).toEqual(["E", "F"]);
  });
});

describe("the arrows of a graph", () => {
  it("name the parameters on their way", () => {
    expect(arrowTexts("lyric")).toEqual(["x[t] → s by U", "s[t-1] → s by W", "s[t] → y by V", "y[t] → E by "]);
  });
  it("reach a state through its gates", () => {
    const arrows = arrowTexts("lstm");
    expect(arrows).toContain("c[t-1] → c by ");
    expect(arrows).toContain("h[t-1] → h by W_o");
    expect(arrows.find((arrow) => arrow.startsWith("h[t-1] → c"))).toMatch(/W_f.*W_i.*W_g/);
    expect(arrows.find((arrow) => arrow.startsWith("x[t] → c"))).toMatch(/U_f.*U_i.*U_g/);
  });
  it("look ahead in a layer that runs backward", () => expect(arrowTexts("bidirectional")).toContain("g[t1] → g by Q"));
  it("leave biases to the rows", () => {
    const { rows, biases } = outlineOf("lyric");
    expect(Object.fromEntries(rows.map(({ names }, i) => [names[0], biases[i]]))).toMatchObject({
      s: ["b"],
      y: ["c"],
      x: [],
    });
  });
});

describe("the size of a graph", () => {
  it("has one offset a row, upwards", () => {
    const { offsets } = graphSize(recordings.lstm!.network);
    expect(offsets).toHaveLength(5);
    offsets.forEach((offset, i) => {
      if (i > 0) expect(offset).toBeGreaterThan(offsets[i - 1]!);
    });
  });
  it("does not shrink a network whose arrows cross", () => {
    expect([graphSize(recordings.lyric!.network).canShrink, graphSize(recordings.lstm!.network).canShrink]).toEqual([
      true,
      false,
    ]);
  });
});

describe("the play", () => {
  it("runs left to right, and every row of a column at once", () => {
    const order = playOrder(outlineOf("lyric"), 5);
    expect([0, 1, 2, 3].map((row) => order(row, 2))).toEqual([2, 2, 2, 2]);
  });
  it("runs right to left in a layer that looks ahead; what reads both waits for the later", () => {
    const outline = outlineOf("bidirectional");
    const order = playOrder(outline, 8);
    const rowOf = (name: string) => outline.rows.findIndex(({ names }) => names.includes(name));
    expect([order(rowOf("f"), 1), order(rowOf("g"), 1), order(rowOf("y"), 1)]).toEqual([1, 6, 6]);
  });
  it("has an output of the last step wait for it", () => {
    const outline = outlineOf("manyToOne");
    expect(playOrder(outline, 20)(2, 19)).toBe(19);
  });
});
