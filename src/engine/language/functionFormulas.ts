import { ownValue } from "../ownValue.js";
import { plainName } from "./foreignFunctions.js";

/** How functions that the language lacks are written in it, by their names in small letters and without `_`: of x, or of a, b and c. */
export const FORMULAS: Readonly<Record<string, string>> = {
  abs: "relu(x) + relu(-x)",
  clip: "b + relu(a - b) - relu(a - c)",
  concatenate: "concat(a, b)",
  elu: "relu(x) + exp(-relu(-x)) - 1",
  gelu: "0.5 * x .* (1 + tanh(0.7978845608028654 * (x + 0.044715 * x .^ 3)))",
  hardsigmoid: "(relu(x + 3) - relu(x - 3)) / 6",
  hardtanh: "relu(x + 1) - relu(x - 1) - 1",
  layernorm: "(x - mean(x)) ./ (mean((x - mean(x)) .^ 2) + 0.00001) .^ 0.5",
  leakyrelu: "relu(x) - 0.01 * relu(-x)",
  ln: "log(x)",
  logistic: "sigmoid(x)",
  matmul: "a b",
  max: "a + relu(b - a)",
  min: "a - relu(a - b)",
  mse: "mean((a - b) .^ 2)",
  multiply: "a .* b",
  norm: "sum(x .^ 2) .^ 0.5",
  sigma: "sigmoid(x)",
  silu: "x .* sigmoid(x)",
  sqrt: "x .^ 0.5",
  square: "x .^ 2",
  transpose: "x'",
};

/** Other names of theirs. */
const ALIASES: Readonly<Record<string, string>> = {
  cat: "concatenate",
  clamp: "clip",
  hstack: "concatenate",
  kldiv: "kl",
  maximum: "max",
  meansquarederror: "mse",
  minimum: "min",
  stack: "concatenate",
  swish: "silu",
  vstack: "concatenate",
};

/** What to do instead, where no formula can say it. */
export const NOTES: Readonly<Record<string, string>> = {
  bce: "The loss is written binaryCrossEntropy(target[t], y[t]).",
  ce: "The loss is written crossEntropy(target[t], y[t]).",
  dot: "A matrix times a vector is written W x[t], the inner product of two vectors a' b.",
  dropout: "Nothing is drawn at random inside a network: give a mask in the batch, m[t] .* h[t].",
  embedding: "An embedding is a matrix times a class index of the batch: W x[t].",
  kl: "The loss of the same gradient is written crossEntropy(target[t], y[t]).",
  linear: "A layer is written W x[t] + b.",
  logsoftmax: "The loss is written crossEntropy(target[t], softmax(z[t])); log(softmax(z[t])) may be -Infinity.",
  nll: "The loss is written crossEntropy(target[t], y[t]).",
};

/** The function of that name as the language writes it, if one formula says it; see {@link FORMULAS}. */
export const formulaOf = (name: string): string | undefined => ownValue(FORMULAS, knownName(name));

/** As the tables have it: `mse` for `MSELoss`. */
function knownName(name: string): string {
  const plain = plainName(name).replace(/loss$/u, "");
  return ownValue(ALIASES, plain) ?? plain;
}

/** How to write a function that the language lacks; undefined for one that nothing is known of. */
export function howToWrite(name: string): string | undefined {
  const formula = formulaOf(name);
  if (formula === undefined) return ownValue(NOTES, knownName(name));
  const letters = ["x", "a", "b", "c"].filter((letter) => new RegExp(`\\b${letter}\\b`, "u").test(formula));
  return `${name}(${letters.join(", ")}) is written ${formula}.`;
}
