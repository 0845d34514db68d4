import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeSeries } from "../../src/trace/index.js";
import { bothLanguages } from "./executed.js";
import { codeDifferences } from "./sameCode.js";

const NAME = "002-bptt-step-by-step";
const languages = bothLanguages(NAME);

/** Differences of two ways to the same number: a few units in the last place. */
const ROUNDING = 1e-15;

/** Each misprint of the note, typed as a student would: cell, the claim that fails, and the time steps at which it differs. */
const WRONG: readonly (readonly [cell: string, claim: string, times: readonly number[]])[] = [
  ["sign-wrong", "dE_d_dW_y", []],
  ["downstream-wrong", "dE_d_dnet_a", []],
  ["outer-g-wrong", "dE_dV", []],
  ["side-wrong", "dE_dnet", [1, 2, 3]],
  ["order-wrong", "dE_dnet", [1, 2]],
  ["one-time-wrong", "dE_dW", []],
  ["every-loss-wrong", "dE_dnet", [1, 2, 3]],
  ["swapped-wrong", "dE_dnet", [1, 2, 3]],
];

interface Slip {
  readonly claim: string;
  readonly time: number | null;
  readonly row: number;
  readonly column: number;
  readonly yours: number;
  readonly right: number;
  readonly difference: number;
}

/** The worst entry of a failed claim by cell, as the panel quotes it, computed without Unroll (test/golden/slips.py). */
const SLIPS: Readonly<Record<string, Slip>> = JSON.parse(
  readFileSync(new URL("../golden/slips.json", import.meta.url), "utf8"),
).slips;

const RIGHT = [
  "nine-formulas-check",
  "sign-right",
  "downstream-right",
  "outer-g-right",
  "time-index-right",
  "through-time-right",
  "layer-below",
  "one-time-right",
  "every-loss-right",
  "swapped-right",
  "diag-right",
  "missing-gradients",
];

