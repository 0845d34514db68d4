import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose, diagnosisText, encodeSeries } from "../../src/trace/index.js";
import { type Learning, learningCurve } from "../../src/trace/learning.js";
import * as fixtures from "../renderer/fixtures/index.js";

/** Made once: its numbers take a while. */
const lyric = fixtures.lyricRun();

/** How the losses of a run stand at one of its training steps, counted from 1; default the last. */
function judged(losses: readonly number[], baseline?: number, step = losses.length): Learning | null {
  const { training, task } = lyric;
  const shape = [losses.length];
  const lossSteps = encodeSeries(
    losses.map((_, i) => i + 1),
    shape,
  );
  return learningCurve({
    training: { ...training!, lossSteps, losses: encodeSeries(losses, shape) },
    ...(baseline === undefined ? {} : { task: { ...task!, baseline } }),
  })(step);
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
/** Falls from 10 to 1 in a hundred steps. */
const falling = Array.from({ length: 100 }, (_, i) => 10 - (9 * i) / 99);

describe("how the loss stands", () => {
  it("is told of a run, not of a single pass, nor of one that overflowed", () => {
    expect(diagnose(lyric).learning).toMatchObject({ code: "learned" });
    expect(diagnose(lyric, { frame: 0 }).learning).toMatchObject({ code: "start", meanOf: 1 });
    expect(diagnose(fixtures.lyricTrace()).learning).toBeNull();
    expect(diagnose(fixtures.explodingRun()).learning).toBeNull();
  });

  it("is judged by the last tenth against the first, whatever the last batch was", () => {
    expect(judged([...falling, 40])).toMatchObject({ code: "fell", meanOf: 11 });
    expect(judged([...falling.slice(0, -1), 11], 9)).toMatchObject({ code: "learning", meanOf: 10 });
    const flat = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : 3));
    expect(judged(flat)).toMatchObject({ code: "flat", first: 2, loss: 2, meanOf: 20 });
    expect(judged(flat.map((loss, i) => (i === 0 ? 100 : i === 199 ? 0.01 : loss)))).toMatchObject({ code: "fell" });
    expect(judged([...falling].reverse())).toMatchObject({ code: "rose" });
  });

  it("takes the means of a tenth, of at least 5 steps, and of no more than half", () => {
    const wide = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(wide, fc.nat(299), (losses, at) => {
        const done = Math.min(losses.length, at + 1);
        const { first, loss, meanOf } = judged(losses, undefined, done)!;
        expect(meanOf).toBe(done < 2 ? 1 : done < 10 ? Math.floor(done / 2) : Math.max(5, Math.ceil(done / 10)));
        expect(first).toBeCloseTo(mean(losses.slice(0, meanOf)), 9);
        expect(loss).toBeCloseTo(mean(losses.slice(done - meanOf, done)), 9);
      }),
    );
  });

  it("goes by training steps where not every loss is kept", () => {
    const [steps, losses] = [
      [1, 3, 9, 10, 50, 91, 96, 100],
      [8, 6, 4, 2, 9, 2, 1, 3],
    ];
    const kept = {
      ...lyric.training!,
      lossSteps: encodeSeries(steps, [8]),
      losses: encodeSeries(losses, [8]),
    };
    expect(learningCurve({ training: kept })(100)).toMatchObject({ first: 5, loss: 2, meanOf: 10 });
  });

  it("leaves out numbers that are not finite, but for the last", () => {
    expect(judged([Number.POSITIVE_INFINITY, 4, 4, 4, 4, 2, 2, Number.NaN, 2, 2])).toMatchObject({ first: 4, loss: 2 });
    expect(judged([4, Number.NaN])).toBeNull();
    expect(judged([Number.POSITIVE_INFINITY, 2])).toMatchObject({ code: "fell", first: Number.POSITIVE_INFINITY });
  });

  it("is said with what the means are of", () => {
    const diagnosis = { ...diagnose(fixtures.lyricTrace()), learning: judged(falling, 20) };
    expect(diagnosisText(diagnosis).learning).toBe(
      "Loss 9.59 → 1.41, each a mean of 10 steps: learned (knowing nothing costs 20).",
    );
    expect(diagnosisText(diagnosis, "zh-cn").learning).toBe(
      "损失 9.59 → 1.41（各取 10 步的平均）：已学会（一无所知时为 20）。",
    );
    expect(diagnosisText({ ...diagnosis, learning: judged([4, 2]) }).learning).toBe("Loss 4 → 2: falling.");
  });
});
