import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decadeTicks, linearAxis, logAxis } from "../../../src/renderer/panels/axis.js";
import { numberRuns, numberText } from "../../../src/renderer/panels/number.js";
import { spread } from "../../../src/renderer/panels/spread.js";
import { fitted, mathName, plain, spoken, textWidth, wrap } from "../../../src/renderer/panels/text.js";

describe("numbers", () => {
  it.each([
    [1.7917, "1.79"],
    [0.05123, "0.0512"],
    [12345, "12,345"],
    [0, "0"],
    [-0.5, "−0.500"],
    [3.21e-7, "3.2×10^−7"],
    [4.5e120, "4.5×10^120"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
    [Number.NaN, "NaN"],
  ])("%d is read as %s", (value, text) => expect(spoken(numberRuns(value))).toBe(text));

  it("are spoken without typography", () => expect(numberText(3.21e-7)).toBe("3.2e-7"));
});

describe("names", () => {
  const parts = (name: string, time?: string | number) =>
    mathName(name, time).map(({ text, shift }) => `${shift ?? ""}${text}`);
  it("carry their index and time below", () => {
    expect(parts("s", "t")).toEqual(["s", "subt"]);
    expect(parts("W_hh")).toEqual(["W", "subhh"]);
    expect(parts("h_2", 7)).toEqual(["h", "sub2,7"]);
    expect(parts("s[0]")).toEqual(["s", "sub0"]);
  });
  it("stand upright when they are words", () => {
    expect(mathName("target")[0]!.math).toBe(false);
    expect(mathName("ŷ")[0]!.math).toBe(true);
  });
});

describe("text", () => {
  it("wraps into lines that fit, and loses no letter", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.integer({ min: 80, max: 300 }), (list, width) => {
        const lines = wrap(list.join(" "), width, 12);
        expect(lines.join(" ")).toBe(list.join(" "));
        for (const line of lines) expect(textWidth(plain(line), 12)).toBeLessThanOrEqual(width);
      }),
    );
  });
  it("wraps Chinese between characters", () => {
    const lines = wrap("传到每一步的梯度来自全部损失", 80, 12);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join("")).toBe("传到每一步的梯度来自全部损失");
  });
  it("is cut with an ellipsis only when it is too wide", () => {
    expect(fitted("abc", 100, 12)).toBe("abc");
    const cut = fitted("a very long token indeed", 60, 12);
    expect(cut).toMatch(/…$/);
    expect(textWidth(plain(cut), 12)).toBeLessThanOrEqual(60);
  });
});

describe("spread labels", () => {
  const items = fc.array(
    fc.record({ wanted: fc.double({ min: -50, max: 250, noNaN: true }), height: fc.integer({ min: 5, max: 30 }) }),
    { minLength: 1, maxLength: 6 },
  );
  it("keep apart, in order, within their room", () => {
    fc.assert(
      fc.property(items, (list) => {
        const placed = spread(list, 0, 200);
        const order = list.map((_, i) => i).sort((a, b) => placed[a]! - placed[b]!);
        order.forEach((i, n) => {
          expect(placed[i]! - list[i]!.height / 2).toBeGreaterThanOrEqual(-1e-6);
          expect(placed[i]! + list[i]!.height / 2).toBeLessThanOrEqual(200 + 1e-6);
          const before = order[n - 1];
          if (before === undefined) return;
          expect(placed[i]! - placed[before]!).toBeGreaterThanOrEqual(
            (list[i]!.height + list[before]!.height) / 2 - 1e-6,
          );
          expect(list[i]!.wanted).toBeGreaterThanOrEqual(list[before]!.wanted);
        });
      }),
    );
  });
  it("stay where they are when nothing is in the way", () => {
    expect(
      spread(
        [
          { wanted: 20, height: 10 },
          { wanted: 80, height: 10 },
        ],
        0,
        200,
      ),
    ).toEqual([20, 80]);
  });
});

describe("axes", () => {
  it("have few round decades, even over 300 of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -323, max: 300 }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 2, max: 8 }),
        (low, span, most) => {
          const ticks = decadeTicks(low, low + span, most);
          expect(ticks.length).toBeLessThanOrEqual(most);
          for (const tick of ticks) expect(tick >= low && tick <= low + span).toBe(true);
        },
      ),
    );
  });
  it("place numbers from 1e-300 on in order; zero and infinity have no place", () => {
    const axis = logAxis(1e-300, 10, [100, 0]);
    expect(axis.at(1e-300)).toBeGreaterThan(axis.at(1e-10));
    expect(axis.at(1e-10)).toBeGreaterThan(axis.at(1));
    expect([axis.at(0), axis.at(Number.POSITIVE_INFINITY), axis.at(Number.NaN)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(axis.ticks.length).toBeGreaterThan(2);
  });
  it("begin at 0 where they are linear", () => {
    const axis = linearAxis(2.7, [60, 0], 3);
    expect([axis.at(0), axis.domain[0]]).toEqual([60, 0]);
    expect(axis.ticks.length).toBeLessThanOrEqual(4);
  });
});
