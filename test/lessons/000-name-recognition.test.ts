import { describe, expect, it } from "vitest";
import { decodeSeries } from "../../src/trace/index.js";
import { bothLanguages } from "./executed.js";
import { codeDifferences } from "./sameCode.js";

const NAME = "000-name-recognition";
const languages = bothLanguages(NAME);

describe.each(languages)("note 000, %s", (_language, lesson) => {
  const number = (cell: string, label: string): number => lesson.number(cell, label);
  const differingTimes = (cell: string, claim: string): number[] => {
    const { differing } = lesson.payload(cell, "gradientCheck").rows.find(({ name }) => name === claim)!;
    return differing ? [...decodeSeries(differing).data] : [];
  };

  it("takes ln 10 from a name that was given probability 0.1", () => {
    expect(number("loss-of-one-word", "y=1 p=0.1")).toBeCloseTo(Math.LN10, 9);
  });

  it("computes the right loss and the misprinted one", () => {
    const exact = {
      "right y=1 p=0.1": Math.LN10,
      "misprint y=1 p=0.1": Math.LN10 - 0.9 * Math.log(0.9),
      "right y=0 p=0.9": Math.LN10,
      "misprint y=0 p=0.9": 0.1 * Math.LN10,
      "right y=0 p=0.999999": 6 * Math.LN10,
      "misprint y=0 p=0.999999": 6e-6 * Math.LN10,
    };
    for (const [label, value] of Object.entries(exact))
      expect(number("misprint-numbers", label), label).toBeCloseTo(value, 9);
    const printed = {
      "misprint y=1 p=0.1": "2.397410",
      "misprint y=0 p=0.9": "0.230259",
      "right y=0 p=0.9": "2.302585",
    };
    for (const [label, digits] of Object.entries(printed))
      expect(number("misprint-numbers", label).toFixed(6), label).toBe(digits);
    expect(number("misprint-numbers", "right y=0 p=0.999999").toFixed(4)).toBe("13.8155");
    expect(number("misprint-numbers", "misprint y=0 p=0.999999").toExponential(1)).toBe("1.4e-5");
  });

  it("pushes a wrong answer the wrong way with the misprint", () => {
    expect(number("misprint-slope", "right dL/dz")).toBeCloseTo(0.9, 9);
    expect(number("misprint-slope", "misprint dL/dz")).toBeCloseTo(0.09 * (1 - Math.LN10), 9);
    expect(number("misprint-slope", "misprint dL/dz")).toBeCloseTo(-0.1172, 4);
  });

  it("adds up the losses of the words", () => {
    expect(number("losses-of-the-verse", "sum of the losses")).toBeCloseTo(number("losses-of-the-verse", "L"), 14);
  });

  it("stacks activation and word in one matrix, or takes two", () => {
    expect(lesson.text("shapes")).toMatch(/W_a: '8×70'/u);
    expect(lesson.text("shapes")).toContain("a_0 = 0 0 0 0 0 0 0 0");
    expect(number("own-symbols-check", "largest difference")).toBeLessThan(1e-14);
    const { network } = lesson.payload("own-symbols-elman", "definition");
    expect(network.statements.map(({ name }) => name)).toEqual(["a", "ŷ", "L"]);
    expect(network.parameters.map(({ name }) => name).sort()).toEqual(["W_aa", "W_ax", "W_y", "b_a", "b_y"]);
  });

  it("shows the graph, the dashboard and the words", () => {
    expect(lesson.payload("verses", "unrolled").recording.timeSteps).toBe(6);
    const { recording } = lesson.payload("dashboard", "dashboard");
    expect(recording.task!.tokens.x).toEqual(["and", "Ruth", "said", "intreat", "me", "not"]);
    expect(recording.task!.tokens.y).toEqual(["-", "name", "-", "-", "-", "-"]);
  });

  it("finds six paths from the sentence's loss to the first activation", () => {
    const { set } = lesson.payload("paths-to-the-first-activation", "paths");
    expect(set.count).toBe("6");
    expect(set.paths).toHaveLength(6);
    expect(decodeSeries(set.agreement).data[2]).toBeLessThan(1e-15);
    expect(set.paths.map(({ factors }) => factors.length)).toEqual([7, 6, 5, 4, 3, 2]);
  });

  it("derives the recursion from right to left", () => {
    const { derivation } = lesson.payload("derivation-panel", "derivation");
    expect(derivation.parameter).toBe("W_a");
    expect(derivation.largestDifference).toBeLessThan(1e-12);
  });

  it.each(["hand-check-right", "misprint-check-passes"])("passes the right formulas (%s)", (cell) => {
    const { rows, tolerance } = lesson.payload(cell, "gradientCheck");
    for (const { name, difference } of rows) expect(difference, name).toBeLessThanOrEqual(tolerance);
  });

  it("claims the recursion from right to left by hand, for every parameter", () => {
    const { rows } = lesson.payload("hand-check-right", "gradientCheck");
    const claims = ["dL_dz", "dL_da", "dL_dW_y", "dL_db_y", "dL_dW_aa", "dL_dW_ax", "dL_db_a"];
    expect(rows.map(({ name }) => name)).toEqual(claims);
    expect(lesson.source("hand-check-right")).toContain("W_aa' δ[t+1]");
  });

  it("is right at the last word only without the message from the right", () => {
    expect(differingTimes("hand-check-without-the-right", "dL_dz")).toEqual([]);
    expect(differingTimes("hand-check-without-the-right", "dL_da")).toEqual([1, 2, 3, 4, 5]);
    expect(lesson.text("hand-check-without-the-right")).toMatch(/dL_da (?:agrees at|在) t = 6\b/u);
  });

  it("fails the gradient of the misprint and says where", () => {
    const { rows, tolerance } = lesson.payload("misprint-check-fails", "gradientCheck");
    expect(rows.map(({ name }) => name)).toEqual(["dL_dz"]);
    expect(rows[0]!.difference).toBeGreaterThan(tolerance);
    expect(differingTimes("misprint-check-fails", "dL_dz")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lesson.text("misprint-check-fails")).toMatch(/t = \d/u);
  });

  it("calls every word a name after training on the misprint, although its loss falls", () => {
    const losses = (label: string): number[] => {
      const found = new RegExp(`(?:${label})\\s*([\\d.]+) → ([\\d.]+)`, "u").exec(lesson.text("wrong-way-training"))!;
      return [Number(found[1]), Number(found[2])];
    };
    expect(losses("misprint:|印错：")[1]).toBeLessThan(0.01);
    expect(losses("right:|正确：")[1]).toBeLessThan(0.05);
    const answers = lesson.text("wrong-way-answers");
    expect(answers).toMatch(/1 - y +\{ words: 120, 'said name': 30, mistakes: 0 \}/u);
    expect(answers).toMatch(/1 - ŷ +\{ words: 120, 'said name': 120, mistakes: 90 \}/u);
    expect(lesson.payload("wrong-way-training", "compare").runs).toHaveLength(2);
  });

  it("updates by hand as sgd does, and the loss falls", () => {
    expect(number("update-by-hand", "largest difference")).toBeLessThan(1e-15);
    expect(number("update-by-hand", "loss after")).toBeLessThan(number("update-by-hand", "loss before"));
  });

  it("finds the names, and most of them when they are blanked out", () => {
    expect(lesson.text("found-names")).toContain("{ words: 120, 'said name': 30, mistakes: 0 }");
    expect(lesson.text("found-names")).toContain("and [Ruth] said intreat me not");
    expect(number("hidden-names", "gapCount")).toBe(30);
    expect(number("hidden-names", "foundInGaps")).toBe(29);
    expect(number("hidden-names", "otherGaps")).toBe(90);
    expect(number("hidden-names", "takenForNames")).toBe(6);
  });

  it("says what is wrong with the symbols of the note's J_LL", () => {
    expect(lesson.text("slip-in-symbols")).toContain("the batch has no u");
  });
});

it("runs the same code in both languages", () => {
  expect(codeDifferences(languages[0]![1], languages[1]![1])).toEqual([]);
});
