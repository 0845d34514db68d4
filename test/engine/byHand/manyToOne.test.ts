/** Recursions of a loss at the last step alone: a value at T, and a rule for all steps before it. */
import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import { learned as learnedStart, type Trace } from "../../../src/engine/index.js";
import { TIME_STEPS, traced, wave } from "./support.js";

const manyToOne = (): Trace =>
  traced(
    "s[t] = tanh(U x[t] + W s[t-1])\n y[T] = V s[T]\n L[T] = halfSquaredError(d[T], y[T])",
    { x: 2, s: 3, y: 1 },
    { x: wave(2, 1), d: [0.3] },
  );

const DATA = { x: wave(1, 1), d: wave(1, 5) };

const RIGHT = `
  dL_dy[T] = y[T] - d[T]
  δ[T] = (1 - s[T] .^ 2) .* (V' dL_dy[T])
  δ[t] = (1 - s[t] .^ 2) .* (W' δ[t+1])
  dL_dU[t] = δ[t] x[t]'
  dL_dW[t] = δ[t] s[t-1]'
  dL_dV = dL_dy[T] s[T]'`;

const agrees = (trace: Trace, text: string): boolean => checkByHand(trace, text).passed;

describe("a value at T and a rule before it", () => {
  it("are claimed of a helper", () => {
    const check = checkByHand(manyToOne(), RIGHT);
    expect(check.rows.map(({ name, at }) => [name, at])).toEqual([
      ["dL_dy", "T"],
      ["dL_dU", "t"],
      ["dL_dW", "t"],
      ["dL_dV", null],
    ]);
    expect(check.largest).toBeLessThan(1e-13);
  });

  it("are claimed of a gradient, one row for both", () => {
    const claim = `
      dL_ds[T] = V' (y[T] - d[T])
      dL_ds[t] = W' ((1 - s[t+1] .^ 2) .* dL_ds[t+1])`;
    const [row, ...others] = checkByHand(manyToOne(), claim).rows;
    expect(others).toEqual([]);
    expect(row).toMatchObject({ name: "dL_ds", at: "t", differing: [], agreesFrom: 1 });
  });

  it("are told apart where one is wrong", () => {
    const before = [1, 2, 3];
    const differing = (from: string, to: string): unknown => {
      expect(RIGHT).toContain(from);
      return checkByHand(manyToOne(), RIGHT.replace(from, to)).rows.find(({ name }) => name === "dL_dU")!.differing;
    };
    expect(differing("(V' dL_dy[T])", "(2 * V' dL_dy[T])")).toEqual([...before, TIME_STEPS]);
    expect(differing("(W' δ[t+1])", "(W δ[t+1])")).toEqual(before);
  });

  it("stand in either order", () => {
    const lines = RIGHT.trim().split("\n");
    const swapped = [lines[0]!, lines[2]!, lines[1]!, ...lines.slice(3)].join("\n");
    expect(agrees(manyToOne(), swapped)).toBe(true);
  });
});

describe("the gradient of what exists at the last step only", () => {
  it("is claimed at T", () => {
    expect(agrees(manyToOne(), "dL_dy[T] = y[T] - d[T]")).toBe(true);
  });

  it("is zero before, claimed or read at every step", () => {
    expect(agrees(manyToOne(), "dL_dy[t] = [t = T] (y[T] - d[T])")).toBe(true);
    expect(checkByHand(manyToOne(), "dL_dy[t] = y[T] - d[T]").rows[0]!.differing).toEqual([1, 2, 3]);
    expect(agrees(manyToOne(), "dL_ds[t] = V' dL_dy[t] + W' ((1 - s[t+1] .^ 2) .* dL_ds[t+1])")).toBe(true);
  });
});

