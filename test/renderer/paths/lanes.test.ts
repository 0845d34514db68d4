import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laneShifts, laneWidths, trailPath } from "../../../src/renderer/paths/lanes.js";
import type { Trail, TrailPoint } from "../../../src/renderer/paths/trail.js";

const at = (x: number, y: number): TrailPoint => ({
  key: `${x},${y}`,
  kind: "node",
  x,
  y,
  radius: 10,
  text: "",
  tex: "",
});

/** From point to point on straight lines. */
const trail = (...points: [number, number][]): Trail =>
  points.slice(1).map(([x, y], i) => {
    const [from, to] = [at(...points[i]!), at(x, y)];
    return { lane: `${from.key}>${to.key}`, from, to, bow: 0 };
  });

describe("lanes", () => {
  it("leave a line alone in the middle of its arrow", () => {
    expect(laneShifts([trail([0, 0], [0, 50])], 5)).toEqual([[0]]);
  });

  it("put whoever turns left on the left", () => {
    // downward on the screen, east is to the left
    const toTheEast = trail([0, 0], [0, 50], [50, 50]);
    const toTheWest = trail([0, 0], [0, 50], [-50, 50]);
    const straightOn = trail([0, 0], [0, 50], [0, 100]);
    const shifts = laneShifts([toTheWest, straightOn, toTheEast], 4);
    expect(shifts.map(([first]) => first)).toEqual([-4, 0, 4]);
  });

  it("keep those that meet on the sides they came from", () => {
    const fromTheEast = trail([50, 0], [0, 0], [0, 50]);
    const fromTheWest = trail([-50, 0], [0, 0], [0, 50]);
    const [east, west] = laneShifts([fromTheWest, fromTheEast], 4).map((shift) => shift[1]!);
    // the one that came from the west runs on the west side: to the right of a line that goes down
    expect(east).toBeLessThan(0);
    expect(west).toBeGreaterThan(0);
  });

  it("are as far apart as the pitch, about the middle of the arrow, whatever the trails", () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
    const walk = fc
      .array(place, { minLength: 2, maxLength: 6 })
      .map((points) => points.filter((point, i) => i === 0 || String(point) !== String(points[i - 1])))
      .filter((points) => points.length > 1)
      .map((points) => trail(...points.map(([x, y], i): [number, number] => [x * 50, y * 50 + i * 1000])));
    fc.assert(
      fc.property(fc.array(walk, { minLength: 1, maxLength: 8 }), (trails) => {
        const shifts = laneShifts(trails, 3);
        const lanes = new Map<string, number[]>();
        trails.forEach((segments, path) => {
          segments.forEach(({ lane }, i) => {
            lanes.set(lane, [...(lanes.get(lane) ?? []), shifts[path]![i]!]);
          });
        });
        for (const found of lanes.values()) {
          const wanted = found.map((_, i) => (i - (found.length - 1) / 2) * 3);
          expect([...found].sort((a, b) => a - b)).toEqual(wanted);
        }
      }),
    );
  });

  it("grow narrower until all find room", () => {
    const one = trail([0, 0], [0, 50]);
    expect(laneWidths([one], 20).pitch).toBe(5);
    const { pitch, stroke } = laneWidths(
      Array.from({ length: 41 }, () => one),
      20,
    );
    expect(pitch * 40).toBeCloseTo(20);
    expect(stroke).toBe(0.9);
  });

  it("are drawn in one stroke", () => {
    const path = trailPath(trail([0, 0], [0, 50], [-50, 50]), [2, 2]);
    // on the outside of the bend all the way
    expect(path).toBe("M2,0L2,49.5L0,52L-49.5,52");
  });
});
