import { describe, expect, it, vi } from "vitest";
import { durationText, progressText } from "../../src/extension/progressText.js";

vi.mock("vscode", () => import("./fixtures/vscode.js"));

const progress = { step: 120, steps: 300, loss: 0.8213, stepsPerSecond: 2140.4, secondsLeft: 2.1 };

describe("progressText", () => {
  it("says step, loss, speed and time left", () => {
    expect(progressText(progress)).toBe("step 120/300 · loss 0.821 · 2,140 steps/s · 3 s left");
  });

  it("groups thousands", () => {
    expect(progressText({ ...progress, step: 12_000, steps: 60_000 })).toMatch(/^step 12,000\/60,000 · /);
  });

  it("names a loss that is not finite, which JSON carries as null", () => {
    expect(progressText({ ...progress, loss: null })).toMatch(/ · loss not finite · /);
  });

  it("leaves out a speed and a time that are not known yet", () => {
    expect(progressText({ ...progress, stepsPerSecond: 0, secondsLeft: Number.POSITIVE_INFINITY })).toBe(
      "step 120/300 · loss 0.821",
    );
    const overJson = JSON.parse(JSON.stringify({ ...progress, stepsPerSecond: Number.NaN, secondsLeft: Number.NaN }));
    expect(progressText(overJson)).toBe("step 120/300 · loss 0.821");
  });

  it("shows the fraction of a slow speed", () => {
    expect(progressText({ ...progress, stepsPerSecond: 0.4567 })).toMatch(/ · 0\.46 steps\/s · /);
  });
});

describe("durationText", () => {
  it.each([
    [0, "0 s"],
    [0.2, "1 s"],
    [59.2, "1 min 0 s"],
    [125, "2 min 5 s"],
    [3599.5, "1 h 0 min"],
    [4800, "1 h 20 min"],
  ])("%d s is %s", (seconds, text) => expect(durationText(seconds)).toBe(text));
});