describe("a condition on the time", () => {
  it.each([
    ["at T", "dL_ds[t] = W' δ[t+1] + [t = T] V' (y[T] - d[T])\n δ[t] = (1 - s[t] .^ 2) .* dL_ds[t]"],
    ["before T", "dL_ds[t] = [t < T] W' δ[t+1] + [t = T] V' (y[T] - d[T])\n δ[t] = (1 - s[t] .^ 2) .* dL_ds[t]"],
    ["as a factor behind", "dL_ds[t] = W' δ[t+1] + (V' (y[T] - d[T])) * [t = T]\n δ[t] = (1 - s[t] .^ 2) .* dL_ds[t]"],
  ])("%s", (_what, text) => {
    expect(agrees(manyToOne(), text)).toBe(true);
  });

  it("is one where it holds, and zero at all other steps", () => {
    const at = (condition: string): unknown =>
      checkByHand(manyToOne(), `dL_dy[t] = ${condition} (y[T] - d[T] + 1)`).rows[0]!.differing;
    // what differs is what is not zero: before T the gradient is, and at T it is not by 1
    expect(at("[t = T]")).toEqual([4]);
    expect(at("[t = T-1]")).toEqual([3, 4]);
    expect(at("[t < T]")).toEqual([1, 2, 3, 4]);
    expect(at("[t <= T-2]")).toEqual([1, 2, 4]);
    expect(at("[t > 2]")).toEqual([3, 4]);
    expect(at("[t >= 4]")).toEqual([4]);
  });
});

describe("forms that networks do not have", () => {
  const both = (): Trace =>
    traced(
      "s[t] = relu(W concat(s[t-1], x[t]))\n E[t] = halfSquaredError(d[t], s[t])",
      { x: 2, s: 2, d: 2 },
      { x: wave(2, 1), d: wave(2, 5) },
    );

  it("rows, a sign and a sum over time", () => {
    const text = `
      dE_ds[t] = s[t] - d[t] + (W' δ[t+1])[1:2]
      δ[t] = [s[t] > 0] .* dE_ds[t]
      dE_dW = Σ_t δ[t] concat(s[t-1], x[t])'`;
    expect(agrees(both(), text)).toBe(true);
    expect(agrees(both(), text.replace("[1:2]", "[2:3]"))).toBe(false);
    expect(agrees(both(), text.replace("> 0", "+ 1 > 0"))).toBe(false);
    expect(agrees(both(), text.replace("Σ_t δ[t] concat(s[t-1], x[t])'", "Σ_τ δ[τ] concat(s[τ-1], x[τ])'"))).toBe(true);
  });

  it("a sum over time ends at a plus or a minus, and takes a whole product", () => {
    const trace = (): Trace => traced("s[t] = U x[t]\n E[t] = halfSquaredError(d[t], s[t])", { x: 1, s: 1 }, DATA);
    expect(agrees(trace(), "dE_dU = Σ_t (s[t] - d[t]) .* x[t] + 0 * U")).toBe(true);
    expect(agrees(trace(), "dE_dU = Σ_t s[t] .* x[t] - Σ_t d[t] .* x[t]")).toBe(true);
    expect(agrees(trace(), "dE_dU = Σ_t s[t] .* x[t] - d[T] .* x[T]")).toBe(false);
  });

  it("T, a matrix of ones, and one time step", () => {
    const trace = traced("s[t] = U x[t] + W s[t-1]\n E[T] = mean(s[T] .^ 2)", { x: 1, s: 2 }, { x: wave(1, 1) });
    expect(agrees(trace, "dE_ds[T] = s[T]")).toBe(true);
    expect(agrees(trace, "dE_ds[T] = s[4] + 0 * ones(2, 1)")).toBe(true);
    expect(agrees(trace, "dE_ds[T] = s[T] + (T - 4) * s[T]")).toBe(true);
    expect(agrees(trace, "dE_ds[T] = s[3]")).toBe(false);
  });

  it("a learned start is claimed at 0", () => {
    const trace = traced("s[t] = tanh(U x[t] + W s[t-1])\n E[t] = halfSquaredError(d[t], s[t])", { x: 1, s: 1 }, DATA, {
      initial: { s: learnedStart },
    });
    const text = "δ[t] = (1 - s[t] .^ 2) .* (s[t] - d[t] + W' δ[t+1])\n dE_ds[0] = W' δ[1]";
    expect(agrees(trace, text)).toBe(true);
    expect(agrees(trace, text.replace("δ[1]", "δ[2]"))).toBe(false);
  });

  it("a gradient beyond T is zero, also beside what has no value there", () => {
    const trace = traced(
      "f[t] = exp(U x[t])\n s[t] = s[t-1] ./ f[t] + x[t]\n E[t] = halfSquaredError(d[t], s[t])",
      { x: 1, s: 1, f: 1 },
      DATA,
    );
    // f[T+1] is nothing, and nothing divided by it would be no number
    expect(agrees(trace, "dE_ds[t] = s[t] - d[t] + dE_ds[t+1] ./ f[t+1]")).toBe(true);
  });
});
