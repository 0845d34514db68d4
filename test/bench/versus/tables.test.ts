import { describe, expect, it } from "vitest";
import type { Case } from "./cases.js";
import { goalsIn } from "./goals.js";
import type { PeerName } from "./peers.js";
import { reportOf } from "./report.js";
import { bestTorch, type CaseResult, higherPeaks, peakOf, type Results } from "./results.js";
import { browserTable, casesTable, digits, growthTable, memoryTable, table } from "./tables.js";

const LARGE: Case = {
  task: "step",
  dtype: "float32",
  shape: { cell: "rnn", hidden: 256, inputs: 64, timeSteps: 200, batch: 32 },
};

/** @param times  ms of every round, by peer */
function resultOf(times: Partial<Record<PeerName, number>>, one = LARGE): CaseResult {
  const measured = Object.entries(times).map(([peer, time]) => {
    return { peer: peer as PeerName, rounds: [time, time, time], resident: 2e8, arena: 26e6 };
  });
  return { case: one, measured, left: [] };
}

const cellsOf = (text: string) =>
  text.split("\n").map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));

describe("digits", () => {
  it.each([
    [0.009123, "0.00912"],
    [1.2345, "1.23"],
    [13.25, "13.3"],
    [1220.4, "1220"],
    [0, "0"],
  ])("of %d are %s", (value, text) => expect(digits(value)).toBe(text));
});

it("a table has a rule under its head and refuses a row of another length", () => {
  expect(table(["a", "b"], [["1", "2"]])).toBe("| a | b |\n| --- | ---: |\n| 1 | 2 |");
  expect(() => table(["a", "b"], [["1"]])).toThrow("1 cells under a head of 2");
});

it("PyTorch counts at its better thread count", () => {
  expect(bestTorch(resultOf({ unroll: 50, torch1: 60, torch2: 40 }))).toBe("torch2");
  expect(bestTorch(resultOf({ unroll: 50, torch1: 60 }))).toBe("torch1");
  expect(bestTorch(resultOf({ unroll: 50 }))).toBeUndefined();
});

it("the peak is that of one core", () => {
  const peaks = [
    { dtype: "float32", by: "torch1", gflops: 100 },
    { dtype: "float32", by: "torch2", gflops: 190 },
    { dtype: "float32", by: "tfjs", gflops: 40 },
  ] as const;
  expect(peakOf(peaks, "float32")).toBe(100);
  expect(peakOf(peaks, "float64")).toBeUndefined();
  const again = [{ dtype: "float32", by: "torch1", gflops: 120 }] as const;
  expect(higherPeaks(peaks, again).map(({ gflops }) => gflops)).toEqual([120, 190, 40]);
  expect(higherPeaks(again, peaks)).toEqual(again);
});

it("a case's row holds times, ratios, the share of the peak, and dashes for who took no part", () => {
  const result = resultOf({ unroll: 50, torch1: 60, torch2: 40, tfjs: 1000 });
  const row = cellsOf(casesTable([result], [{ dtype: "float32", by: "torch1", gflops: 142.2 }]))[2]!;
  const flops = 200 * 32 * (6 * 256 ** 2 + 4 * 256 * 64 + 6 * 256 * 64);
  expect(row).toEqual([
    "RNN (256, 64, 200, 32) f32",
    "50.0 (50.0…50.0)",
    digits(flops / 50e6),
    "50 %",
    "40.0 (40.0…40.0), 2 threads",
    "0.800 (0.800…0.800)",
    "≥ 1.1",
    "–",
    "20.0 (20.0…20.0)",
    "–",
  ]);
});

it("says which goals were missed and by how much", () => {
  const { measured, missed } = goalsIn([
    resultOf({ unroll: 50, torch1: 40, tfjs: 1000 }),
    resultOf({ unroll: 50, torch1: 60 }),
  ]);
  expect(measured).toBe(3);
  expect(missed).toEqual([
    "RNN (256, 64, 200, 32) f32: PyTorch ÷ Unroll is 0.800, the goal is 1.1 (27 % short)",
    "RNN (256, 64, 200, 32) f32: tfjs-wasm ÷ Unroll is 20.0, the goal is 30 (33 % short)",
  ]);
});

it("the browser is judged by Node's time, where both were measured", () => {
  const [slow, level, none] = [{ unroll: 50, chromium: 78 }, { unroll: 50, chromium: 55 }, { unroll: 50 }].map(
    (times) => resultOf(times),
  );
  const rows = cellsOf(browserTable([slow!, none!, level!])!).slice(2);
  expect(rows.map((row) => row.slice(-2))).toEqual([
    ["1.56 (1.56…1.56)", "≤ 1.3"],
    ["1.10 (1.10…1.10)", "≤ 1.3"],
  ]);
  expect(browserTable([none!])).toBeUndefined();
  expect(goalsIn([slow!, level!, none!])).toEqual({
    measured: 2,
    missed: ["RNN (256, 64, 200, 32) f32: Chromium ÷ Node is 1.56, the goal is at most 1.3 (20 % over)"],
  });
});

it("memory and growth are told in megabytes, and in bytes per T·B·H", () => {
  const result = resultOf({ unroll: 50 });
  expect(cellsOf(memoryTable([result]))[2]!.slice(0, 3)).toEqual(["RNN (256, 64, 200, 32) f32", "26.0", "200"]);
  const growth = cellsOf(growthTable([{ varied: "H", result }]))[2]!;
  expect(growth.slice(0, 4)).toEqual(["H", "256", "200", "32"]);
  expect(growth.at(-1)).toBe(digits(26e6 / (200 * 32 * 256)));
});

describe("the page", () => {
  const results: Results = {
    machine: "2 × a processor",
    load: [1.5, 2.5],
    quick: true,
    versions: { torch1: "not compared: no torch" },
    peaks: [],
    cases: [resultOf({ unroll: 50 })],
    growth: [],
  };

  it("names the machine, its load, the length of the run and who is missing", () => {
    const text = reportOf(results);
    expect(text).toContain("2 × a processor; a short run");
    expect(text).toContain("1.50 at the start, 2.50 at the end");
    expect(text).toContain("- torch1: not compared: no torch");
  });

  it("never calls a goal reached that nobody measured", () => {
    expect(reportOf(results)).toContain("No goal was measured.");
    const reached = { ...results, cases: [resultOf({ unroll: 50, torch1: 60 })] };
    expect(reportOf(reached)).toContain("Every goal that was measured was reached (1).");
  });
});
