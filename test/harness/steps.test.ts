/** `npm test` runs every step that can be run, and its summary hides no failure. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { CHECKS, IN_PLACE } from "../checks.mjs";
import { failuresIn, type Result, resultsOf, root, type Step, summaryOf } from "../steps.mjs";

const step = (name: string, needs?: string): Step => ({ name, command: ["true"], needs });
const failing =
  (...names: string[]) =>
  ({ name }: Step): Result => ({ name, outcome: names.includes(name) ? "FAILED" : "passed", seconds: 1 });
const outcomes = (results: readonly Result[]) => results.map(({ name, outcome }) => `${name}: ${outcome}`);

describe("steps", () => {
  it("go on after one that failed", async () => {
    const results = await resultsOf([step("a"), step("b"), step("c")], failing("a"));
    expect(outcomes(results)).toEqual(["a: FAILED", "b: passed", "c: passed"]);
  });

  it("are not run when what they need failed or was not run itself", async () => {
    const steps = [step("build"), step("lessons", "build"), step("pictures", "lessons"), step("other")];
    expect(outcomes(await resultsOf(steps, failing("build")))).toEqual([
      "build: FAILED",
      "lessons: not run",
      "pictures: not run",
      "other: passed",
    ]);
  });

  it("refuse a need that does not stand before", async () => {
    await expect(resultsOf([step("a", "b"), step("b")], failing())).rejects.toThrow(/"a" needs "b"/);
  });

  it("of npm test have what they need before them, and names of their own", async () => {
    const all = [...CHECKS, ...IN_PLACE];
    expect(outcomes(await resultsOf(all, failing())).every((line) => line.endsWith("passed"))).toBe(true);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it("are summed up, a line for each", async () => {
    const summary = summaryOf(await resultsOf([step("a"), step("b"), step("c", "b")], failing("b")));
    expect(summary.trim().split("\n")).toEqual([
      "── summary",
      "passed     1.0 s  a",
      "FAILED     1.0 s  b",
      'not run           c: "b" did not pass',
      "1 passed, 1 failed, 1 not run in 2 s",
    ]);
  });

  it("that failed are named at the end of the summary", () => {
    const output =
      "fine\n\u001b[31m FAIL \u001b[39m chromium a.test.ts > it fits\nAssertionError: expected 3 to be 2\n at x";
    expect(failuresIn(output)).toEqual(["FAIL  chromium a.test.ts > it fits", "AssertionError: expected 3 to be 2"]);
    expect(failuresIn("one\ntwo\n")).toEqual(["one", "two"]);
    const failed: Result = { name: "a", outcome: "FAILED", seconds: 1, said: failuresIn(output) };
    expect(summaryOf([failed])).toMatch(
      /0 passed, 1 failed in 1 s\na: FAIL .*\na: AssertionError: expected 3 to be 2\n$/,
    );
  });

  it.each([
    [1, "exit 3"],
    [0, "exit 0"],
  ])("end with %i where one of them ends by %s, and all have run", (expected, command) => {
    const steps = [["sh", "-c", `echo first; ${command}`] as const, ["echo", "second"] as const].map((c, i) => ({
      name: `${i}`,
      command: c,
    }));
    const script = `import { runSteps } from ${JSON.stringify(`${root}/test/steps.mjs`)}; await runSteps(${JSON.stringify(steps)});`;
    const { status, stdout } = spawnSync("node", ["--input-type=module", "--eval", script], { encoding: "utf8" });
    expect(status).toBe(expected);
    expect(stdout).toMatch(/^second$/m);
    expect(/^0: first$/m.test(stdout)).toBe(expected === 1);
  });
});
