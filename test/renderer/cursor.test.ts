import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Action,
  type Extent,
  initialView,
  rebase,
  reduce,
  type View,
  ViewStore,
} from "../../src/renderer/cursor.js";

const range = (count: number, from = 0, by = 1) => Array.from({ length: count }, (_, i) => from + i * by);
const extentOf = (frames: number, columns: number, every = 5): Extent => ({
  steps: range(frames, 0, every),
  times: range(columns, 1),
  states: ["c", "h"],
});

const index = fc.integer({ min: -50, max: 2000 });
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant("column" as const), column: index }),
  fc.record({ type: fc.constant("frame" as const), frame: index }),
  fc.record({ type: fc.constant("point" as const), column: index, frame: index }),
  fc.record({ type: fc.constant("advance" as const), by: fc.constantFrom(1 as const, -1 as const) }),
  fc.record({ type: fc.constant("focusState" as const), name: fc.constantFrom("c", "h", "nobody") }),
  fc.record({ type: fc.constant("select" as const), node: fc.record({ sequence: fc.constant("h"), column: index }) }),
  fc.constantFrom({ type: "play" as const }, { type: "pause" as const }, { type: "endPlay" as const }),
);
const size = fc.integer({ min: 1, max: 40 });
const viewAfter = (actions: readonly Action[], extent: Extent) =>
  actions.reduce((view, next) => reduce(view, next, extent), initialView(extent));

function expectInside(view: View, extent: Extent): void {
  expect(extent.times[view.column]).toBeDefined();
  expect(extent.steps[view.frame]).toBeDefined();
  expect(extent.states).toContain(view.focusState);
  if (view.playing) expect(extent.times[view.playing.position]).toBeDefined();
  if (view.running) expect(view.playing).not.toBeNull();
}

describe("reduce", () => {
  it("stays inside the data, whatever is done", () => {
    fc.assert(
      fc.property(size, size, fc.array(action), (frames, columns, actions) => {
        const extent = extentOf(frames, columns);
        expectInside(viewAfter(actions, extent), extent);
      }),
    );
  });

  it("starts at the last column of the newest frame and follows it", () => {
    expect(initialView(extentOf(60, 5))).toMatchObject({
      column: 4,
      frame: 59,
      following: true,
      source: "last",
      focusState: "c",
    });
    expect(initialView({ steps: [], times: [], states: [] })).toMatchObject({ column: 0, frame: 0, focusState: "" });
  });

  it("plays every column forward, then every column backward, then ends", () => {
    const extent = extentOf(1, 3);
    let view = reduce(initialView(extent), { type: "play" }, extent);
    const seen: string[] = [];
    while (view.playing) {
      seen.push(`${view.playing.phase[0]}${view.playing.position}`);
      expect(view.column).toBe(view.playing.position);
      view = reduce(view, { type: "advance", by: 1 }, extent);
    }
    expect(seen).toEqual(["f0", "f1", "f2", "b2", "b1", "b0"]);
    expect(view.running).toBe(false);
  });

  it("advancing back undoes advancing", () => {
    fc.assert(
      fc.property(size, fc.nat(), (columns, random) => {
        const extent = extentOf(1, columns);
        const advance: Action = { type: "advance", by: 1 };
        const steps = 1 + (random % (2 * columns - 1));
        const forth = viewAfter(Array<Action>(steps).fill(advance), extent);
        expect(viewAfter([...Array<Action>(steps + 1).fill(advance), { type: "advance", by: -1 }], extent)).toEqual(
          forth,
        );
      }),
    );
  });

  it("pauses where it is and goes on from there", () => {
    const extent = extentOf(1, 4);
    const paused = viewAfter([{ type: "play" }, { type: "advance", by: 1 }, { type: "pause" }], extent);
    expect(paused).toMatchObject({ running: false, playing: { phase: "forward", position: 1 } });
    expect(reduce(paused, { type: "play" }, extent)).toMatchObject({ running: true, playing: { position: 1 } });
  });

  it("ends following when the scrubber is moved, and takes it up again at the newest frame", () => {
    const extent = extentOf(10, 4);
    const moved = viewAfter([{ type: "frame", frame: 3 }], extent);
    expect(moved.following).toBe(false);
    expect(reduce(moved, { type: "frame", frame: 9 }, extent).following).toBe(true);
  });
});

describe("rebase", () => {
  it("keeps time and training step when they are still there", () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(), fc.nat(), (frames, more, columns, atFrame, atColumn) => {
        const before = extentOf(frames, columns);
        const later = extentOf(frames + more, columns);
        const view = viewAfter(
          [
            { type: "frame", frame: atFrame % frames },
            { type: "column", column: atColumn % columns },
          ],
          before,
        );
        const next = rebase(view, before, later);
        expect(later.times[next.column]).toBe(before.times[view.column]);
        expect(next.frame).toBe(view.following ? frames + more - 1 : view.frame);
      }),
    );
  });

  it("goes to the nearest kept step when frames are thinned", () => {
    const before = extentOf(10, 4, 5);
    const view = viewAfter([{ type: "frame", frame: 3 }], before);
    expect(rebase(view, before, extentOf(10, 4, 10)).frame).toBe(1);
  });

  it("lets go of a state that is gone", () => {
    const before = extentOf(3, 3);
    const view = viewAfter([{ type: "focusState", name: "h" }], before);
    expect(rebase(view, before, { ...before, states: ["s"] }).focusState).toBe("s");
  });
});

describe("ViewStore", () => {
  it("tells its listeners of a change, until they leave", () => {
    const store = new ViewStore(extentOf(5, 5));
    let told = 0;
    const leave = store.subscribe(() => told++);
    store.dispatch({ type: "column", column: 2 });
    store.dispatch({ type: "focusState", name: "nobody" });
    expect(told).toBe(1);
    leave();
    store.dispatch({ type: "column", column: 3 });
    expect([told, store.view.column]).toEqual([1, 3]);
  });
});
