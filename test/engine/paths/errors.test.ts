import { describe, expect, it } from "vitest";
import { findPaths, OptionError, type Trace } from "../../../src/engine/index.js";
import { traceOf } from "./support.js";

const text =
  "h[t] = tanh(W_hx x[t] + W_hh h[t-1] + P q[t])\no[t] = softmax(W_qh h[t])\nE[t] = crossEntropy(target[t], o[t])\nq[t] = tanh(K x[t])\nr[t] = R h[t]";
const trace = traceOf(text, { x: 2, h: 2, o: 2, q: 2, r: 1 }, { x: [0, 1, 0], target: [1, 0, 1] });
const twoLosses = traceOf(
  "s[t] = w s[t-1] + x[t]\nL1[t] = squaredError(d[t], s[t])\nL2[T] = squaredError(d[T], s[T])",
  { s: 1 },
  { x: [1, 2], d: [1, 1] },
);

function message(of: Trace, loss: string, target: string, options?: object): string {
  try {
    findPaths(of, loss, target, options);
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    return (error as OptionError).message;
  }
  throw new Error("no error");
}

describe("asking for paths that there are not", () => {
  it.each([
    ["F", "W_hx", "nothing is called F: the loss is E."],
    ["o[3]", "W_hx", "o is no loss, so no path starts from it: the loss is E"],
    ["E[0]", "W_hx", "t is 0: expected a whole number from 1 to T = 3"],
    ["E[4]", "W_hx", "t is 4: expected a whole number from 1 to T = 3"],
    ["E[t]", "W_hx", "E[t]: a path stands at one time step, so the index is a number or T, e.g. E[3] or E[T]"],
    ["E[", "W_hx", 'the loss is "E[": expected a name, perhaps at a time, such as "h[1]"'],
    [
      "E",
      "W_xh",
      "nothing is called W_xh: a path leads to one of W_hx, W_hh, P, W_qh, K, R, h, o, E, q, r, x, target. Did you mean W_hx?",
    ],
    ["E", "W_hx[4]", "t is 4: expected a whole number from 1 to T = 3"],
    ["E", "h", "h has a value at each time step: say which one, from h[1] to h[3]"],
    ["E", "h[4]", "h has no value at t = 4: it stands at t = 0…3"],
    ["E", "o[0]", "o has no value at t = 0: it stands at t = 1…3"],
    ["E", "x", "x has a value at each time step: say which one, from x[1] to x[3]"],
    ["E", "x[0]", "x has no value at t = 0: it stands at t = 1…3"],
    [
      "E[2]",
      "h[3]",
      "no path leads from E[2] to h[3]: nothing that E[2] is computed from depends on h[3]. There are paths from E[3].",
    ],
    [
      "E[1]",
      "W_hx[2]",
      "no path leads from E[1] to W_hx[2]: nothing that E[1] is computed from uses W_hx at t = 2. There are paths from E[2] and E[3].",
    ],
    ["E", "R", "no path leads from E to R: nothing that E is computed from depends on R."],
    ["E", "r[2]", "no path leads from E to r[2]: nothing that E is computed from depends on r[2]."],
  ])("%s to %s", (loss, target, expected) => {
    expect(message(trace, loss, target)).toBe(expected);
  });

  it("names all losses where there are several, and what may be meant", () => {
    expect(message(twoLosses, "L", "w")).toBe("nothing is called L: the losses are L1, L2. Did you mean L1?");
    expect(message(twoLosses, "L2[1]", "w")).toBe("L2 has no value at t = 1: it stands at t = 2");
    expect(message(twoLosses, "L1[1]", "s[2]")).toMatch(/There are paths from L1\[2\] and L2\[2\]\.$/u);
  });

  it("refuses other options and counts", () => {
    expect(message(trace, "E", "W_hx", { most: 3 })).toBe("paths has no option most: largest.");
    for (const largest of [0, 2.5, 201, Number.NaN])
      expect(message(trace, "E", "W_hx", { largest })).toBe(
        `paths: largest is ${largest}: expected a whole number from 1 to 200`,
      );
  });
});
