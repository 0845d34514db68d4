import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import { backward, Definition, type ModelOptions, type Trace } from "../../../src/engine/index.js";
import { classes, elman, TIME_STEPS, traced, wave } from "./support.js";

const ELMAN_BY_HAND = `
  e[t] = y[t] - target[t]
  δ[t] = (1 - s[t] .^ 2) .* (V' e[t] + W' δ[t+1])
  dE_ds[t] = V' e[t] + W' δ[t+1]
  dE_dU[t] = δ[t] x[t]'
  dE_dW[t] = δ[t] s[t-1]'
  dE_db[t] = δ[t]
  dE_dV[t] = e[t] s[t]'
  dE_dc[t] = e[t]`;

describe("right formulas pass", () => {
  it.each([
    ["at zero initial state", {}],
    ["at a given initial state", { initial: { s: [0.4, -0.7, 0.2] } }],
    ["in float32", { dtype: "float32" }],
  ] satisfies [string, ModelOptions][])("Elman's network %s", (_, options: ModelOptions) => {
    const check = checkByHand(elman(options), ELMAN_BY_HAND);
    expect(check.rows.map(({ name }) => name)).toEqual(["dE_ds", "dE_dU", "dE_dW", "dE_db", "dE_dV", "dE_dc"]);
    expect(check.passed).toBe(true);
    expect(check.largest).toBeLessThan(options.dtype ? 1e-5 : 1e-13);
    for (const row of check.rows) expect(row).toMatchObject({ at: "t", differing: [], agreesFrom: 1 });
  });

  it("the number behind a size, its sum over time and its place", () => {
    const trace = elman();
    const [row] = checkByHand(trace, `dE_dW[t] = (dE_ds[t] .* (1 - s[t] .^ 2)) s[t-1]'`).rows;
    expect(row).toMatchObject({ of: "W", rows: 3, columns: 3 });
    expect(row!.sumDifference).toBeLessThan(1e-13);
    const { time, row: i, column: j, right } = row!.worst;
    expect(right).toBe(trace.gradientAt("W", time!).data[3 * (i - 1) + j - 1]);
  });

  it("what is given, and what is named of given data alone", () => {
    const trace = traced(
      `e[t] = x[t]
       s[t] = tanh(U e[t] + W s[t-1] + P x[t-1] + b)
       y[t] = softmax(V s[t] + c)
       E[t] = crossEntropy(target[t], y[t])`,
      { x: 2, s: 3, y: 2 },
      { x: wave(2, 1), target: classes(2) },
    );
    const text = `δ[t] = (1 - s[t] .^ 2) .* dE_ds[t]
      dE_de[t] = U' δ[t]
      dE_dx[t] = dE_de[t] + P' δ[t+1]
      dE_dtarget[t] = -log(y[t])`;
    const check = checkByHand(trace, text);
    expect(check.rows.map(({ of }) => of)).toEqual(["e", "x", "target"]);
    expect(check.largest).toBeLessThan(1e-13);
    const forgotten = checkByHand(trace, text.replace(" + P' δ[t+1]", ""));
    expect(forgotten.rows.map(({ differing }) => differing)).toEqual([[], [1, 2, 3], []]);
  });

  it("two linear layers", () => {
    const trace = traced(
      `S[t] = W_s S[t-1] + W_x X[t]
       Z[t] = W_z Z[t-1] + W_u S[t]
       y[t] = W_v Z[t]
       E[t] = squaredError(d[t], y[t])`,
      { X: 2, S: 2, Z: 3, y: 1 },
      { X: wave(2, 5), d: wave(1, 3) },
    );
    const check = checkByHand(
      trace,
      `dE_dy[t] = 2 (y[t] - d[t])
       dE_dZ[t] = W_v' dE_dy[t] + W_z' dE_dZ[t+1]
       dE_dS[t] = W_u' dE_dZ[t] + W_s' dE_dS[t+1]
       dE_dW_x[t] = dE_dS[t] X[t]'
       dE_dW_s[t] = dE_dS[t] S[t-1]'
       dE_dW_u[t] = dE_dZ[t] S[t]'
       dE_dW_z[t] = dE_dZ[t] Z[t-1]'
       dE_dW_v[t] = dE_dy[t] Z[t]'`,
    );
    expect(check.rows).toHaveLength(8);
    expect(check.passed).toBe(true);
  });

  it("at the last time step alone, where the loss stands", () => {
    const trace = traced(
      "s[t] = tanh(U x[t] + W s[t-1])\n y[T] = V s[T]\n E[T] = squaredError(d[T], y[T])",
      { x: 2, s: 2, y: 1 },
      { x: wave(2, 5), d: [0.3] },
    );
    const check = checkByHand(
      trace,
      `dE_dy[T] = 2 (y[T] - d[T])
       dE_ds[T] = V' dE_dy[T]
       dE_dV[T] = dE_dy[T] s[T]'
       dE_dW[T] = ((1 - s[T] .^ 2) .* dE_ds[T]) s[T-1]'`,
    );
    // V is used at T alone, so that is its whole gradient; W is used before too
    expect(check.rows.map(({ name, difference }) => [name, difference <= check.tolerance])).toEqual([
      ["dE_dy", true],
      ["dE_ds", true],
      ["dE_dV", true],
      ["dE_dW", false],
    ]);
    expect(check.rows.map(({ at }) => at)).toEqual(["T", "T", null, null]);
  });

  it("a GRU, gate by gate", () => {
    const trace = traced(
      `z[t] = sigmoid(W_z x[t] + U_z h[t-1])
       r[t] = sigmoid(W_r x[t] + U_r h[t-1])
       g[t] = tanh(W_g x[t] + U_g (r[t] .* h[t-1]))
       h[t] = (1 - z[t]) .* h[t-1] + z[t] .* g[t]
       E[t] = halfSquaredError(target[t], h[t])`,
      { x: 2, h: 2, z: 2, r: 2, g: 2, target: 2 },
      { x: wave(2, 2), target: wave(2, 7) },
    );
    const check = checkByHand(
      trace,
      `dE_dh[t] = h[t] - target[t] + back[t+1]
       δ_z[t] = dE_dh[t] .* (g[t] - h[t-1]) .* z[t] .* (1 - z[t])
       δ_g[t] = dE_dh[t] .* z[t] .* (1 - g[t] .^ 2)
       δ_r[t] = (U_g' δ_g[t]) .* h[t-1] .* r[t] .* (1 - r[t])
       back[t] = dE_dh[t] .* (1 - z[t]) + U_z' δ_z[t] + U_r' δ_r[t] + r[t] .* (U_g' δ_g[t])
       dE_dW_z[t] = δ_z[t] x[t]'
       dE_dU_z[t] = δ_z[t] h[t-1]'
       dE_dU_r[t] = δ_r[t] h[t-1]'
       dE_dU_g[t] = δ_g[t] (r[t] .* h[t-1])'`,
    );
    expect(check.passed).toBe(true);
    expect(check.rows).toHaveLength(5);
  });

  it("a layer that runs backward in time", () => {
    const trace = traced(
      `r[t] = tanh(P x[t] + Q r[t+1])
       E[t] = halfSquaredError(target[t], r[t])`,
      { x: 2, r: 2, target: 2 },
      { x: wave(2, 2), target: wave(2, 7) },
      { initial: { r: [0.5, -0.1] } },
    );
    const check = checkByHand(
      trace,
      `δ[t] = (1 - r[t] .^ 2) .* (r[t] - target[t] + Q' δ[t-1])
       dE_dP[t] = δ[t] x[t]'
       dE_dQ[t] = δ[t] r[t+1]'`,
    );
    expect(check.passed).toBe(true);
  });

  it("a network without time", () => {
    const trace = backward(
      new Definition(`
        a = sigmoid(W_a x + b_a)
        y = sigmoid(W_y a + b_y)
        E_d = halfSquaredError(target, y)`).build({ x: 3, a: 4, y: 2 }, { seed: 1 }),
      { x: [[0.2, 0.7, -0.4]], target: [[1, 0]] },
    );
    const check = checkByHand(
      trace,
      `δ_out = y .* (1 - y) .* (target - y)
       δ_hidden = a .* (1 - a) .* (W_y' δ_out)
       dE_d_dW_y = -(δ_out a')
       dE_d_db_y = -δ_out
       dE_d_da = -(W_y' δ_out)
       dE_d_dW_a = -(δ_hidden x')`,
    );
    expect(check.passed).toBe(true);
    expect(check.rows.map(({ at, differing, sumDifference }) => [at, differing, sumDifference])).toEqual(
      Array(4).fill([null, null, null]),
    );
  });

  it("of several losses their sum, called E", () => {
    const trace = traced(
      `s[t] = tanh(U x[t] + W s[t-1])
       E_1[t] = halfSquaredError(target[t], s[t])
       E_2[T] = halfSquaredError(goal[T], s[T])`,
      { x: 1, s: 1, target: 1, goal: 1 },
      { x: wave(1, 2), target: wave(1, 7), goal: [0.2] },
    );
    const check = checkByHand(trace, "dE_dW[t] = dE_ds[t] .* (1 - s[t] .^ 2) .* s[t-1]");
    expect(check.passed).toBe(true);
  });

  it("of a batch the first sequence, by its own loss", () => {
    const one = elman();
    const batch = backward(one.model, {
      x: [wave(2, 1), wave(2, 9)],
      target: [classes(2), classes(2).reverse()],
    });
    expect(checkByHand(batch, ELMAN_BY_HAND).passed).toBe(true);
    expect(batch.gradient("W").toArray()).not.toEqual(one.gradient("W").toArray());
  });

  it("with the mean over time, each loss counts 1/T", () => {
    const trace = backward(elman().model, { x: wave(2, 1), target: classes(2) }, { reduction: "mean" });
    expect(checkByHand(trace, ELMAN_BY_HAND).passed).toBe(false);
    expect(checkByHand(trace, ELMAN_BY_HAND.replace("y[t] - target[t]", "(y[t] - target[t]) / 4")).passed).toBe(true);
  });
});

