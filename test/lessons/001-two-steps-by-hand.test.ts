import { describe, expect, it } from "vitest";
import { decodeSeries } from "../../src/trace/index.js";
import { bothLanguages } from "./executed.js";
import { codeDifferences } from "./sameCode.js";

const NAME = "001-two-steps-by-hand";
const languages = bothLanguages(NAME);

/** All ten digits that are printed for the note's numbers. */
const PRINTED = 10;

describe.each(languages)("note 001, %s", (_language, lesson) => {
  const number = (cell: string, label: string): number => lesson.number(cell, label);

  it.each(["forward-by-hand", "forward-values"])("goes forward through the two steps (%s)", (cell) => {
    const printed = { z0: 0.84, s0: 0.6858090622, z1: 0.3986472498, s1: 0.3787909022, q: 0.2545490826 };
    for (const [label, value] of Object.entries(printed))
      expect(number(cell, label), label).toBeCloseTo(value, PRINTED);
    expect(number(cell, "o")).toBeCloseTo(0.5632958666, PRINTED);
    expect(number(cell, "E")).toBeCloseTo(0.5739502709, PRINTED);
  });

  it.each(["chains-by-hand", "chains-backward"])("adds the two copies of u (%s)", (cell) => {
    expect(number(cell, "dE/du_1")).toBeCloseTo(0.2244268271, PRINTED);
    expect(number(cell, "dE/du_0")).toBeCloseTo(-0.1901939906, PRINTED);
    expect(number(cell, "dE/du")).toBeCloseTo(0.0342328365, PRINTED);
  });

  it("has chains of 6 and 9 factors, which are the two paths to u", () => {
    expect(lesson.text("chains-by-hand")).toMatch(/6 \S+ 9/u);
    const { set } = lesson.payload("paths-of-u", "paths");
    expect(set.count).toBe("2");
    expect(set.paths.map(({ factors }) => factors.length)).toEqual([6, 9]);
    expect(decodeSeries(set.sum!).data[0]).toBeCloseTo(0.0342328365, PRINTED);
    expect(set.paths.map(({ value }) => decodeSeries(value!).data[0]!.toFixed(PRINTED))).toEqual([
      "0.2244268271",
      "-0.1901939906",
    ]);
    expect(number("chains-backward", "sum of paths")).toBeCloseTo(0.0342328365, PRINTED);
  });

  it("finds the same by moving one copy alone", () => {
    expect(number("cancel-experiment", "only u_1 moves")).toBeCloseTo(0.2244268271, 9);
    expect(number("cancel-experiment", "only u_0 moves")).toBeCloseTo(-0.1901939906, 9);
    expect(number("cancel-experiment", "both move")).toBeCloseTo(0.0342328365, 9);
  });

  it.each(["grouped", "finished", "compact"])("is the same number in its %s form", (form) => {
    expect(number("three-forms", form)).toBeCloseTo(0.0342328365, PRINTED);
  });

  it("goes back one whole step by w ds1/dz1", () => {
    expect(number("three-forms", "ds1/ds0")).toBeCloseTo(number("three-forms", "w * ds1/dz1"), 14);
  });

  it("adds the two copies of w", () => {
    expect(number("gradient-of-w", "dE/dw_1")).toBeCloseTo(-0.3078279036, PRINTED);
    expect(number("gradient-of-w", "dE/dw_0")).toBeCloseTo(-0.0570581972, PRINTED);
    expect(number("gradient-of-w", "dE/dw")).toBeCloseTo(-0.3648861008, PRINTED);
    expect(number("gradient-of-w", "dE/dw by hand")).toBeCloseTo(-0.3648861008, PRINTED);
    const { set } = lesson.payload("paths-of-w", "paths");
    expect(set.count).toBe("2");
    expect(decodeSeries(set.sum!).data[0]).toBeCloseTo(-0.3648861008, PRINTED);
  });

  it("leaves only the factor of the function to change with a sigmoid inside", () => {
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const s0 = sigmoid(0.84);
    const s1 = sigmoid(0.5 * -0.5 + 0.8 * s0 + 0.1);
    const delta1 = (sigmoid(1.2 * s1 - 0.2) - 1) * 1.2 * s1 * (1 - s1);
    const delta0 = delta1 * 0.8 * s0 * (1 - s0);
    const exact = { "dE/du_1": delta1 * -0.5, "dE/du_0": delta0, "dE/du": delta1 * -0.5 + delta0 };
    for (const [label, value] of Object.entries(exact))
      expect(number("other-function-values", label), label).toBeCloseTo(value, 12);
    expect(number("other-function-values", "dE/dw")).toBeCloseTo(delta1 * s0 + delta0 * 0.3, 12);
  });

  it("learns nothing from the softmax of one number", () => {
    expect(number("softmax-of-one", "o")).toBe(1);
    for (const label of ["E", "dE/du", "dE/dw", "dE/dv", "dE/dk", "dE/dc"])
      expect(Math.abs(number("softmax-of-one", label)), label).toBe(0);
  });

  it("has another gradient where input and memory are multiplied", () => {
    expect(number("product-network", "dE/du, product")).toBeCloseTo(0.0635099, 7);
    expect(number("product-network", "dE/du, sum")).toBeCloseTo(0.0342328365, PRINTED);
  });

  it("takes one term of a sum as the loss of a step", () => {
    expect(number("one-term-of-a-sum", "E_1 by hand")).toBeCloseTo(number("one-term-of-a-sum", "E_1"), 14);
  });

  it("adds up over losses and over uses to the same gradient", () => {
    const gradient = number("two-sums-totals", "dE/dW");
    expect(number("two-sums-totals", "sum over losses")).toBeCloseTo(gradient, 14);
    expect(number("two-sums-totals", "sum over uses")).toBeCloseTo(gradient, 14);
    expect(number("per-loss-paths-panel", "paths of E[4]")).toBeCloseTo(number("per-loss-paths-panel", "row 4"), 14);
    expect(lesson.payload("per-loss-paths-panel", "paths").set.count).toBe("4");
  });

  it("updates by hand as sgd does, and the loss falls", () => {
    expect(number("update-by-hand", "largest difference")).toBeLessThan(1e-15);
    expect(number("update-by-hand", "u")).toBeCloseTo(0.5 - 0.5 * 0.0342328365, 9);
    expect(number("update-by-hand", "w")).toBeCloseTo(0.8 + 0.5 * 0.3648861008, 9);
    expect(number("update-by-hand", "loss before")).toBeCloseTo(0.5739502709, PRINTED);
    expect(number("update-by-hand", "loss after")).toBeLessThan(0.4);
    expect(number("update-by-hand", "v")).toBeCloseTo(1.2 - 0.5 * (0.5632958666 - 1) * 0.3787909022, 9);
    expect(number("update-by-hand", "c")).toBeCloseTo(-0.2 - 0.5 * (0.5632958666 - 1), 9);
    // δ_0 is dE/du_0 for x_0 = 1, and δ_1 is dE/du_1 over x_1 = -0.5
    expect(number("update-by-hand", "k")).toBeCloseTo(0.1 - 0.5 * (0.2244268271 / -0.5 - 0.1901939906), 9);
  });

  it("shows the derivation, and every line agrees with backpropagation", () => {
    const { derivation } = lesson.payload("derivation-panel", "derivation");
    const parameters = derivation.lines.filter(({ kind }) => kind === "gradient").map(({ name }) => name);
    expect([...parameters].sort()).toEqual(["c", "k", "u", "v", "w"]);
    expect(derivation.largestDifference).toBeLessThan(1e-12);
  });

  it.each(["one-term-right", "own-formulas-check", "other-function-check", "product-right"])(
    "passes the right formulas (%s)",
    (cell) => {
      const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
      for (const { name, difference } of rows) expect(difference, name).toBeLessThanOrEqual(tolerance);
    },
  );

  it.each([
    ["one-term-wrong", "dE_dV", { time: 4, row: 3, column: 2 }],
    ["product-wrong", "dE_du", { time: 2, row: 1, column: 1 }],
  ])("fails the wrong formula and says where (%s)", (cell, claim, where) => {
    const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
    const row = rows.find(({ name }) => name === claim)!;
    expect(row.worst).toEqual(where);
    expect(row.difference).toBeGreaterThan(tolerance);
    expect(lesson.text(cell)).toMatch(/t = \d/u);
  });
});

it("runs the same code in both languages", () => {
  expect(codeDifferences(languages[0]![1], languages[1]![1])).toEqual([]);
});
