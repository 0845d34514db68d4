import { describe, expect, it } from "vitest";
import { nearestStop } from "../../../src/renderer/paths/nearestStop.js";
import {
  initialFocus,
  litPaths,
  type PathAction,
  pinnedPath,
  reduceFocus,
  SHORT_LIST,
} from "../../../src/renderer/paths/pathFocus.js";
import type { Stop } from "../../../src/renderer/paths/stops.js";

const stop = (key: string, paths: number[], x = 0, y = 0): Stop => ({ key, paths, x, y, text: key, tex: key, d: null });
const stops = [stop("h", [0, 2], 0, 0), stop("o", [0], 0, -50), stop("g", [2], -100, 4)];

const reduced = (count: number, ...actions: PathAction[]) =>
  actions.reduce((focus, action) => reduceFocus(focus, action, count), initialFocus);
const lit = (...actions: PathAction[]) => {
  const found = litPaths(reduced(3, ...actions), stops);
  return found && [...found];
};
const path = (index: number) => ({ kind: "path", index }) as const;

describe("what is lit", () => {
  it("is everything alike at first", () => expect(lit()).toBeNull());

  it("is what is pointed at, before what is pinned", () => {
    const pin: PathAction = { type: "pin", at: path(1) };
    expect(lit({ type: "point", at: path(2) })).toEqual([2]);
    expect(lit(pin, { type: "point", at: { kind: "stop", key: "h" } })).toEqual([0, 2]);
    expect(lit(pin, { type: "point", at: null })).toEqual([1]);
    expect(lit(pin, pin)).toBeNull();
    expect(lit(pin, { type: "clear" })).toBeNull();
  });

  it("is the next path, round and round", () => {
    const next: PathAction = { type: "step", by: 1 };
    expect(lit(next)).toEqual([0]);
    expect(lit(next, next, next, next)).toEqual([0]);
    expect(lit({ type: "step", by: -1 })).toEqual([2]);
  });

  it("is one path after the other in a walk, which ends with all", () => {
    const tick: PathAction = { type: "tick" };
    expect(lit({ type: "walk" }, tick)).toEqual([1]);
    expect(lit({ type: "walk" }, tick, tick, tick)).toBeNull();
    expect(reduced(3, { type: "walk" }, tick, tick, tick).walking).toBe(false);
    expect(reduced(3, { type: "walk" }, { type: "pin", at: path(2) }).walking).toBe(false);
  });

  it("has its row shown, however far down", () => {
    const focus = reduced(50, { type: "pin", at: path(SHORT_LIST) });
    expect(focus).toMatchObject({ expanded: true, active: SHORT_LIST });
    expect(pinnedPath(focus)).toBe(SHORT_LIST);
    expect(reduced(50, { type: "pin", at: path(SHORT_LIST - 1) }).expanded).toBe(false);
  });
});

describe("arrow keys", () => {
  it("go to the nearest stop in their direction", () => {
    const [h, o, g] = stops as [Stop, Stop, Stop];
    expect(nearestStop(stops, h, "ArrowUp")).toBe(o);
    expect(nearestStop(stops, h, "ArrowLeft")).toBe(g);
    expect(nearestStop(stops, g, "ArrowRight")).toBe(h);
    expect(nearestStop(stops, h, "ArrowRight")).toBeNull();
    expect(nearestStop(stops, h, "Tab")).toBeNull();
  });
});
