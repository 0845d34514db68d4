import type { GivenSizes } from "../../../src/engine/language/index.js";

const ELMAN = "s[t] = tanh(U x[t] + W s[t-1] + b)\ny[t] = softmax(V s[t] + c)\nE[t] = crossEntropy(target[t], y[t])";

/** Sizes that do not fit the equations, by the mistake. */
export const WRONG_SIZES: Readonly<Record<string, { readonly text: string; readonly sizes: GivenSizes }>> = {
  "no sizes": { text: ELMAN, sizes: {} },
  "the state's size missing": { text: ELMAN, sizes: { x: 3, y: 2 } },
  "the input's size missing": { text: ELMAN, sizes: { s: 4, y: 2 } },
  "a parameter's size missing": { text: "A = W + W'\ns[t] = U x[t]", sizes: { x: 3, s: 4 } },
  "a misspelt name": { text: ELMAN, sizes: { x: 3, s: 4, traget: 2 } },
  "an unknown name": { text: ELMAN, sizes: { x: 3, hidden: 4, y: 2 } },
  zero: { text: ELMAN, sizes: { x: 3, s: 0, y: 2 } },
  "half a row": { text: ELMAN, sizes: { x: 3, s: 2.5, y: 2 } },
  "three numbers": { text: ELMAN, sizes: { W: [1, 2, 3] as unknown as [number, number] } },
  "a square matrix of another size": { text: ELMAN, sizes: { x: 3, s: 8, y: 2, W: [16, 16] } },
  "a matrix with too many rows": { text: ELMAN, sizes: { x: 3, s: 4, y: 2, W: [5, 4] } },
  "a matrix that is no square": { text: ELMAN, sizes: { x: 3, s: 4, y: 2, W: [4, 5] } },
  "rows that differ from the state's": { text: ELMAN, sizes: { x: 3, s: 4, y: 2, b: 5 } },
  "one matrix for two sizes": { text: "s[t] = tanh(U x[t] + U s[t-1])", sizes: { x: 3, s: 4 } },
  "vectors multiplied": { text: "s[t] = tanh(U x[t] + W s[t-1])\ny[t] = s[t] s[t-1]", sizes: { x: 3, s: 4 } },
  "a sum of two sizes": { text: "s[t] = x[t] + s[t-1]", sizes: { x: 3, s: 4 } },
  "elementwise with two sizes": { text: "s[t] = x[t] .* s[t-1]", sizes: { x: 3, s: 4 } },
  "target and prediction differ": { text: ELMAN, sizes: { x: 3, s: 4, y: 2, target: 5 } },
  "the left side has another size": { text: "s[t] = tanh(x[t])", sizes: { x: 3, s: 4 } },
  "concat wider than its place": { text: "s[t] = concat(x[t], z[t])", sizes: { x: 3, s: 4, z: 2 } },
  "concat with no room": { text: "s[t] = concat(x[t], z[t])", sizes: { x: 4, s: 4 } },
  "concat of columns that differ": { text: "A = concat(P, Q)\ns[t] = A x[t]", sizes: { P: [2, 3], Q: [2, 4] } },
  "a loss that is a vector": { text: "y[t] = V x[t]\nE[t] = (y[t] - target[t]) .^ 2", sizes: { x: 3, y: 4 } },
  "a second line decides": { text: "a[t] = P x[t]\nb[t] = P' a[t]\nc[t] = a[t] + b[t]", sizes: { x: 3, a: 2 } },
};
