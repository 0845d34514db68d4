import { describe, expect, it } from "vitest";
import { checkByHand } from "../../../src/engine/byHand/checkByHand.js";
import { EquationError, ShapeError, type Trace } from "../../../src/engine/index.js";
import { elman, traced, wave } from "./support.js";

const two = (): Trace =>
  traced(
    "A = W * W\n s[t] = tanh(U x[t] + A s[t-1])\n y[T] = V s[T]\n E[T] = squaredError(d[T], y[T])",
    { x: 2, s: 2, y: 1 },
    { x: wave(2, 1), d: [0.5] },
  );
const still = (): Trace => traced("y = V x\n E = squaredError(d, y)", { x: 2, y: 1 }, { x: [[1, 2]], d: [[0.5]] });

const WRONG: readonly (readonly [string, () => Trace, string])[] = [
  ["a name that is not there", elman, "dE_dW[t] = δ[t] s[t-1]'\n δ[t] = (1 - s[t] .^ 2) .* dE_dS[t]"],
  ["a name that nothing assigns", elman, "dE_dW[t] = gamma[t] s[t-1]'"],
  ["a slip in a name of one's own", elman, "delta[t] = dE_ds[t]\n dE_dW[t] = dleta[t] s[t-1]'"],
  ["a quantity of the network assigned", elman, "s[t] = tanh(U x[t])\n dE_ds[t] = s[t]"],
  ["a parameter assigned", elman, "W = 1\n dE_ds[t] = s[t]"],
  ["another loss", elman, "dL_dW[t] = dE_ds[t] s[t-1]'"],
  ["another loss, read", elman, "dE_dW[t] = dL_ds[t] s[t-1]'"],
  ["a claim of nothing", elman, "dE_dQ[t] = dE_ds[t] s[t-1]'"],
  ["no claim", elman, "δ[t] = (1 - s[t] .^ 2) .* dE_ds[t]"],
  ["no claim without time", still, "δ = y - d"],
  ["no index where there is time", elman, "dE_dU[t] = dE_ds[t] x'"],
  ["an index where there is none", elman, "dE_dU[t] = W[t] dE_ds[t] x[t]'"],
  ["every step of what stands at the last one", two, "dE_dV[T] = dE_dy[t] s[T]'"],
  ["the value at every step of what stands at the last one", two, "dE_ds[t] = V' (y[t] - d[T])"],
  ["a value at T assigned twice", two, "δ[T] = s[T]\n δ[T] = s[T]\n δ[t] = δ[t+1]\n dE_ds[t] = δ[t]"],
  ["a value at T that needs itself", two, "δ[T] = 2 * δ[T]\n δ[t] = δ[t+1]\n dE_ds[t] = δ[t]"],
  ["a condition that is none", two, "dE_ds[t] = [t = 5] V' dE_dy[T]"],
  ["a condition where there is no t", two, "dE_ds[T] = [t = T] V' dE_dy[T]"],
  ["a row that is not there", two, "dE_ds[t] = s[t][2:3]"],
  ["rows of nothing", two, "dE_ds[t] = [1:2]"],
  ["a sum of nothing", two, "dE_dU = Σ_t"],
  ["another time in a sum over τ", two, "dE_dU = Σ_τ dE_ds[t] x[τ]'"],
  ["a value at one time that is assigned", two, "δ[3] = s[T]\n dE_ds[t] = s[t]"],
  ["one time of a parameter", two, "dE_ds[t] = U[1] x[t]"],
  ["a bracket that stays open", two, "dE_ds[t] = [t = T V' dE_dy[T]"],
  ["a claim without index of what has time", elman, "dE_ds = V' dE_dy[T]"],
  ["a claim with index of what has none", two, "dE_dA[t] = dE_ds[t] s[t-1]'"],
  ["a claim with index in a network without time", still, "dE_dV[t] = (y - d) x'"],
  ["a claim of another size", elman, "dE_dW[t] = dE_ds[t]' s[t-1]"],
  ["sizes that do not fit", elman, "dE_dV[t] = s[t] dE_dy[t]"],
  ["a size that nothing decides", elman, "K[t] = K[t+1]\n dE_ds[t] = s[t] + 0 * sum(K[t])"],
  ["no text", elman, ""],
  ["a sentence", elman, "the gradient is δ"],
];

describe("a text that cannot be checked", () => {
  it("is answered with what is wrong, where, and what to do", async () => {
    const chapters = WRONG.map(([what, trace, text]) => {
      try {
        checkByHand(trace(), text);
      } catch (error) {
        expect(error).toBeInstanceOf(EquationError);
        return `## ${what}\n${(error as Error).name}: ${(error as Error).message}\n`;
      }
      throw new Error(`${what} was accepted`);
    });
    await expect(chapters.join("\n")).toMatchFileSnapshot("errors.txt");
  });

  it("is a ShapeError where the shapes are wrong", () => {
    expect(() => checkByHand(elman(), "dE_dW[t] = dE_ds[t]' s[t-1]")).toThrow(ShapeError);
  });
});
