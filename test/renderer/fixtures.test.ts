import { describe, expect, it } from "vitest";
import { decodeRecording, row } from "../../src/renderer/decode.js";
import { parsePayload } from "../../src/trace/index.js";
import * as fixtures from "./fixtures/index.js";

const { dashboard, comparison, lyricRunning, ...recordings } = fixtures;

describe("the fixtures", () => {
  for (const [name, make] of Object.entries(recordings)) {
    it(`${name} is a payload and survives JSON`, () => {
      const payload = dashboard(make());
      expect(parsePayload(JSON.parse(JSON.stringify(payload)))).toEqual(JSON.parse(JSON.stringify(payload)));
    });
  }

  it("shows what its name says", () => {
    const last = (recording: ReturnType<typeof fixtures.lyricRun>) => {
      const { frames } = decodeRecording(recording);
      return row(frames.lastLossNorms.get("s")!, frames.steps.length - 1);
    };
    const vanishing = last(fixtures.vanishingRun());
    expect(vanishing[0]! / vanishing.at(-1)!).toBeLessThan(1e-6);
    expect(last(fixtures.explodingRun()).some((value) => !Number.isFinite(value))).toBe(true);
    expect(fixtures.explodingRun().nonFinite).toBeDefined();
    const losses = decodeRecording(fixtures.lyricRun()).training!.losses;
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 4);
    expect(comparison()).toHaveProperty("runs.length", 3);
    expect(lyricRunning(100).training?.done).toBe(100);
  });
});
