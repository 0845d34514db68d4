import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import type { Trace } from "../../../src/engine/index.js";
import { elman, traced, wave } from "./support.js";

/** Square sizes, so that a transposed or swapped factor fits. */
const square = (): Trace =>
  traced(
    `s[t] = tanh(U x[t] + W s[t-1] + b)
     y[t] = V s[t]
     E[t] = halfSquaredError(target[t], y[t])`,
    { x: 2, s: 2, y: 2, target: 2 },
    { x: wave(2, 1), target: wave(2, 4) },
    { initial: { s: [0.3, 0.6] } },
  );

const RIGHT = `
  e[t] = y[t] - target[t]
  dE_ds[t] = V' e[t] + W' δ[t+1]
  δ[t] = (1 - s[t] .^ 2) .* dE_ds[t]
  dE_dU[t] = δ[t] x[t]'
  dE_dW[t] = δ[t] s[t-1]'`;

interface Mistake {
  readonly what: string;
  readonly change: readonly [string, string];
  /** Time steps at which each claim differs. */
  readonly differs: Readonly<Record<string, readonly number[]>>;
}

const all = [1, 2, 3, 4];
const before = [1, 2, 3];

const MISTAKES: readonly Mistake[] = [
  {
    what: "the sign",
    change: ["y[t] - target[t]", "target[t] - y[t]"],
    differs: { dE_ds: all, dE_dU: all, dE_dW: all },
  },
  { what: "W not transposed", change: ["W' δ", "W δ"], differs: { dE_ds: before, dE_dU: before, dE_dW: before } },
  { what: "V not transposed", change: ["V' e", "V e"], differs: { dE_ds: all, dE_dU: all, dE_dW: all } },
  {
    what: "no slope",
    change: ["(1 - s[t] .^ 2) .* dE_ds[t]", "dE_ds[t]"],
    differs: { dE_ds: before, dE_dU: all, dE_dW: all },
  },
  {
    what: "the slope of the sigmoid",
    change: ["(1 - s[t] .^ 2)", "(s[t] .* (1 - s[t]))"],
    differs: { dE_ds: before, dE_dU: all, dE_dW: all },
  },
  {
    what: "the slope of the step before",
    change: ["(1 - s[t] .^ 2)", "(1 - s[t-1] .^ 2)"],
    differs: { dE_ds: before, dE_dU: all, dE_dW: all },
  },
  {
    what: "no way through time",
    change: [" + W' δ[t+1]", ""],
    differs: { dE_ds: before, dE_dU: before, dE_dW: before },
  },
  { what: "no loss of its own", change: ["V' e[t] + W'", "W'"], differs: { dE_ds: all, dE_dU: all, dE_dW: all } },
  { what: "the state of this step", change: ["s[t-1]'", "s[t]'"], differs: { dE_ds: [], dE_dU: [], dE_dW: all } },
  { what: "the input of the step before", change: ["x[t]'", "x[t-1]'"], differs: { dE_ds: [], dE_dU: all, dE_dW: [] } },
  { what: "factors swapped", change: ["δ[t] x[t]'", "x[t] δ[t]'"], differs: { dE_ds: [], dE_dU: all, dE_dW: [] } },
  {
    what: "a factor 2",
    change: ["y[t] - target[t]", "2 (y[t] - target[t])"],
    differs: { dE_ds: all, dE_dU: all, dE_dW: all },
  },
];

describe("a typical mistake", () => {
  it("is none in the formulas that are changed below", () => {
    expect(checkByHand(square(), RIGHT).passed).toBe(true);
  });

  it.each(MISTAKES)("$what, fails where it counts", ({ change: [from, to], differs }) => {
    expect(RIGHT).toContain(from);
    const check = checkByHand(square(), RIGHT.replace(from, to));
    expect(check.passed).toBe(false);
    expect(Object.fromEntries(check.rows.map(({ name, differing }) => [name, differing]))).toEqual(differs);
    for (const { differing, agreesFrom, worst } of check.rows) {
      expect(agreesFrom).toBe(differing!.includes(4) ? null : Math.max(0, ...differing!) + 1);
      if (differing!.length > 0) expect(worst.time).toBe(differing!.at(-1));
    }
  });

  it("shows at early steps too, however small the gradient is there", () => {
    const trace = traced(
      "s[t] = tanh(U x[t] + W s[t-1])\n E[T] = halfSquaredError(d[T], s[T])",
      { x: 1, s: 1, d: 1 },
      { x: Array.from({ length: 12 }, (_, t) => [Math.sin(t)]), d: [0.4] },
    );
    const early = checkByHand(
      trace,
      "dE_dU[t] = (1 - s[t] .^ 2) .* dE_ds[t] .* x[t] + 0.001 * (1 - s[t] .^ 2) .* dE_ds[t]",
    );
    expect(Math.abs(trace.adjoint("s", 1).data[0]!)).toBeLessThan(1e-7);
    expect(early.rows[0]!.differing).toContain(1);
  });

  it("in single steps whose sum is right says so", () => {
    // one step late: the first contribution is zero, as the state begins at zero, so the sum loses nothing
    const check = checkByHand(elman(), "δ[t] = (1 - s[t] .^ 2) .* dE_ds[t]\n dE_dW[t] = δ[t+1] s[t]'");
    expect(check.passed).toBe(false);
    expect(check.rows[0]!.differing).toEqual(all);
    expect(check.rows[0]!.sumDifference).toBeLessThan(1e-13);
  });

  it.each(["-1", "0.1", "1.7"])(
    "that is a factor %s in all entries alike names the one with the largest gap",
    (factor) => {
      const trace = square();
      const check = checkByHand(
        trace,
        `δ[t] = (1 - s[t] .^ 2) .* dE_ds[t]
       dE_dW = ${factor} * Σ_t δ[t] s[t-1]'
       dE_dU = ${factor} * Σ_t δ[t] x[t]'
       dE_dV = ${factor} * Σ_t (y[t] - target[t]) s[t]'`,
      );
      for (const { of, worst } of check.rows)
        expect(Math.abs(worst.right), of).toBe(Math.max(...trace.gradient(of).data.map(Math.abs)));
    },
  );

  it("that leads to no number differs by no number", () => {
    const [row] = checkByHand(square(), "dE_ds[t] = log(0 * s[t] - 1)").rows;
    expect(row!.difference).toBeNaN();
    expect(row!.differing).toEqual(all);
    expect(checkByHand(square(), "dE_ds[t] = exp(1000 * (s[t] .^ 2 + 1))").rows[0]!.difference).toBe(Infinity);
    expect(checkByHand(square(), "dE_ds[t] = exp(1000 * (s[t] .^ 2 + 1))").passed).toBe(false);
  });
});
