import { describe, expect, it } from "vitest";
import { type Claim, claimSentence } from "../../../src/renderer/gradientCheck/claimSentence.js";
import { checkWordsEn, checkWordsZhCn } from "../../../src/renderer/gradientCheck/words.js";

/** A parameter's claim over four time steps that agrees everywhere. */
const agreeing: Claim = {
  name: "dE_dW",
  against: "formulas",
  timeSteps: 4,
  tolerance: 1e-9,
  difference: 0,
  differing: [],
  place: { time: 2, row: 1, column: 3 },
  checked: 0.5,
  backpropagated: 0.5,
};
const said = (parts: Partial<Claim>) => claimSentence({ ...agreeing, ...parts }, checkWordsEn);
const saidZhCn = (parts: Partial<Claim>) => claimSentence({ ...agreeing, ...parts }, checkWordsZhCn);
const odd = Array.from({ length: 20 }, (_, i) => 2 * i + 1);

describe("a claim's time steps, in words", () => {
  it.each<[readonly number[], number, string, string]>([
    [[], 4, "agrees at every time step.", "在每个时间步都一致。"],
    [[1, 2, 3, 4], 4, "differs at every time step.", "在每个时间步都不一致。"],
    [[1, 2], 3, "agrees at t = 3 and differs from t = 2 backward.", "在 t = 3 一致，从 t = 2 起沿时间往回都不一致。"],
    [[1], 4, "agrees at t = 2…4 and differs at t = 1.", "在 t = 2…4 一致，在 t = 1 不一致。"],
    [[1], 2, "agrees at t = 2 and differs at t = 1.", "在 t = 2 一致，在 t = 1 不一致。"],
    [[1, 3], 4, "differs at t = 1, 3 and agrees at t = 2, 4.", "在 t = 1、3 不一致，在 t = 2、4 一致。"],
    [[4], 4, "differs at t = 4 and agrees at t = 1…3.", "在 t = 4 不一致，在 t = 1…3 一致。"],
    [[3, 4], 4, "differs at t = 3, 4 and agrees at t = 1, 2.", "在 t = 3、4 不一致，在 t = 1、2 一致。"],
    [[2], 4, "differs at t = 2 and agrees at t = 1, 3, 4.", "在 t = 2 不一致，在 t = 1、3、4 一致。"],
    [
      odd,
      40,
      "differs at 20 of 40 time steps, the latest t = 39.",
      "在 40 个时间步中有 20 个不一致，最晚的是 t = 39。",
    ],
  ])("%j of %i: %s", (differing, timeSteps, english, chinese) => {
    const difference = differing.length === 0 ? 0 : 0.5;
    expect(said({ differing, timeSteps, difference })).toBe(`dE_dW ${english}`);
    expect(saidZhCn({ differing, timeSteps, difference })).toBe(`dE_dW ${chinese}`);
  });

  it("are not spoken of where there is one or none", () => {
    expect(said({ differing: null, difference: 0.5 })).toBe("");
    expect(said({ differing: [1], timeSteps: 1, difference: 0.5 })).toBe("");
  });
});

describe("the sum over time", () => {
  it.each<[string, Partial<Claim>, string]>([
    ["agrees with its steps", { sumDifference: 1e-16 }, "agrees at every time step."],
    [
      "is right all the same",
      { differing: [1, 3], sumDifference: 1e-9 },
      "t = 2, 4, but the sum over time is the gradient.",
    ],
    ["is wrong as its steps are", { differing: [1, 3], sumDifference: 0.1 }, "and agrees at t = 2, 4."],
    [
      "is wrong all the same",
      { sumDifference: 0.02 },
      "step, but the sum over time is not the gradient (relative difference 0.02).",
    ],
    ["is not finite", { sumDifference: null }, "step, but the sum over time is not finite."],
    ["is not finite as its steps are", { differing: [1, 3], sumDifference: null }, "and agrees at t = 2, 4."],
  ])("%s", (_, parts, end) => {
    expect(said(parts)).toMatch(new RegExp(`${end.replace(/[().]/g, "\\$&")}$`));
  });
});

describe("a number that is not finite", () => {
  const none = { difference: null, differing: [1, 2], checked: Number.NaN };

  it("is told where the formula gives it", () => {
    expect(said(none)).toBe(
      "dE_dW agrees at t = 3, 4 and differs from t = 2 backward. The formula of dE_dW gives NaN at t = 2, row 1, column 3.",
    );
    expect(saidZhCn(none)).toBe(
      "dE_dW 在 t = 3、4 一致，从 t = 2 起沿时间往回都不一致。dE_dW 的公式在 t = 2，第 1 行第 3 列 得到 NaN。",
    );
  });

  it.each<[string, Partial<Claim>, string]>([
    [
      "of a single number",
      { differing: null, place: { time: null, row: null, column: null }, checked: -Infinity },
      "The formula of dE_dW gives −∞.",
    ],
    [
      "of backpropagation",
      { differing: null, checked: 1, backpropagated: Infinity },
      "For dE_dW backpropagation gives ∞ at t = 2, row 1, column 3.",
    ],
    [
      "of a central difference",
      { differing: null, against: "differences", place: { time: null, row: 4, column: null } },
      "The central difference of dE_dW is NaN at row 4.",
    ],
    ["elsewhere", { differing: null, checked: 1 }, "Not all numbers of dE_dW are finite."],
  ])("%s", (_, parts, sentence) => {
    expect(said({ ...none, ...parts })).toBe(sentence);
  });
});
