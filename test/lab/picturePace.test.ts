import fc from "fast-check";
import { expect, it } from "vitest";
import { PicturePace } from "../../src/lab/picturePace.js";

/** Polls every ms for ten seconds or so; each picture takes its time of `durations`. */
function simulate(durations: readonly number[]): { began: number; ended: number }[] {
  const pace = new PicturePace(0);
  const pictures: { began: number; ended: number }[] = [];
  for (let now = 0; now < 10_000; now++) {
    if (!pace.isDue(now)) continue;
    const began = now;
    now += durations[pictures.length % durations.length]!;
    pace.made(began, now);
    pictures.push({ began, ended: now });
  }
  return pictures;
}

const someDurations = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 9 });

it("makes the first picture at once", () => {
  fc.assert(
    fc.property(someDurations, (durations) => {
      expect(simulate(durations)[0]!.began).toBe(0);
    }),
  );
});

it("leaves 160 ms between two pictures, and fifty times what the earlier one took", () => {
  fc.assert(
    fc.property(someDurations, (durations) => {
      const pictures = simulate(durations);
      for (const [i, { began }] of pictures.entries()) {
        const before = pictures[i - 1];
        if (before)
          expect(began - before.ended).toBeGreaterThanOrEqual(Math.max(160, 50 * (before.ended - before.began)));
      }
    }),
  );
});

it("makes six pictures a second when they cost next to nothing", () => {
  expect(simulate([0])).toHaveLength(63);
});
