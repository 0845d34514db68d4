import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrowBetween, crossingAt } from "../../../src/renderer/panels/arrowPath.js";
import { foldedGraphModel } from "../../../src/renderer/panels/foldedGraphModel.js";
import { graphColumns } from "../../../src/renderer/panels/graphColumns.js";
import { normAt, stateNorms, thicknessOf } from "../../../src/renderer/panels/norms.js";
import { unrolledGraphModel } from "../../../src/renderer/panels/unrolledGraphModel.js";
import { recordings, type SetupOptions, setup } from "./support.js";

const model = (name: string, options?: SetupOptions) => unrolledGraphModel(setup(recordings[name]!, options));

describe("nodes", () => {
  it("stand in the columns of all panels", () => {
    for (const name of ["lyric", "vanishing", "manyToOne", "bidirectional"]) {
      const { layout, ...rest } = setup(recordings[name]!);
      for (const { id, x } of unrolledGraphModel({ layout, ...rest }).nodes)
        expect(x).toBeCloseTo(layout.xOf(id.column), 6);
    }
  });
  it("show the task's tokens, and the target above", () => {
    const { nodes, labels } = model("lyric");
    const shown = (sequence: string) =>
      nodes
        .filter(({ id }) => id.sequence === sequence)
        .map(({ runs }) => runs[0]!.text)
        .join("");
    expect(shown("x")).toBe("想要有直升");
    expect(shown("y")).toBe("要有直升机");
    expect(labels.map(({ runs }) => runs[0]!.text).join("")).toContain("要有直升机");
  });
  it("tell a right prediction from a wrong one", () => {
    const outputs = model("trace").nodes.filter(({ role }) => role === "output");
    expect(new Set(outputs.map(({ bold }) => bold))).toEqual(new Set([true, false]));
  });
  it("have a name with time, value and gradient", () => {
    const names = model("lyric").nodes.map(({ name }) => name);
    expect(names).toContainEqual(
      expect.stringMatching(/^s5: state at time step 5, norm [\d.]+, gradient norm 0\.00\d+$/),
    );
    expect(names).toContainEqual(
      expect.stringMatching(/^y1: output at time step 1, “要”, norm [\d.]+, gradient norm exactly 0$/),
    );
    expect(names).toContainEqual(expect.stringMatching(/^E3: loss at time step 3, loss 0\.\d+$/));
  });
  it("have losses as dots whose size grows with the loss", () => {
    const { view, decoded } = setup(recordings.trace!);
    const dots = model("trace").nodes.filter(({ role }) => role === "loss");
    const losses = dots.map(({ id }) => decoded.frames.losses.data[view.frame * 5 + id.column]!);
    const byLoss = dots.map((_, i) => i).sort((a, b) => losses[a]! - losses[b]!);
    byLoss.reduce((before, i) => {
      expect(dots[i]!.radius).toBeGreaterThanOrEqual(dots[before]!.radius);
      return i;
    });
  });
  it("name a loss that is no number", () => {
    expect(model("exploding").nodes.filter(({ nonFinite }) => nonFinite)).toHaveLength(50);
  });
  it("have a loss at the last step only when the network has", () => {
    expect(
      model("manyToOne")
        .nodes.filter(({ role }) => role === "loss")
        .map(({ id }) => id.column),
    ).toEqual([19]);
  });
});

