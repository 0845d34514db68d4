import { describe, expect, it } from "vitest";
import { casesFor, flopsOf, nameOf } from "./cases.js";
import { goalOf } from "./goalTable.js";
import { growthCases } from "./growth.js";

describe("the cases", () => {
  it("have names of their own, and goals against PyTorch, brain.js and TensorFlow.js", () => {
    const cases = casesFor();
    expect(new Set(cases.map(nameOf)).size).toBe(cases.length);
    for (const one of cases)
      for (const peer of ["torch1", "torch2"] as const) expect(goalOf(one, peer)).toBeGreaterThan(0);
    expect(goalOf(cases[0]!, "reference")).toBeUndefined();
  });

  it("are chosen by a part of the name", () => {
    expect(casesFor("lstm (64").map(nameOf)).toEqual([
      "LSTM (64, 32, 100, 1) f32",
      "LSTM (64, 32, 100, 1) f64",
      "LSTM (64, 32, 100, 32) f32",
      "LSTM (64, 32, 100, 32) f64",
    ]);
    expect(casesFor("no such cell")).toEqual([]);
  });

  it("count the flops of each matrix product, forward and back", () => {
    // W and V: a product forward, one for each factor's gradient; U: no gradient of the input
    const shape = { cell: "rnn", hidden: 3, inputs: 2, timeSteps: 5, batch: 7 } as const;
    expect(flopsOf(shape)).toBe(35 * (3 * 2 * 9 + 2 * 2 * 6 + 3 * 2 * 6));
    expect(flopsOf({ ...shape, cell: "lstm" })).toBe(35 * (4 * (54 + 24) + 36));
  });
});

it("growth varies one dimension at a time, in a short run over the same range", () => {
  for (const varied of ["H", "T", "B"] as const) {
    const of = (quick: boolean) =>
      growthCases(quick)
        .filter((point) => point.varied === varied)
        .map((point) => flopsOf(point.case.shape));
    expect(Math.max(...of(true))).toBe(Math.max(...of(false)));
    expect(Math.min(...of(true))).toBe(Math.min(...of(false)));
    expect(of(true)).toHaveLength(3);
  }
});