describe.each(languages)("note 002, %s", (_language, lesson) => {
  const number = (cell: string, label: string): number => lesson.number(cell, label);
  const expectAll = (cell: string, expected: Readonly<Record<string, number>>, digits = 12): void => {
    for (const [label, value] of Object.entries(expected))
      expect(number(cell, label), label).toBeCloseTo(value, digits);
  };
  const expectRounding = (cell: string, labels: readonly string[]): void => {
    for (const label of labels) expect(number(cell, label), label).toBeLessThan(ROUNDING);
  };

  it("works the nine nodes by hand", () => {
    expect(number("nine-by-hand", "a_4")).toBeCloseTo(1 / (1 + Math.exp(-0.6)), 14);
    expectAll("nine-by-hand", { y_1: 0.6375766539022535, y_2: 0.42771547428331064, E_d: 0.15714560436904218 });
    expectAll("nine-by-hand", { δ_8: 0.0837461281877113, δ_9: -0.10469403269501881, δ_4: 0.02395130401459029 });
  });

  it("updates a weight of each kind as sgd does", () => {
    const expected = { w_84: 0.5270356078931948, w_41: 0.11197565200729515, w_4b: 0.11197565200729515 };
    expectAll("nine-updates-by-hand", expected);
    for (const [label, value] of Object.entries(expected))
      expect(number("nine-updates-by-hand", `${label}, by sgd`), label).toBeCloseTo(value, 12);
  });

  it("agrees with central differences", () => {
    const { rows, tolerance } = lesson.payload("nine-differences", "gradientCheck");
    expect(rows.map(({ name }) => name).sort()).toEqual(["W_a", "W_y", "b_a", "b_y"]);
    for (const { name, difference } of rows) expect(difference, name).toBeLessThanOrEqual(tolerance);
  });

  it("goes uphill with the signs mixed", () => {
    expectAll("sign-right", {
      "E_d before": 0.15714560436904218,
      "E_d downhill": 0.10486234798858132,
      "E_d uphill": 0.224256143224913,
    });
  });

  it("expands the recurrence to s_{t-3}, with and without g", () => {
    expectAll("expansion", {
      "o_4 by hand": 0.4855646725674285,
      o_4: 0.4855646725674285,
      "without g": -0.05775736050190682,
    });
  });

  it("finds how s_4 depends on each input", () => {
    expectAll("look-back-numbers", {
      x_4: 0.9722309489206925,
      x_3: 0.7331497921870468,
      x_2: 0.3311392794492157,
      x_1: 0.22378179154699307,
    });
    expect(number("look-back-numbers", "largest difference")).toBeLessThan(1e-9);
  });

  it("computes one unit entry by entry", () => {
    expectAll("element-form", { "s_2^3 by hand": -0.626038384984706, "s_2^3": -0.626038384984706 });
  });

  it("says the dimensions, and is deaf when x has no time", () => {
    for (const shape of [/U \S+ 3×2/u, /W \S+ 3×3/u, /V \S+ 2×3/u])
      expect(lesson.text("dimension-table")).toMatch(shape);
    expectAll("time-index-wrong", { E: 0.29577889102762006 });
    expect(lesson.text("time-index-wrong")).toMatch(/the batch gives x, but on line 1 .* is a parameter/u);
    expect(lesson.text("time-index-wrong")).toMatch(/x has a value at each time step and needs an index/u);
  });

  it("does the three steps by hand, and the update", () => {
    expectRounding("three-steps-by-hand", ["states differ by", "error terms differ by", "gradient differs by"]);
    expectRounding("sgd-step", ["W differs by"]);
    expectAll("sgd-step", { "E before": 0.2142448473046315, "E after": 0.1799429674333116 });
  });

  it("shows one step back as one path, with W and diag f' as its factors", () => {
    const { set } = lesson.payload("one-step-path", "paths");
    expect(set.count).toBe("1");
    expect(set.paths[0]!.factors).toHaveLength(5);
    expectRounding("one-step-jacobian", ["W", "diag f'", "entry by entry", "product of the two"]);
    expect(number("two-orders-numbers", "diag(f'(net_4)) W")).toBeLessThan(ROUNDING);
    expect(number("two-orders-numbers", "W diag(f'(net_3))")).toBeCloseTo(0.26740367583721425, 12);
  });

  it("derives the recurrences, and every line agrees with backpropagation", () => {
    const parametersOf = (cell: string): string[] => {
      const { derivation } = lesson.payload(cell, "derivation");
      expect(derivation.largestDifference).toBeLessThan(1e-12);
      return derivation.lines.filter(({ kind }) => kind === "gradient").map(({ name }) => name);
    };
    expect(parametersOf("derivation-of-W")).toEqual(["W"]);
    expect(parametersOf("derivation-of-all").sort()).toEqual(["U", "V", "W", "b", "c"]);
  });

  it("multiplies the Jacobians in the right order, and no other", () => {
    expect(number("through-time-right", "largest difference")).toBeLessThanOrEqual(1e-12);
    expect(number("side-wrong", "largest difference")).toBeCloseTo(1.345210715554452, 9);
    expect(number("order-wrong", "largest difference")).toBeCloseTo(0.23606641971080516, 9);
  });

  it("adds up what each step gives to W", () => {
    expectRounding("weight-gradient-numbers", ["one step differs by", "sum differs by"]);
    expect(number("weight-gradient-numbers", "size of step 1")).toBe(0);
    expectAll("one-time-right", { "w_11, last step only": -0.046969198229360895 });
    expectAll("one-time-right", { "w_11, all steps": -0.01617727480423644 });
  });

  it("lists the paths of all losses to W", () => {
    const { set } = lesson.payload("every-loss-paths", "paths");
    expect(set.count).toBe("10");
    expect(Array.from(decodeSeries(set.norms).data).filter((norm) => norm === 0)).toHaveLength(4);
    expect(decodeSeries(set.agreement).data[2]).toBeLessThan(ROUNDING);
  });

  it("contracts the tensor of four indices to one step's gradient", () => {
    expectAll("tensor", {
      "δ_1 s_1": -0.00982011976463043,
      "δ_1 s_2": -0.00847992870250732,
      "δ_2 s_1": 0.01103903361717043,
      "δ_2 s_2": 0.00953249250129789,
    });
    expect(number("tensor", "ones in the tensor")).toBe(4);
    expectRounding("tensor", ["differs from gradientAt by"]);
    expectRounding("recursion", ["product rule forward", "sum backward"]);
    expect(number("swapped-tensor", "tensors differ by")).toBe(0);
  });

  it("draws the bound and the truth", () => {
    expectAll("bound-numbers", { β_W: (1 + Math.sqrt(5)) / 2, bound: 2 + Math.sqrt(5), true: 0.15301506621915975 });
    expect(number("bound-numbers", "bound").toFixed(2)).toBe("4.24");
    expect(number("bound-numbers", "true").toFixed(3)).toBe("0.153");
    expectAll("bound-sigmoid", { bound: ((1 + Math.sqrt(5)) / 8) ** 3, true: 0.012600950981596621 });
    for (const [cell, factor] of [
      ["bound-picture", (1 + Math.sqrt(5)) / 2],
      ["bound-sigmoid", (1 + Math.sqrt(5)) / 8],
    ] as const) {
      const { bounds } = lesson.payload(cell, "gradientNorms").recording.frames;
      expect(decodeSeries(bounds.s!).data[0], cell).toBeCloseTo(factor, 6);
    }
  });

  it("overflows in the gradient first, and gives NaN in second place", () => {
    expect(number("tanh-overflow", "s_1100")).toBe(0);
    expect(number("tanh-overflow", "E")).toBe(0.5);
    expect(number("tanh-overflow", "dE/ds_0")).toBe(Number.NEGATIVE_INFINITY);
    expect(number("tanh-overflow", "dE/dw")).toBeNaN();
    expect(number("tanh-overflow", "steps back until infinite")).toBe(1024);
    expect(number("infinity-minus-infinity", "o after 1000 steps")).toBe(0);
    expect(number("infinity-minus-infinity", "o after 1100 steps")).toBeNaN();
  });

  it.each([
    [1.02, 35_843, 4_481],
    [1.1, 7_448, 931],
    [1.5, 1_751, 219],
    [2, 1_024, 128],
    [3, 647, 81],
  ])("overflows a linear unit of w = %d after %d and %d steps", (w, float64, float32) => {
    expect(number("overflow-table", `w = ${w}, float64`)).toBe(float64);
    expect(number("overflow-table", `w = ${w}, float32`)).toBe(float32);
  });

  it("saves an exploding network by clipping", () => {
    expect(number("clipping-runs", "first gradient norm")).toBeGreaterThan(1e5);
    expect(number("clipping-runs", "loss after one update")).toBeGreaterThan(1e77);
    expect(number("clipping-runs", "loss without clipping")).toBeGreaterThan(1e70);
    expect(number("clipping-runs", "loss with clipping")).toBeLessThan(number("clipping-runs", "first loss") / 1000);
    expect(lesson.payload("clipping-runs", "compare").runs).toHaveLength(2);
  });

  it("compares the remedies", () => {
    const error = (name: string): number => number("remedies-train", name);
    const nothing = 1 / 6;
    expect(error("tanh, saturated")).toBeGreaterThan(nothing);
    expect(error("tanh, orthogonal")).toBeLessThan(nothing);
    for (const name of ["ReLU, identity", "GRU", "LSTM"]) expect(error(name), name).toBeLessThan(nothing / 3);
    expect(lesson.payload("remedies-train", "compare").runs).toHaveLength(5);
  });

  it.each(RIGHT)("passes the right formulas (%s)", (cell) => {
    const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
    expect(rows.length).toBeGreaterThan(0);
    for (const { name, difference } of rows) expect(difference, name).toBeLessThanOrEqual(tolerance);
  });

  it.each(WRONG)("fails the misprint and says where (%s)", (cell, claim, times) => {
    const { rows } = lesson.payload(cell, "gradientCheck");
    const { difference, differing } = rows.find(({ name }) => name === claim)!;
    expect(difference).toBeGreaterThan(1e-4);
    expect(differing ? Array.from(decodeSeries(differing).data) : []).toEqual(times);
    expect(lesson.text(cell)).toContain(claim);
  });

  it.each(Object.entries(SLIPS))("shows the worst entry beside the right one (%s)", (cell, slip) => {
    const { rows } = lesson.payload(cell, "gradientCheck");
    const { worst, pair, difference } = rows.find(({ name }) => name === slip.claim)!;
    expect(worst).toEqual({ time: slip.time, row: slip.row, column: slip.column });
    const [yours, right] = decodeSeries(pair).data;
    expect(yours).toBeCloseTo(slip.yours, 12);
    expect(right).toBeCloseTo(slip.right, 12);
    expect(difference).toBeCloseTo(slip.difference, 9);
  });

  it("sends fifteen times too much to a node whose downstream is no output", () => {
    const { rows } = lesson.payload("downstream-wrong", "gradientCheck");
    const [yours, right] = decodeSeries(rows.find(({ name }) => name === "dE_d_dnet_a")!.pair).data;
    expect(Math.round(yours! / right!)).toBe(15);
  });

  it("cannot even multiply a vector in the place of a diagonal matrix", () => {
    expect(lesson.text("diag-wrong")).toMatch(/dE_dnet is 3×1 but its right side is 1×1/u);
  });
});

it("runs the same code in both languages", () => {
  expect(codeDifferences(languages[0]![1], languages[1]![1])).toEqual([]);
});
