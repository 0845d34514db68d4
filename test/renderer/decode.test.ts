import fc from "fast-check";
import { expect, it } from "vitest";
import { at, decodeRecording, nearestDetail, nearestIndex, row, stateNames } from "../../src/renderer/decode.js";
import { decodeSeries } from "../../src/trace/index.js";
import { bidirectionalRun, lyricRun } from "./fixtures/index.js";

const decoded = decodeRecording(lyricRun());

it("reads the same number by row and by column", () => {
  const { losses, steps, times } = decoded.frames;
  expect(losses.shape).toEqual([steps.length, times.length]);
  for (let k = 0; k < steps.length; k++)
    for (let i = 0; i < times.length; i++) expect(at(losses, k, i)).toBe(row(losses, k)[i]);
});

it("is NaN outside a series, never another row's number", () => {
  expect(at(decoded.frames.losses, 0, 5)).toBeNaN();
  expect(at(decoded.frames.losses, 1e6, 0)).toBeNaN();
});

it("finds the nearest entry", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1 }),
      fc.integer({ min: -200, max: 200 }),
      (list, value) => {
        const sorted = [...list].sort((a, b) => a - b);
        const found = Math.abs(sorted[nearestIndex(sorted, value)]! - value);
        expect(found).toBe(Math.min(...sorted.map((entry) => Math.abs(entry - value))));
      },
    ),
  );
  expect(nearestIndex([], 3)).toBe(-1);
});

it("gives the numbers of the nearest frame that kept them", () => {
  const steps = decoded.details.map((detail) => detail.step);
  expect(nearestDetail(decoded, 0)?.step).toBe(0);
  expect(nearestDetail(decoded, decoded.frames.steps.length - 1)?.step).toBe(steps.at(-1));
});

it("decodes a series by its name, once", () => {
  const { recording, frames } = decoded;
  const { stepGradientNorms } = recording.frames;
  expect([...frames.stepGradientNorms.keys()]).toEqual(Object.keys(stepGradientNorms));
  for (const [name, text] of Object.entries(stepGradientNorms)) {
    expect(frames.stepGradientNorms.get(name)).toEqual(decodeSeries(text));
    expect(frames.stepGradientNorms.get(name)).toBe(frames.stepGradientNorms.get(name));
  }
  expect(frames.stepGradientNorms.has("nothing")).toBe(false);
  expect(frames.stepGradientNorms.get("nothing")).toBeUndefined();
});

it("names the states", () => expect(stateNames(bidirectionalRun())).toEqual(["f", "g"]));
