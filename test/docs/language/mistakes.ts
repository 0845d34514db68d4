/** A mistake for each answer that the language gives, in the order of the page. */
import { type Chapter, ELMAN, LOSS } from "./chapter.js";
import type { Mistake } from "./errorText.js";
import { SIZES } from "./sizeMistakes.js";

const texts = (...all: readonly string[]): Mistake[] => all.map((text) => ({ text }));

const STATEMENTS: Chapter = {
  title: "statements",
  about: "One statement a line, `name[t] = expression`.",
  mistakes: [
    ...texts(
      "# only a comment",
      "s[t] tanh(U x[t])",
      "s[t]",
      "s[t] == tanh(U x[t])",
      "s[t] ← U x[t]",
      "s[t] := U x[t]",
      "a = W x y = V a",
      "a = W x ] b",
      "tanh(U x[t] + W s[t-1])",
      "+ U x[t]",
      "s[t] = U x[t]\n     + W s[t-1]",
      "s[t] = U x[t] +\nW s[t-1]",
      `${ELMAN}\ny[t] = V s[t]\ns[t] = y[t]`,
      "s[t] = U x[t] // the state",
      "s[t] = U x[t];",
    ),
    { text: Array.from({ length: 1001 }, (_, i) => `a${i} = 1`).join("\n"), isLong: true },
    { text: `# ${"x".repeat(200_000)}`, isLong: true },
    { text: `a = ${"(".repeat(201)}b${")".repeat(201)}`, isLong: true },
  ],
};

const NAMES: Chapter = {
  title: "names",
  about: "Names of functions, `t` and `T` are taken; a blank stands between two names.",
  mistakes: texts(
    "exp[t] = U x[t]",
    "t = 3",
    "s[t] = x[t] + t",
    `${ELMAN}\nE[t] = squaredError(target[t], s[t]) / T`,
    "__proto__ = 3",
    "s[t] = tanh(W_{hh} s[t-1])",
    "s[t] = tanh(U x[t] + Ws[t-1])",
    "s[t] = self.W s[t-1]",
    "s[t] = σ(U x[t] + W s[t-1]) + σ x[t]",
  ),
};

const TIME: Chapter = {
  title: "time indices",
  about: "A time index is `[t]`, `[t-k]`, `[t+k]`, `[T]` or `[T-k]`, in square brackets behind a name.",
  mistakes: texts(
    "s(t) = tanh(U x[t])",
    "s[t] = tanh(W s(t-1))",
    "s_t = tanh(U x_t)",
    "s[t] = tanh(W s_t-1)",
    "s[t] = tanh(W s_{t-1})",
    "s[t] = tanh(W sₜ₋₁)",
    "a[t] = tanh(W a<t-1>)",
    "s[0] = 0",
    "s[t] = U x[i]",
    "s[t] = W s[t-1.5]",
    "s[t] = W s[t-100000]",
    "y[T] = V s[T+1]",
    "s[t+1] = tanh(U x[t] + W s[t])",
    "s[t-1] = tanh(U x[t] + W s[t-2])",
    "s[t] = tanh(U x[t + W s[t-1])",
    "s[t] = U x[t\ny[t] = s[t]",
    "s[t] = U x[t, 1]",
    "s[t] = x[t][1]",
    "s[t] = (U + V)[t]",
  ),
};

const WHEN: Chapter = {
  title: "when a value is there",
  about: "The index with which a name is read must fit where it is read and how it is assigned.",
  mistakes: texts(
    `${ELMAN}\ny[t] = V s`,
    "A = W + W'\ns[t] = A[t] s[t-1]",
    "s[t] = tanh(U x[t] + W s[t-1] + x)",
    "a[t] = x[t] + A\nb[t] = A[t]",
    `${ELMAN}\ny[T] = V s[t]`,
    "r[t] = tanh(U x[t])\ny[T] = V r[t+1]",
    `${ELMAN}\ny[T] = V s[T]\nE[t] = squaredError(target[t], y[t])`,
    `${ELMAN}\ny = V s[t]`,
    `${ELMAN}\np = mean(s[t])\nE = squaredError(target, p)`,
    `${ELMAN}\np = sum(s[t])\nE = squaredError(target, p)`,
    `${ELMAN}\nL = crossEntropy(target[t], softmax(s[t]))`,
    `${ELMAN}\nJ = mean((target[t] - s[t]) .^ 2)`,
    `${LOSS}\nL = sum(E[t])`,
    `${LOSS}\nL = mean(E[t])`,
    `${LOSS}\nJ = sum(E[t]) + 0.01 * sum(W .^ 2)`,
  ),
};

