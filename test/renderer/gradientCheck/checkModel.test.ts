import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCells,
  checkHeadings,
  checkRemarks,
  checkRows,
  checkVerdict,
} from "../../../src/renderer/gradientCheck/checkModel.js";
import { numberPair } from "../../../src/renderer/gradientCheck/numberPair.js";
import { stripLayout } from "../../../src/renderer/gradientCheck/stripLayout.js";
import { timeRanges } from "../../../src/renderer/gradientCheck/timeRanges.js";
import { checkWordsEn, checkWordsZhCn } from "../../../src/renderer/gradientCheck/words.js";
import { parsePayload } from "../../../src/trace/index.js";
import { allAgree, claim, forgottenFactor, handCheck, manySteps, notFinite, wide } from "../fixtures/handCheck.js";
import { check } from "../fixtures/views.js";

describe("the rows", () => {
  it("come from payloads that are valid", () => {
    for (const payload of [check(), allAgree(), forgottenFactor(), manySteps(), notFinite(), wide()])
      expect(parsePayload(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
  });

  it.each([
    [
      { rows: 3, columns: 3, worst: { time: 2, row: 1, column: 3 } },
      "3 × 3",
      "t = 2, row 1, column 3",
      "t = 2，第 1 行第 3 列",
    ],
    [{ rows: 3, columns: 1, worst: { time: 2, row: 3, column: 1 } }, "3", "t = 2, row 3", "t = 2，第 3 行"],
    [{ rows: 1, columns: 3, worst: { time: null, row: 1, column: 3 } }, "1 × 3", "row 1, column 3", "第 1 行第 3 列"],
    [{ rows: 1, columns: 1, worst: { time: 2, row: 1, column: 1 } }, "1", "t = 2", "t = 2"],
    [{ rows: 1, columns: 1, worst: { time: null, row: 1, column: 1 } }, "1", "–", "–"],
  ])("name the place of %j", (parts, size, place, chinese) => {
    const payload = handCheck(4, [claim({ name: "dE_dW", ...parts })]);
    expect(checkRows(payload, checkWordsEn)[0]).toMatchObject({ size, place });
    expect(checkRows(payload, checkWordsZhCn)[0]!.place).toBe(chinese);
  });

  it("fail above the tolerance, and where a difference is not finite", () => {
    const rows = [1e-9, 1.01e-9, null].map((difference) => claim({ name: "dE_dW", difference }));
    const found = checkRows(handCheck(4, rows), checkWordsEn);
    expect(found.map(({ result }) => result)).toEqual(["pass", "fail", "fail"]);
    expect(found[2]!.difference).toBe("not finite");
  });

  it("stand under their headings: yours first, of central differences backpropagation first", () => {
    for (const [payload, first, second] of [
      [forgottenFactor(), "yours", "backpropagation"],
      [check(), "backpropagation", "central difference"],
    ] as const) {
      if (payload.view !== "gradientCheck") throw new Error(payload.view);
      const headings = checkHeadings(payload, checkWordsEn);
      expect(headings.slice(4, 6)).toEqual([first, second]);
      const row = checkRows(payload, checkWordsEn)[1]!;
      const cells = checkCells(row, payload);
      expect(cells[headings.indexOf("backpropagation") - 1]).toBe(row.backpropagated);
      expect(cells).toContain(row.checked);
    }
  });
});

describe("the remarks", () => {
  it("draw each time step up to forty", () => {
    const remarksOf = (timeSteps: number) =>
      checkRemarks(handCheck(timeSteps, [claim({ name: "dE_dW", differing: [1, 3], difference: 1 })]), checkWordsEn);
    expect(remarksOf(4)[0]!.agrees).toEqual([false, true, false, true]);
    expect(remarksOf(40)[0]!.agrees).toHaveLength(40);
    expect(remarksOf(41)[0]).toMatchObject({ name: "dE_dW", agrees: null });
  });

  it("leave out claims without time that say nothing", () => {
    expect(checkRemarks(forgottenFactor(), checkWordsEn).map(({ name }) => name)).toEqual(["dE_dy", "dE_ds", "dE_dW"]);
  });
});

describe("the verdict", () => {
  const verdict = (...differences: (number | null)[]) =>
    checkVerdict(
      handCheck(
        4,
        differences.map((difference, i) => claim({ name: `dE_d${"abc"[i]}`, difference })),
      ),
      checkWordsEn,
    );

  it.each([
    [[0], "The formula agrees with backpropagation."],
    [[0, 0], "Both formulas agree with backpropagation."],
    [[0, 0, 0], "All 3 formulas agree with backpropagation."],
    [[0, 1], "dE_db does not agree with backpropagation."],
    [[1, 0, null], "dE_da and dE_dc do not agree with backpropagation."],
    [[1, 1, 1], "dE_da, dE_db and dE_dc do not agree with backpropagation."],
  ])("of %j: %s", (differences, sentence) => expect(verdict(...differences)).toBe(sentence));

  it("speaks of gradients where central differences are the judge", () => {
    const payload = check();
    if (payload.view !== "gradientCheck") throw new Error(payload.view);
    expect(checkVerdict(payload, checkWordsEn)).toBe("The gradients of b and V do not agree.");
    const rows = payload.rows.slice(0, 2);
    expect(checkVerdict({ ...payload, rows }, checkWordsEn)).toBe("The gradient of b does not agree.");
    expect(checkVerdict({ ...payload, rows: rows.slice(0, 1) }, checkWordsZhCn)).toBe("每个参数的梯度都一致。");
  });
});

describe("two numbers side by side", () => {
  it.each<[number, number, boolean, string, string]>([
    [0.1482917, 0.1297334, false, "0.1483", "0.1297"],
    [0.5, -0.5, false, "0.5", "−0.5"],
    [0.123456789, 0.123456712, false, "0.123456789", "0.123456712"],
    [0.1234567890123, 0.1234567890124, true, "0.123457", "0.123457"],
    [0.0132847193, 0.0132847197, true, "0.0132847193", "0.0132847197"],
    [1 / 3, 1 / 3, true, "0.333333", "0.333333"],
    [Number.NaN, 1 / 3, false, "NaN", "0.333333"],
    [3.14159e-12, 3.14161e-12, false, "3.14159×10⁻¹²", "3.14161×10⁻¹²"],
    [-1000.0005, -1000.0009, false, "−1,000.0005", "−1,000.0009"],
  ])("%d and %d (equal: %s)", (a, b, isEqual, first, second) => {
    expect(numberPair(a, b, isEqual)).toEqual([first, second]);
  });

  it("can always be told apart where they differ by more than rounding", () => {
    const number = fc.double({ min: 1e-290, max: 1e290, noNaN: true });
    const halvings = fc.double({ min: 0, max: 46, noNaN: true });
    fc.assert(
      fc.property(number, halvings, fc.constantFrom(-1, 1), (a, k, sign) => {
        const [first, second] = numberPair(sign * a, sign * a * (1 + 2 ** -k), false);
        expect(first).not.toBe(second);
      }),
    );
  });
});

describe("ranges of time steps", () => {
  it.each<[readonly number[], readonly string[] | null]>([
    [[], []],
    [[3], ["3"]],
    [
      [3, 4],
      ["3", "4"],
    ],
    [[1, 2, 3], ["1…3"]],
    [
      [1, 2, 5, 6, 7],
      ["1", "2", "5…7"],
    ],
    [
      [1, 3, 5, 7],
      ["1", "3", "5", "7"],
    ],
    [[1, 3, 5, 7, 9], null],
  ])("%j", (times, pieces) => expect(timeRanges(times)).toEqual(pieces));
});

describe("the strip", () => {
  const labels = (timeSteps: number) =>
    stripLayout(timeSteps).cells.flatMap(({ time, isLabelled }) => (isLabelled ? [time] : []));

  it("names every time step of a few, and every fifth of many with the first and the last", () => {
    expect(labels(4)).toEqual([1, 2, 3, 4]);
    expect(labels(20)).toHaveLength(20);
    expect(labels(36)).toEqual([1, 5, 10, 15, 20, 25, 30, 36]);
    expect(labels(38)).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 38]);
    expect(labels(40)).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 40]);
  });

  it("fits into a narrow output, its cells side by side", () => {
    for (const timeSteps of [1, 20, 21, 40]) {
      const { cells, cell, width } = stripLayout(timeSteps);
      expect(width).toBeLessThanOrEqual(500);
      expect(cells[0]!.x).toBe(cell / 2);
      expect(cells.at(-1)!.x).toBe(width - cell / 2);
    }
  });
});
