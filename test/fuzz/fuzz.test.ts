/** Networks drawn from the grammar hold to every law, and meet all that the language and the planner can do. */
import type { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { testThreads } from "../engine/simd/testThreads.js";
import { propertyRun } from "../support/property.js";
import { Fuzz, shortened } from "./fuzz.js";
import { lawsWith } from "./laws/index.js";
import { failureText } from "./report.js";

/** Each thing is met in so many networks at least. */
const LEAST = 50;
/** Time beyond what the coverage takes, in units of what one property has. */
const SHARE = 20;
/** The coverage takes fewer networks. */
const MOST = 5000;

const workers: Worker[] = [];
afterAll(async () => void (await Promise.all(workers.map((worker) => worker.terminate()))));

it("hold to every law, and meet everything fifty times", () => {
  const { seconds, seed = 1 } = propertyRun(process.env);
  const laws = lawsWith(testThreads(workers));
  const fuzz = new Fuzz(laws, seed);
  const end = Date.now() + seconds * SHARE * 1000;
  for (let index = 0; index < MOST && (fuzz.coverage.below(LEAST).length > 0 || Date.now() < end); index++) {
    const [failure] = fuzz.run(index);
    if (!failure) continue;
    const short = shortened(failure, laws.find(({ name }) => name === failure.law)!);
    expect.fail(`${failureText(short)}\n\ndrawn as\n${failure.network.text}`);
  }
  expect(fuzz.coverage.below(LEAST)).toEqual([]);
  const without = [...fuzz.refused.values()].reduce((sum, n) => sum + n, 0);
  expect(without / fuzz.drawn).toBeLessThan(0.2);
});
