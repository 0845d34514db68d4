import katex from "katex";
import { describe, expect, it } from "vitest";
import { initialView } from "../../src/renderer/cursor.js";
import { type DecodedRecording, decodeRecording, stateNames } from "../../src/renderer/decode.js";
import { barStrip } from "../../src/renderer/inspector/BarStrip.js";
import { inspectorModel } from "../../src/renderer/inspector/inspectorModel.js";
import { numbersTex, numberTex } from "../../src/renderer/inspector/numberTex.js";
import * as fixtures from "./fixtures/index.js";

const viewOf = ({ frames, recording }: DecodedRecording) => initialView({ ...frames, states: stateNames(recording) });
const inspect = (decoded: DecodedRecording, sequence: string, column: number, frame?: number) => {
  const view = viewOf(decoded);
  return inspectorModel(decoded, { ...view, frame: frame ?? view.frame, selected: { sequence, column } }, 3);
};
const lyric = decodeRecording(fixtures.lyricRun());

describe("inspectorModel", () => {
  it("writes times as numbers", () => {
    const model = inspect(lyric, "s", 2)!;
    expect(model.nameTex).toBe("s_{3}");
    expect(model.symbolic).toContain("x_{3}");
    expect(model.symbolic).toContain("s_{2}");
    expect(model.symbolic).not.toMatch(/_\{t/);
  });

  it("puts numbers in place of names", () => {
    const model = inspect(lyric, "y", 1)!;
    expect(model.numeric).toMatch(/softmax.*\\begin\{bmatrix\}.*\\begin\{bmatrix\}/s);
    expect(model.numeric).not.toMatch(/s_|V/);
    expect(model.value?.data.length).toBe(6);
    expect(Array.from(model.value!.data).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it("reads the initial state before time 1", () => {
    expect(inspect(lyric, "s", 0)!.numeric).toContain("\\begin{bmatrix}0\\\\0\\\\0\\\\\\vdots\\\\0\\end{bmatrix}");
  });

  it("gives the gradient of the chosen time, and its norm", () => {
    const model = inspect(lyric, "s", 4)!;
    const norm = lyric.frames.adjointNorms.get("s")!.data.at(-1)!;
    expect(model.adjoint?.norm).toBeCloseTo(norm, 12);
  });

  it("says whose numbers it shows when the frame kept none", () => {
    const model = inspect(lyric, "s", 1, 3)!;
    expect([model.step, model.cursorStep]).toEqual([0, 15]);
  });

  it("shows what the task gives as given", () => {
    expect(inspect(lyric, "x", 0)).toMatchObject({ given: true, symbolic: null, token: "想" });
  });

  it("is nothing without a selection or for an unknown name", () => {
    expect(inspectorModel(lyric, viewOf(lyric))).toBeNull();
    expect(inspect(lyric, "nobody", 0)).toBeNull();
  });

  const { dashboard, comparison, lyricRunning, longRun, ...recordings } = fixtures;
  it.each(Object.entries(recordings))("typesets every node of %s", (_, make) => {
    const decoded = decodeRecording(make());
    for (const { name } of decoded.recording.network.sequences) {
      for (const column of [0, decoded.frames.times.length - 1]) {
        const model = inspect(decoded, name, column)!;
        for (const tex of [model.nameTex, model.adjointTex, model.symbolic, model.numeric, model.result])
          if (tex !== null)
            expect(() => katex.renderToString(tex, { throwOnError: true, strict: "ignore" })).not.toThrow();
      }
    }
  });
});

describe("numbersTex", () => {
  it("keeps three digits and names what is not finite", () => {
    expect([0.123456, -2, 6.27e-9, Number.NaN, Number.NEGATIVE_INFINITY].map(numberTex)).toEqual([
      "0.123",
      "-2",
      "6.27{\\times}10^{-9}",
      "\\mathrm{NaN}",
      "-\\infty",
    ]);
  });

  it("writes small ones whole and large ones with dots", () => {
    expect(numbersTex([1, 2, 3, 4], 2, 2, 3)).toBe("\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}");
    const large = numbersTex(
      Array.from({ length: 64 }, (_, i) => i),
      8,
      8,
      3,
    );
    expect(large).toBe(
      "\\begin{bmatrix}0&1&2&\\cdots&7\\\\8&9&10&\\cdots&15\\\\16&17&18&\\cdots&23\\\\\\vdots&\\vdots&\\vdots&\\ddots&\\vdots\\\\56&57&58&\\cdots&63\\end{bmatrix}",
    );
  });
});

describe("barStrip", () => {
  it("fits its width and stands on the right side of zero", () => {
    const bars = barStrip([1, -2, 0, Number.POSITIVE_INFINITY], 40);
    expect(bars.map((bar) => bar.finite)).toEqual([true, true, true, false]);
    expect(bars[1]!.height).toBe(2 * bars[0]!.height);
    expect(bars[1]!.y).toBeGreaterThan(bars[0]!.y);
    expect(bars.at(-1)!.x + bars.at(-1)!.width).toBeLessThanOrEqual(40);
  });
});