describe("gradients", () => {
  const norm = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
  it("are no thinner when they are larger", () => {
    for (const name of ["lyric", "vanishing", "exploding", "lstm"]) {
      const { decoded, view } = setup(recordings[name]!);
      const thickness = thicknessOf(stateNorms(decoded, "last"), view.frame);
      fc.assert(fc.property(norm, norm, (a, b) => thickness.of(Math.min(a, b)) <= thickness.of(Math.max(a, b))));
    }
  });
  it("are thicker near the loss when they vanish", () => {
    const widths = model("vanishing")
      .backward.filter(({ kind, head }) => kind === "finite" && head === "")
      .map(({ width }) => width);
    expect(Math.max(...widths) / Math.min(...widths)).toBeGreaterThan(3);
  });
  it("of exactly 0 are dotted: an earlier loss has no part in the last", () => {
    const { backward, key } = model("lyric");
    expect(backward.filter(({ kind }) => kind === "zero")).toHaveLength(8);
    expect(key.labels.map(({ runs }) => runs[0]!.text)).toContain("exactly 0");
  });
  it("that are no number are drawn and named once", () => {
    const named = model("exploding").backward.filter(({ name }) => name);
    expect(named.map(({ name }) => name)).toEqual(["NaN"]);
  });
  it("name infinity where it begins", () => {
    const { decoded } = setup(recordings.exploding!);
    const infinite = [...decoded.frames.lastLossNorms.get("s")!.data].indexOf(Number.POSITIVE_INFINITY);
    const { backward } = model("exploding", { view: { frame: Math.floor(infinite / 50) } });
    expect(backward.filter(({ name }) => name).map(({ name }) => name)).toEqual(["∞"]);
  });
  it("do not come out of a node that none has reached", () => {
    const setupOfTwo = setup(recordings.bidirectional!);
    const read = normAt(setupOfTwo.decoded, setupOfTwo.view.frame, "last");
    expect([read("g", 7), read("g", 6)]).toEqual([expect.any(Number), 0]);
    const row = unrolledGraphModel(setupOfTwo).backward.filter(
      ({ curve: [a, , b] }) => Math.abs(a[1] - b[1]) < 1e-6 && b[0] > a[0],
    );
    expect(row.map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => "zero"));
  });
  it("do not go back before the forward pass has come to its end", () => {
    expect(model("lyric", { view: { playing: { phase: "forward", position: 2 } } }).backward).toEqual([]);
  });
});

describe("a play", () => {
  const lit = (phase: "forward" | "backward", position: number) =>
    model("lyric", { view: { playing: { phase, position } } });
  it("lights the nodes up to its place", () => {
    const states = lit("forward", 2).nodes.filter(({ role }) => role === "state");
    expect(states.map(({ lit }) => lit)).toEqual([true, true, true, false, false]);
    expect(states.map(({ current }) => current)).toEqual([false, false, true, false, false]);
  });
  it("lights the gradients from the last column back", () => {
    const count = (position: number) => lit("backward", position).backward.filter(({ lit }) => lit).length;
    expect([4, 3, 0].map(count)).toEqual([2, 5, 14]);
  });
});

describe("rails", () => {
  it("touch every arrow of their parameter", () => {
    const { rails } = model("lyric");
    const touches = Object.fromEntries(rails.map(({ parameters, touches }) => [parameters.join(), touches.length]));
    expect(touches).toEqual({ "V,c": 5, "W,b": 4, U: 5 });
  });
  it("touch bowed arrows where these cross them", () => {
    const arrow = arrowBetween({ x: 0, y: 100, radius: 10 }, { x: 0, y: 0, radius: 10 }, { bow: 40 });
    const x = crossingAt(arrow, 50)!;
    expect(x).toBeGreaterThan(-25);
    expect(x).toBeLessThan(-15);
    expect(crossingAt(arrow, 150)).toBeUndefined();
  });
});

describe("a long graph", () => {
  it("keeps its ends and the cursor, in order, and leaves no column unaccounted for", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(0, 1, 2, 6, 993, 997, 998, 999)),
        fc.integer({ min: 320, max: 1800 }),
        (cursor, width) => {
          const { layout } = setup(recordings.long!, { width });
          const { slots, xOf } = graphColumns(layout, cursor);
          expect([xOf(0), xOf(cursor), xOf(999)].every((x) => x !== undefined)).toBe(true);
          let next = 0;
          for (const slot of slots) {
            expect(slot.kind === "column" ? slot.column : slot.from).toBe(next);
            next = slot.kind === "column" ? slot.column + 1 : slot.to + 1;
          }
          expect(next).toBe(1000);
        },
      ),
      { numRuns: 30 },
    );
  });
  it("fans out to the columns of the other panels", () => {
    const { fan, gaps } = model("long", { view: { column: 600 } });
    expect(fan).toHaveLength(3);
    expect(gaps).toHaveLength(2 * 4);
  });
});

describe("the folded graph", () => {
  it("has one column, and the state's loop is labelled with parameter and lag", () => {
    const { nodes, labels, rails } = foldedGraphModel(setup(recordings.lyric!, { view: { folded: true } }));
    expect(new Set(nodes.map(({ x }) => x)).size).toBe(1);
    expect(rails).toEqual([]);
    expect(labels.map(({ runs }) => runs.map(({ text }) => text).join(""))).toContain("W,  t−1");
  });
});