const CYCLES: Chapter = {
  title: "cycles",
  about: "No value may need itself, directly or through others, within a time step or across them.",
  mistakes: [
    ...texts(
      "s[t] = tanh(W s[t])",
      "s[t] = tanh(U x[t] + W y[t])\ny[t] = V s[t]",
      "s[t] = tanh(U x[t] + W s[t-1] + R s[t+1])",
      "s[t] = s[t-1] + r[t]\nr[t] = R s[t+1]",
      "y[t] = V s[t-1]\ns[t] = tanh(U x[t] + A y[T])",
      "a = W b\nb = V a",
    ),
  ],
};

const BRACKETS: Chapter = {
  title: "brackets, commas and numbers",
  about: "Round brackets group and hold arguments, square ones hold a time index, a comma stands between arguments.",
  mistakes: texts(
    "s[t] = tanh(U x[t]",
    "s[t] = tanh(U x[t] + b))",
    "s[t] = tanh(U x[t] + b]",
    "s[t] = U () + x[t]",
    "s[t] = U [x[t] + b]",
    "s[t] = U {x[t] + b}",
    "s[t] = W [s[t-1], x[t]]",
    "s[t] = W [s[t-1] x[t]]",
    "s[t] = W concat([s[t-1], x[t]])",
    "s[t] = [1, 2; 3, 4] x[t]",
    "s[t] = U (x[t], s[t-1])",
    "s[t] = x[t], s[t-1]",
    "s[t] = (, x[t])",
    "s[t] = tanh(0,5 U x[t])",
    "s[t] = 1,000 * x[t]",
    "s[t] = 1_000 * x[t]",
    "s[t] = tanh(1.5f * x[t])",
    "s[t] = 1e400 * x[t]",
  ),
};

const OPERATORS: Chapter = {
  title: "operators",
  about: "Operators of other notations are answered with how they are written here.",
  mistakes: texts(
    "s[t] = U x[t] + + b",
    "s[t] = U x[t] -- the state",
    "y[t] = W @ s[t] + c",
    "y[t] = (1 - z[t]) ∘ h[t-1]",
    "s[t] = 1/2 x[t]",
    "E[t] = 1/4/2 sum(x[t])",
    "s[t] = x[t]^p",
    "s[t] = x[t]^2^3",
    "s[t] = x[t] ** 2",
    "y[t] = W^{-1} s[t]",
    "y[t] = V^T s[t]",
    "y[t] = V.T s[t]",
    "y[t] = z[t] .* W.dot(s[t])",
  ),
};

const CALLS: Chapter = {
  title: "functions",
  about: "A function's arguments stand in round brackets behind its name.",
  mistakes: [
    ...texts(
      "s[t] = tanh U x[t]",
      "E[t] = crossEntropy(y[t])",
      "s[t] = tanh(x[t], s[t-1])",
      "s[t] = concat()",
      "y[t] = softmax(z[t], dim=0)",
      "s[t] = tahn(U x[t] + W s[t-1])",
      "E[t] = crossEntrpy(target[t], y[t])",
      "E[t] = CE(target[t], y[t])",
      "E[t] = KL(target[t], y[t])",
      "s[t] = f(U x[t])",
      "s[t] = np.tanh(U x[t])",
    ),
    { text: "y[t] = log_softmax(z[t])", sizes: { z: 2 } },
    { text: `s[t] = concat(${Array.from({ length: 65 }, () => "x[t]").join(", ")})`, isLong: true },
  ],
};

const LATEX: Chapter = {
  title: "LaTeX",
  about: "Equations are written plainly; Unroll typesets them.",
  mistakes: texts(
    "s[t] = \\tanh(W s[t-1])",
    "s[t] = \\frac{1}{2} x[t]",
    "s[t] = tanh\\left(W s[t-1]\\right)",
    "s[t] = \\foo x[t]",
  ),
};

