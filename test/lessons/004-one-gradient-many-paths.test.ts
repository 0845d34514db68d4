import { describe, expect, it } from "vitest";
import { decodeSeries } from "../../src/trace/index.js";
import { bothLanguages, type PayloadOf } from "./executed.js";
import { codeDifferences } from "./sameCode.js";

const NAME = "004-one-gradient-many-paths";
const languages = bothLanguages(NAME);

/** How many paths of a panel end in a gradient of nothing but zeros. */
const emptyPaths = ({ set }: PayloadOf<"paths">): number =>
  set.paths.filter(({ value }) => decodeSeries(value!).data.every((entry) => entry === 0)).length;

/** Exact up to the last bits of a few sums. */
const ROUNDING = 1e-14;

describe.each(languages)("note 004, %s", (language, lesson) => {
  const number = (cell: string, label: string): number => lesson.number(cell, label);

  it("unrolls the two steps of cat, average, fifteen", () => {
    const { recording } = lesson.payload("cat-average-fifteen", "unrolled");
    expect(recording.timeSteps).toBe(2);
    const { x, target } = recording.task!.tokens;
    expect([x![0], x![1], target![1]]).toEqual(
      language === "Chinese" ? ["猫", "平均", "十五"] : ["cat", "average", "fifteen"],
    );
  });

  it("has the folded network in the formulas' letters", () => {
    const { network } = lesson.payload("other-letters", "definition");
    expect(network.parameters.map(({ name }) => name).sort()).toEqual(["W_hh", "W_hx", "W_qh", "b_h"]);
    expect(network.statements[1]!.text).toBe("o[t] = W_qh h[t]");
  });

  it("has as many parameters for 50 steps as for 2, and a table that grows exponentially", () => {
    const count = 100 * 1000 + 100 * 100 + 1000 * 100 + 100;
    expect(number("parameters-against-table", "parameters, 2 steps")).toBe(count);
    expect(number("parameters-against-table", "parameters, 50 steps")).toBe(count);
    for (const n of [2, 3, 4]) expect(number("parameters-against-table", `V^${n}`)).toBe(1000 ** n);
  });

  it("is an MLP at the first step", () => {
    expect(number("mlp-against-rnn", "difference of the outputs")).toBe(0);
  });

  it("has transposed gradients in rows and in columns", () => {
    expect(number("rows-against-columns", "loss, rows")).toBeCloseTo(
      number("rows-against-columns", "loss, columns"),
      13,
    );
    for (const label of ["W_xh, W_hx", "W_hh, W_hh", "W_hq, W_qh"])
      expect(number("rows-against-columns", label), label).toBeLessThan(ROUNDING);
    expect(lesson.text("rows-against-columns")).toMatch(/3×4.*4×3/u);
  });

  it("starts from h_0 = 0, which W_hh's first copy multiplies", () => {
    expect(number("initial-state", "size of h_0")).toBe(0);
    expect(number("initial-state", "W_hh at step 1")).toBe(0);
    expect(number("initial-state", "W_hh at step 2")).toBeGreaterThan(0.01);
  });

  it("learns the six characters in five steps, and sings them", () => {
    expect(lesson.text("lyric-steps")).toContain("想>要 要>有 有>直 直>升 升>机");
    expect(number("lyric-steps", "steps")).toBe(5);
    expect(number("lyric-steps", "loss of knowing nothing")).toBeCloseTo(5 * Math.log(6), 9);
    expect(lesson.payload("lyric-training", "dashboard").recording.timeSteps).toBe(5);
    expect(lesson.text("lyric-sung")).toContain("想要有直升机");
    expect(number("lyric-sung", "loss after")).toBeLessThan(0.05);
  });

  it("needs its memory where one character has two successors, and only there", () => {
    const loss = (label: string): number => number("memory-needed", label);
    for (const label of ["first line, with memory", "first line, without", "second line, with memory"])
      expect(loss(label), label).toBeLessThan(0.05);
    expect(loss("second line, without")).toBeGreaterThanOrEqual(2 * Math.LN2);
    expect(loss("second line, without")).toBeLessThan(2 * Math.LN2 + 0.01);
  });

  it("counts as many paths as there are terms", () => {
    const counts = { W_qh: 3, "h[3]": 1, "h[2]": 2, "h[1]": 3, W_hx: 6, W_hh: 6 };
    for (const [label, count] of Object.entries(counts)) expect(number("ways-counted", label), label).toBe(count);
  });

  it("shows the three ways to h[1] by o[3], o[2] and o[1], two, one and no step back", () => {
    const { set } = lesson.payload("ways-to-h1-panel", "paths");
    expect(set.count).toBe("3");
    const nameOf = (node: number): string => `${set.nodes[node]!.name}${set.nodes[node]!.time}`;
    const walks = set.paths.map(({ factors }) => factors.map((f) => nameOf(set.factors[f]!.to)).join(" "));
    expect(walks).toEqual(["o3 h3 h2 h1", "o2 h2 h1", "o1 h1"]);
    expect(decodeSeries(set.agreement).data[2]).toBeLessThan(ROUNDING);
  });

  it("shows six ways to W_hh, three of which carry nothing", () => {
    const panel = lesson.payload("ways-to-whh-panel", "paths");
    expect(panel.set.paths).toHaveLength(6);
    expect(emptyPaths(panel)).toBe(3);
    expect(number("ways-to-whh-panel", "ways")).toBe(6);
    expect(number("ways-to-whh-panel", "that carry nothing")).toBe(3);
    expect(number("ways-to-whh-panel", "sum of the ways against the gradient")).toBeLessThan(ROUNDING);
  });

  it.each([
    ["recursion-by-hand", ["dL_dW_qh", "dL_dh", "dL_dW_hx", "dL_dW_hh"]],
    ["last-state-by-hand", ["dL_dh"]],
    ["general-by-hand", ["dL_dh"]],
    ["exponent-zero-right", ["dL_dh"]],
    ["tanh-right", ["dL_dh", "dL_dW_qh", "dL_dW_hx", "dL_dW_hh"]],
    ["general-corrected", ["dL_dh"]],
    ["transposes-right", ["dL_dW_hx", "dL_dW_hh"]],
  ])("passes the right formulas (%s)", (cell, claims) => {
    const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
    expect(rows.map(({ name }) => name)).toEqual(claims);
    for (const { name, difference } of rows) expect(difference, name).toBeLessThanOrEqual(tolerance);
  });

  it.each([
    ["exponent-zero-wrong", { dL_dh: [1, 2, 3] }],
    ["tanh-wrong", { dL_dh: [1, 2], dL_dW_hx: [1, 2, 3], dL_dW_hh: [2, 3] }],
    ["transposes-wrong", { dL_dW_hx: [1, 2, 3], dL_dW_hh: [1, 2, 3] }],
  ])("fails the wrong formulas and says where (%s)", (cell, claims) => {
    const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(claims));
    for (const { name, difference } of rows) expect(difference, name).toBeGreaterThan(tolerance);
    const where = rows.map(({ name, differing }) => [name, [...decodeSeries(differing!).data]]);
    expect(Object.fromEntries(where)).toEqual(claims);
    expect(lesson.text(cell)).toMatch(/t = \d/u);
  });

  it("loses everything at the last step where the zeroth power is taken for zero", () => {
    const { worst, pair } = lesson.payload("exponent-zero-wrong", "gradientCheck").rows[0]!;
    expect(worst.time).toBe(3);
    expect(decodeSeries(pair).data[0]).toBe(0);
  });

  it("has a general formula that holds without an activation, fails with tanh, and holds again with its slopes", () => {
    expect(number("general-with-tanh", "identity")).toBeLessThan(ROUNDING);
    expect(number("general-with-tanh", "tanh")).toBeGreaterThan(1e-3);
    expect(number("general-corrected", "tanh, corrected")).toBeLessThan(ROUNDING);
  });

  it("derives the recursion with the slope of tanh", () => {
    const { derivation } = lesson.payload("derivation-panel", "derivation");
    expect(derivation.lines.some(({ text }) => text.includes("diag(1 - h[t] .^ 2) W_hh"))).toBe(true);
    expect(derivation.largestDifference).toBeLessThan(1e-12);
  });

  it("counts T (T + 1) / 2 ways to W_hx, and far fewer products with the recursion", () => {
    for (const steps of [3, 10, 100, 365])
      expect(number("cost-table", `ways at ${steps}`)).toBe((steps * (steps + 1)) / 2);
    expect(lesson.text("cost-table")).toMatch(/8104460.*364/u);
  });

  it("has a mean that is the sum divided by T, and so has its gradient", () => {
    expect(number("sum-or-mean", "mean")).toBeCloseTo(number("sum-or-mean", "sum") / 3, 14);
    expect(number("sum-or-mean", "difference of the gradients")).toBeLessThan(ROUNDING);
  });

  it("takes a number to the power of 365", () => {
    expect(number("one-year", "1.02^365")).toBeCloseTo(1377.4082919660768, 9);
    expect(number("one-year", "0.98^365")).toBeCloseTo(6.273611596921219e-4, 15);
    expect(lesson.payload("one-year", "compare").runs).toHaveLength(2);
  });

  it("grows before it decays where the largest singular value is above one", () => {
    expect(number("grows-first", "spectral radius")).toBeCloseTo(0.5, 9);
    expect(number("grows-first", "largest singular value")).toBeCloseTo((10 + Math.sqrt(101)) / 2, 9);
    for (const n of [0, 1, 2, 3, 5, 10, 20])
      expect(number("grows-first", `${n} back`), `${n} back`).toBeCloseTo(Math.hypot(0.5 ** n, 20 * n * 0.5 ** n), 9);
    expect(lesson.payload("grows-first", "gradientNorms").recording.timeSteps).toBe(20);
  });

  it("rounds tanh(20) to the one that it never reaches", () => {
    expect(number("open-interval", "1 - tanh(10)")).toBeCloseTo(2 / (Math.exp(20) + 1), 15);
    expect(number("open-interval", "1 - tanh(20)")).toBe(0);
    expect(number("open-interval", "1 - tanh(20), exactly")).toBeGreaterThan(0);
  });

  it("has a mean of zero only for tanh, and no bound only for ReLU", () => {
    expect(number("three-activations", "mean of tanh")).toBeCloseTo(0, 12);
    expect(number("three-activations", "mean of sigmoid")).toBeCloseTo(0.5, 12);
    expect(number("three-activations", "mean of relu")).toBeCloseTo(451.5 / 601, 12);
    const fixed = number("three-activations", "tanh, h_365");
    expect(Math.tanh(1.02 * fixed)).toBeCloseTo(fixed, 6);
    expect(number("three-activations", "relu, h_365")).toBeCloseTo(1377.4082919660768, 9);
  });

  it("carries the gradient furthest with ReLU, and has the steepest gradients with it", () => {
    const share = (name: string): number => number("gradients-compared", name);
    expect(share("sigmoid")).toBeLessThan(0.25 ** 52);
    expect(share("tanh")).toBeGreaterThan(1e-4);
    expect(share("ReLU")).toBeGreaterThan(10 * share("tanh"));
    const steepest = (name: string): number => number("training-compared", name);
    expect(steepest("ReLU")).toBeGreaterThan(1000 * steepest("tanh"));
    expect(lesson.payload("training-compared", "compare").runs).toHaveLength(3);
  });

  it("learns best with tanh at these settings", () => {
    const loss = (name: string): number =>
      Number(new RegExp(`${name} +\\S+ [\\d.]+ → ([\\d.]+)`, "u").exec(lesson.text("training-compared"))![1]);
    expect(loss("tanh")).toBeLessThan(1);
    expect(loss("sigmoid")).toBeGreaterThan(loss("tanh"));
    expect(loss("ReLU")).toBeGreaterThan(loss("sigmoid"));
  });

  it("keeps the gradient with gates, over four ways a step", () => {
    const share = (name: string): number => number("gates-compared", name);
    expect(share("tanh")).toBeLessThan(1e-10);
    for (const name of ["GRU", "LSTM"]) expect(share(name), name).toBeGreaterThan(0.01);
    expect(number("gates-paths", "ways over one step")).toBe(4);
    expect(number("gates-paths", "over ten steps")).toBe(4 ** 10);
    const { set } = lesson.payload("gates-paths", "paths");
    expect(set.count).toBe("4");
    const [direct, sum] = [set.paths[3]!.value!, set.sum!].map((values) => decodeSeries(values).data);
    expect(set.paths[3]!.factors).toHaveLength(3);
    for (const [i, entry] of direct!.entries()) expect(Math.abs(entry / sum![i]! - 1)).toBeLessThan(0.02);
  });
});

it("runs the same code in both languages", () => {
  expect(codeDifferences(languages[0]![1], languages[1]![1])).toEqual([]);
});
