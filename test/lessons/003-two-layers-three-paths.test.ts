import { describe, expect, it } from "vitest";
import { decodeSeries } from "../../src/trace/index.js";
import { bothLanguages } from "./executed.js";
import { codeDifferences } from "./sameCode.js";

const NAME = "003-two-layers-three-paths";
const languages = bothLanguages(NAME);

/** The note's gradients are short decimal fractions: all of their digits, and nothing behind them. */
const DIGITS = 12;

const GRADIENTS = {
  "dE/dW_x": 4.139289,
  "dE/dW_v": 1.881495,
  "dE/dW_u": 2.299605,
  "dE/dW_z": 0.627165,
  "dE/dW_s": 0.627165,
};

/** Paths to the input weights of layer 1, n = 1…8. */
const COUNTS = [
  [1, 2, 3, 4, 5, 6, 7, 8],
  [1, 3, 6, 10, 15, 21, 28, 36],
  [1, 4, 10, 20, 35, 56, 84, 120],
  [1, 5, 15, 35, 70, 126, 210, 330],
];

describe.each(languages)("note 003, %s", (language, lesson) => {
  const number = (cell: string, label: string): number => lesson.number(cell, label);

  it("draws the sentence of three words", () => {
    const { recording } = lesson.payload("network-of-the-note", "unrolled");
    expect(recording.timeSteps).toBe(3);
  });

  it("does not know the word live", () => {
    expect(lesson.text("vocabulary")).toContain("live");
    expect(lesson.text("vocabulary")).toContain("I, like, football");
  });

  it.each(["forward-by-hand", "forward-values"])("goes forward through the two steps (%s)", (cell) => {
    const right = { S: 0.5, Z: 0.45, "S'": 1.35, "Z'": 1.485, y: 1.6335, E: 0.40132225 };
    for (const [label, value] of Object.entries(right)) expect(number(cell, label), label).toBeCloseTo(value, DIGITS);
  });

  it("multiplies along each of the three paths", () => {
    expect(number("path-1", "path 1")).toBeCloseTo(2.50866, DIGITS);
    expect(number("path-2", "path 2")).toBeCloseTo(0.878031, DIGITS);
    expect(number("path-3", "path 3")).toBeCloseTo(0.752598, DIGITS);
  });

  it.each(["sum of the three", "sum by paths()", "backpropagation", "nudge", "dE/dy * y / W_x"])(
    "adds them up to the gradient (%s)",
    (label) => {
      expect(number("sum-of-paths", label)).toBeCloseTo(4.139289, DIGITS);
    },
  );

  it("shows the three paths, their values and their sum", () => {
    const { set } = lesson.payload("three-paths", "paths");
    expect(set.count).toBe("3");
    expect(set.listed).toBe("all");
    expect(set.paths.map(({ factors }) => factors.length)).toEqual([4, 5, 5]);
    const values = set.paths.map(({ value }) => decodeSeries(value!).data[0]!.toFixed(DIGITS));
    expect(values).toEqual([2.50866, 0.878031, 0.752598].map((v) => v.toFixed(DIGITS)));
    expect(decodeSeries(set.sum!).data[0]).toBeCloseTo(4.139289, DIGITS);
    expect(decodeSeries(set.gradient!).data[0]).toBeCloseTo(4.139289, DIGITS);
  });

  it("walks the three paths in the order of the note's figures", () => {
    const { set } = lesson.payload("three-paths", "paths");
    const nameOf = (node: number): string => {
      const { name, time } = set.nodes[node]!;
      return time === null ? name : `${name}${time}`;
    };
    const walks = set.paths.map(({ factors }) => factors.map((f) => nameOf(set.factors[f]!.to)).join(" "));
    expect(walks).toEqual(["y2 Z2 S2 W_x", "y2 Z2 S2 S1 W_x", "y2 Z2 Z1 S1 W_x"]);
  });

  it("divides the gradient among the two uses of W_x", () => {
    expect(number("uses-of-wx", "dE/dW_x at step 2")).toBeCloseTo(2.50866, DIGITS);
    expect(number("uses-of-wx", "dE/dW_x at step 1")).toBeCloseTo(0.878031 + 0.752598, DIGITS);
    expect(lesson.payload("path-1", "paths").set.count).toBe("1");
    expect(lesson.payload("path-3", "paths").set.count).toBe("2");
    expect(number("uses-of-wx", "path 1")).toBeCloseTo(2.50866, DIGITS);
    expect(number("uses-of-wx", "paths 2 and 3")).toBeCloseTo(0.878031 + 0.752598, DIGITS);
  });

  it.each(["dE/dW_v", "dE/dW_u", "dE/dW_z", "dE/dW_s"] as const)("finds %s by paths", (label) => {
    expect(number("other-gradients", label)).toBeCloseTo(GRADIENTS[label], DIGITS);
  });

  it.each(Object.entries(GRADIENTS))("finds %s by derivation", (label, value) => {
    expect(number("derivation-values", label)).toBeCloseTo(value, DIGITS);
    expect(lesson.payload("derivation-panel", "derivation").derivation.largestDifference).toBeLessThan(1e-12);
  });

  it("has no W_x in the forward formula as printed", () => {
    const text = lesson.text("printed-forward-wrong");
    expect(number("printed-forward-wrong", "S as printed")).toBe(1);
    expect(number("printed-forward-wrong", "S that fits")).toBe(0.5);
    expect(text.match(/W_x is not among the parameters|no parameter is called W_x|X\[t\] is 3×1/gu)).toHaveLength(3);
  });

  it.each([
    ["forgotten-path-wrong", "dE_dZ", 1, [1]],
    ["forgotten-path-wrong", "dE_dS", 1, [1]],
    ["forgotten-path-wrong", "dE_dW_x", 1, [1]],
    ["half-wrong", "dE_dy", 2, [1, 2]],
    ["two-names-wrong", "dE_dW_s", 2, [2]],
    ["two-step-window-wrong", "dE_dW_x", 1, [1]],
  ])("fails the wrong formula of %s, %s, and says where", (cell, claim, where, differing) => {
    const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
    const row = rows.find(({ name }) => name === claim)!;
    expect(row.difference).toBeGreaterThan(tolerance);
    expect(row.worst.time).toBe(where);
    expect([...decodeSeries(row.differing!).data]).toEqual(differing);
    expect(lesson.text(cell)).toContain(`t = ${where}`);
  });

  it.each([
    ["the third path, forgotten", "forgotten-path-wrong", "dE_dW_x", 0.878031, 0.878031 + 0.752598],
    ["what is left of Z without it", "forgotten-path-wrong", "dE_dZ", 0, 1.267 * 1.1 * 0.6],
    ["the loss with a ½ that it does not have", "half-wrong", "dE_dy", 0.6335, 1.267],
  ])("shows the wrong number beside the right one: %s", (_, cell, claim, yours, right) => {
    const { rows } = lesson.payload(cell, "gradientCheck");
    const pair = decodeSeries(rows.find(({ name }) => name === claim)!.pair).data;
    expect(pair[0]).toBeCloseTo(yours, DIGITS);
    expect(pair[1]).toBeCloseTo(right, DIGITS);
  });

  it.each([
    ["forgotten-path-right", 3],
    ["by-hand-right", 8],
    ["two-names-right", 1],
    ["any-length-right", 3],
  ])("passes the right formulas of %s", (cell, claims) => {
    const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
    expect(rows).toHaveLength(claims);
    for (const { name, difference } of rows) expect(difference, name).toBeLessThanOrEqual(tolerance);
  });

  it("has a fourth path when the first step is judged as well", () => {
    const { set } = lesson.payload("four-paths", "paths");
    expect(set.count).toBe("4");
    expect(number("four-paths", "only E_2")).toBeCloseTo(4.139289, DIGITS);
    expect(number("four-paths", "only E_1")).toBeCloseTo(-2 * (1 - 0.495) * 1.1 * 0.9, DIGITS);
    for (const label of ["sum of four", "backpropagation"])
      expect(number("four-paths", label)).toBeCloseTo(3.139389, DIGITS);
  });

  it("has 3, 2 and 1 paths to the words of the sentence", () => {
    expect(
      lesson
        .text("sentence-paths-panel")
        .match(/(?:I|like|football)\W\s*(\d)/gu)
        ?.map((s) => s.at(-1)),
    ).toEqual(["3", "2", "1"]);
    expect(lesson.payload("sentence-paths-panel", "paths").set.count).toBe("6");
  });

  it("counts paths for 1 to 8 steps and 1 to 3 layers", () => {
    const rows = [...lesson.text("counting-table").matchAll(/L = (\d)((?: +\d+){8})$/gmu)];
    const counts = rows.map(([, , numbers]) => numbers!.trim().split(/ +/u).map(Number));
    expect(counts).toEqual([COUNTS[0], COUNTS[1], COUNTS[2], COUNTS[1], COUNTS[2], COUNTS[3]]);
  });

  it("groups the 5050 paths of a hundred steps by length", () => {
    const { set } = lesson.payload("hundred-steps", "paths");
    expect(set.count).toBe("5050");
    expect(set.groups.map(({ length, count }) => [length, Number(count)])).toEqual(
      Array.from({ length: 100 }, (_, m) => [m + 4, m + 1]),
    );
    const upTo = (steps: number): number => (0.7 * (1 - 0.7 ** steps)) / 0.3 - (0.6 * (1 - 0.6 ** steps)) / 0.4;
    expect(number("hundred-steps", "share of the first 20 groups")).toBeCloseTo(upTo(20) / upTo(100), DIGITS);
  });

  it("counts the multiplications of two steps", () => {
    expect(number("cost", "n=2 by paths")).toBe(3 + 4 + 4);
    expect(number("cost", "n=2 in one sweep")).toBe(8);
  });

  it("sums 50,005,000 paths of ten thousand steps", () => {
    expect(lesson.text("ten-thousand-steps")).toContain("50005000");
    // far from the start S = 5/3, Z = 15/4, y = 33/8
    const gradient = 2 * (33 / 8 - 1) * 1.1 * 0.9 * (1 / 0.3) * (1 / 0.4);
    for (const label of ["sum of all paths", "backpropagation"])
      expect(number("ten-thousand-steps", label)).toBeCloseTo(gradient, 10);
  });

  it("counts the paths of an LSTM exactly", () => {
    // h reads o and c; o reads h before; c reads f, i, g, of which each reads h before, and c before; only f reads W_f
    let [h, c] = [0n, 0n];
    for (let t = 1; t <= 50; t++) [c, h] = [1n + 3n * h + c, 1n + 3n * h + c + h];
    expect(lesson.text("lstm-wonder")).toContain(String(h));
    expect(number("lstm-wonder", "digits")).toBe(String(h).length);
    expect(number("lstm-wonder", "growth per step")).toBeCloseTo((5 + Math.sqrt(21)) / 2, DIGITS);
    expect(number("lstm-wonder", "largest difference")).toBeLessThan(1e-12);
  });

  it("tells in words how the note's slips are to be read", () => {
    const slips = lesson.source("wonder");
    for (const word of ["W_x X_{t+1}", "n(n+1)/2", "live", "反向传播"]) expect(slips, language).toContain(word);
  });
});

it("runs the same code in both languages", () => {
  expect(codeDifferences(languages[0]![1], languages[1]![1])).toEqual([]);
});