describe("values outside of time", () => {
  const many = (): Trace =>
    traced(
      "s[t] = tanh(U x[t] + W s[t-1])\n E[T] = halfSquaredError(d[T], s[T])",
      { x: 2, s: 2, d: 2 },
      { x: wave(2, 1), d: [0.3, -0.2] },
    );

  it("start a product of Jacobians with the identity", () => {
    const trace = many();
    const last = trace.adjoint("s", TIME_STEPS).toArray() as number[];
    const right = `
      last[t] = last[t+1]
      K[t] = K[t+1] * (diag(1 - s[t] .^ 2) W)
      dE_ds[t] = K[t+1]' last[t+1]`;
    const initial = {
      K: [
        [1, 0],
        [0, 1],
      ],
      last,
    };
    expect(checkByHand(trace, right, { initial }).passed).toBe(true);
    const ascending = right.replace("K[t+1] * (diag(1 - s[t] .^ 2) W)", "(diag(1 - s[t] .^ 2) W) * K[t+1]");
    const [row] = checkByHand(trace, ascending, { initial }).rows;
    expect(row).toMatchObject({ differing: [1, 2], agreesFrom: 3 });
  });

  it("must fit", () => {
    const trace = many();
    const text = "K[t] = K[t+1] * W\n dE_ds[t] = K[t]' s[t]";
    expect(() => checkByHand(trace, text, { initial: { k: 1 } })).toThrow(
      "initial: k is not read outside of time; there are K. Did you mean K?",
    );
    expect(() =>
      checkByHand(trace, text, {
        initial: {
          K: [
            [1, 0, 0],
            [0, 1, 0],
          ],
        },
      }),
    ).toThrow(/K/u);
    expect(() => checkByHand(trace, text, { initial: { K: [[1, 0], [0]] } })).toThrow(
      "initial K has 1 numbers in row 2, expected 2×2 numbers, one list for each row",
    );
    expect(() => checkByHand(trace, "dE_ds[t] = s[t]", { initial: { s: 1 } })).toThrow(
      "initial: s is not read outside of time; nothing is (as K[t+1] would be)",
    );
    expect(() => checkByHand(trace, text, { start: 1 } as never)).toThrow(/no option start/u);
  });
});