const LOSSES: Chapter = {
  title: "losses",
  about: "Training and gradients need a loss. A loss takes the target first, and a cross-entropy takes probabilities.",
  mistakes: [
    { text: ELMAN, sizes: { x: 2, s: 2 }, batch: { x: [[1, 0]] } },
    {
      text: `${ELMAN}\nmse[t] = mean((s[t] - target[t]) .^ 2)`,
      sizes: { x: 2, s: 2 },
      batch: { x: [[1, 0]], target: [[1, 0]] },
    },
    ...texts(`${ELMAN}\nE[t] = crossEntropy(softmax(s[t]), target[t])`),
    { text: `${ELMAN}\nE[t] = crossEntropy(target[t], V s[t])`, sizes: { x: 2, s: 3, target: 2 } },
    { text: "y[t] = V x[t]\nE[t] = (y[t] - target[t]) .^ 2", sizes: { x: 3, y: 4 } },
    { text: "q[t] = x[t] + squaredError(target[t], V x[t])", sizes: { x: 3, target: 4 } },
  ],
};

const elman = (text: string): Mistake => ({ text, byHand: "elman" });
const lastStep = (text: string): Mistake => ({ text, byHand: "lastStep" });

const BY_HAND: Chapter = {
  title: "formulas by hand",
  about:
    "What `gradientCheck(trace, text)` answers beside the errors above, of the two networks of [Formulas by hand](#formulas-by-hand), and of `y = V x` with `E = squaredError(d, y)`.",
  mistakes: [
    elman("δ[t] = (1 - s[t] .^ 2) .* dE_ds[t]"),
    elman("dE_dW[t] = gamma[t] s[t-1]'"),
    elman("delta[t] = dE_ds[t]\ndE_dW[t] = dleta[t] s[t-1]'"),
    elman("s[t] = tanh(U x[t])\ndE_ds[t] = s[t]"),
    elman("dL_dW[t] = dE_ds[t] s[t-1]'"),
    elman("dE_dQ[t] = dE_ds[t] s[t-1]'"),
    elman("dE_dS[t] = V' (y[t] - target[t])"),
    elman("dE_dtraget[t] = y[t]"),
    elman("dE_ds = V' dE_dy[T]"),
    { text: "dE_dV[t] = (y - d) x'", byHand: "timeless" },
    elman("dE_dU[t] = dE_ds[t] x'"),
    elman("dE_dU[t] = W[t] dE_ds[t] x[t]'"),
    lastStep("dE_ds[t] = V' (y[t] - target[T])"),
    lastStep("dE_ds[T] = [t = T] V' dE_dy[T]"),
    lastStep("dE_ds[t] = [t = 5] V' dE_dy[T]"),
    lastStep("dE_ds[t] = [s[t] > 1] .* s[t]"),
    lastStep("dE_ds[t] = [1:2]"),
    lastStep("dE_ds[t] = s[t][2:3]"),
    lastStep("dE_dU = Σ_t"),
    lastStep("dE_dU = Σ_τ dE_ds[t] x[τ]'"),
    lastStep("dE_ds[t] = [t = T V' dE_dy[T]"),
    lastStep("δ[T] = 2 * δ[T]\nδ[t] = δ[t+1]\ndE_ds[t] = δ[t]"),
    elman("K[t] = K[t+1]\ndE_ds[t] = s[t] + 0 * sum(K[t])"),
    { ...elman("dE_dW[t] = dE_ds[t] s[t-1]'"), initial: { s: [1, 2, 3] } },
    { ...elman("K[t] = K[t+1] + s[t]\ndE_ds[t] = K[t]"), initial: { k: [1, 2, 3] } },
    { ...elman("K[t] = K[t+1] + s[t]\ndE_ds[t] = K[t]"), initial: { K: [] } },
    { ...elman("K[t] = K[t+1] + s[t]\ndE_ds[t] = K[t]"), initial: { K: [1, 2] } },
    { ...elman("dE_ds[t] = dE_ds[t+1]"), initial: { dE_ds: [1, 2] } },
  ],
};

export const CHAPTERS: readonly Chapter[] = [
  STATEMENTS,
  NAMES,
  TIME,
  WHEN,
  CYCLES,
  BRACKETS,
  OPERATORS,
  CALLS,
  LATEX,
  LOSSES,
  SIZES,
  BY_HAND,
];
