import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dashboardLayout } from "../../../src/renderer/layout.js";

const graph = { offsets: [0, 50, 100], slot: 36, canShrink: true };
const options = fc.record({
  width: fc.integer({ min: 320, max: 2000 }),
  columns: fc.integer({ min: 1, max: 1000 }),
  frames: fc.integer({ min: 1, max: 500 }),
});

describe("the layout", () => {
  it("puts gutters and columns side by side, inside the width", () => {
    fc.assert(
      fc.property(options, (option) => {
        const { left, band, right, width } = dashboardLayout({ ...option, graph });
        expect(left.x).toBeGreaterThanOrEqual(0);
        expect(left.x + left.width).toBeLessThanOrEqual(band.x + 1e-9);
        expect(band.x + band.width).toBeLessThanOrEqual(right.x + 1e-9);
        expect(right.x + right.width).toBeLessThanOrEqual(width + 1e-9);
        expect(right.width).toBeGreaterThan(80);
      }),
    );
  });

  it("fills the band with equal columns, and finds each by its centre", () => {
    fc.assert(
      fc.property(options, (option) => {
        const { band, columnWidth, xOf, columnAt, columns } = dashboardLayout({ ...option, graph });
        expect(columnWidth * columns).toBeCloseTo(band.width, 6);
        expect(xOf(0) - band.x).toBeCloseTo(columnWidth / 2, 6);
        for (const column of [0, Math.floor(columns / 2), columns - 1]) expect(columnAt(xOf(column))).toBe(column);
      }),
    );
  });

  it("stacks the panels without overlap, the time labels below the last", () => {
    fc.assert(
      fc.property(options, (option) => {
        const { panels, axisY, height } = dashboardLayout({ ...option, graph });
        const boxes = Object.values(panels);
        boxes.forEach((box, i) => {
          expect(box.plotTop).toBeGreaterThanOrEqual(box.top);
          expect(box.plotBottom).toBeCloseTo(box.top + box.height, 6);
          if (i > 0) expect(box.top).toBeGreaterThan(boxes[i - 1]!.plotBottom);
        });
        expect(axisY).toBeGreaterThan(boxes.at(-1)!.plotBottom);
        expect(height).toBeGreaterThan(axisY!);
      }),
    );
  });

  it("gives two pictures of one recording the same columns", () => {
    const both = dashboardLayout({ width: 900, columns: 12, frames: 9, graph });
    const one = dashboardLayout({ width: 900, columns: 12, frames: 9, graph, panels: ["losses"] });
    expect([one.band, one.xOf(7)]).toEqual([both.band, both.xOf(7)]);
  });

  it("shrinks nodes before it leaves columns out, if the network lets it", () => {
    const mode = (columns: number, canShrink: boolean) =>
      dashboardLayout({ width: 1000, columns, frames: 1, graph: { ...graph, canShrink } }).graphMode;
    expect([mode(10, true), mode(40, true), mode(400, true)]).toEqual(["full", "compact", "collapsed"]);
    expect(mode(40, false)).toBe("collapsed");
  });
});
