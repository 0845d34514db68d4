import { ownValue } from "../ownValue.js";
import { plainName } from "./foreignFunctions.js";

/** How functions that the language lacks are written in it, for an argument x; without the `_` and capitals of their names. */
export const FUNCTION_FORMULAS: Readonly<Record<string, string>> = {
  abs: "relu(x) + relu(-x)",
  absolute: "relu(x) + relu(-x)",
  cosh: "(exp(x) + exp(-x)) / 2",
  cube: "x .^ 3",
  elu: "relu(x) + exp(-relu(-x)) - 1",
  exp2: "exp(0.6931471805599453 * x)",
  expit: "sigmoid(x)",
  expm1: "exp(x) - 1",
  fabs: "relu(x) + relu(-x)",
  gelu: "0.5 * x .* (1 + tanh(0.7978845608028654 * (x + 0.044715 * x .^ 3)))",
  hardsigmoid: "(relu(x + 3) - relu(x - 3)) / 6",
  hardtanh: "relu(x + 1) - relu(x - 1) - 1",
  layernorm: "(x - mean(x)) ./ (mean((x - mean(x)) .^ 2) + 0.00001) .^ 0.5",
  leakyrelu: "relu(x) - 0.01 * relu(-x)",
  ln: "log(x)",
  log10: "log(x) / 2.302585092994046",
  log1p: "log(1 + x)",
  log2: "log(x) / 0.6931471805599453",
  logistic: "sigmoid(x)",
  logit: "log(x ./ (1 - x))",
  logsig: "sigmoid(x)",
  logsigmoid: "-softplus(-x)",
  logsoftmax: "log(softmax(x))",
  mish: "x .* tanh(softplus(x))",
  norm: "sum(x .^ 2) .^ 0.5",
  poslin: "relu(x)",
  purelin: "identity(x)",
  reciprocal: "1 ./ x",
  relu6: "relu(x) - relu(x - 6)",
  rsqrt: "x .^ -0.5",
  selu: "1.0507009873554805 * relu(x) + 1.7580993408473766 * (exp(-relu(-x)) - 1)",
  sigm: "sigmoid(x)",
  sigma: "sigmoid(x)",
  silu: "x .* sigmoid(x)",
  sinh: "(exp(x) - exp(-x)) / 2",
  softmin: "softmax(-x)",
  softsign: "x ./ (1 + relu(x) + relu(-x))",
  sqrt: "x .^ 0.5",
  square: "x .^ 2",
  sumsq: "sum(x .^ 2)",
  swish: "x .* sigmoid(x)",
  tanhshrink: "x - tanh(x)",
  tansig: "tanh(x)",
  transpose: "x'",
};

/** The formula of a function of another library, if it can be written; see {@link FUNCTION_FORMULAS}. */
export const formulaOf = (name: string): string | undefined => ownValue(FUNCTION_FORMULAS, plainName(name));

/** How functions of several arguments are written, for arguments a, b and c in this order. */
export const FORMULAS_OF_SEVERAL: Readonly<Record<string, string>> = {
  add: "a + b",
  clamp: "b + relu(a - b) - relu(a - c)",
  clip: "b + relu(a - b) - relu(a - c)",
  div: "a / b",
  divide: "a / b",
  dotdivide: "a / b",
  dotmultiply: "a .* b",
  fmax: "a + relu(b - a)",
  fmin: "a - relu(a - b)",
  hadamard: "a .* b",
  inner: "a' b",
  leakyrelu: "relu(a) - b .* relu(-a)",
  lerp: "a + c .* (b - a)",
  logaddexp: "b + softplus(a - b)",
  matmul: "a b",
  max: "a + relu(b - a)",
  maximum: "a + relu(b - a)",
  meansquarederror: "mean((a - b) .^ 2)",
  min: "a - relu(a - b)",
  minimum: "a - relu(a - b)",
  mm: "a b",
  mse: "mean((a - b) .^ 2)",
  mseloss: "mean((a - b) .^ 2)",
  mtimes: "a b",
  mul: "a .* b",
  multiply: "a .* b",
  mv: "a b",
  outer: "a b'",
  sse: "sum((a - b) .^ 2)",
  sub: "a - b",
  subtract: "a - b",
  times: "a .* b",
  truedivide: "a / b",
  vdot: "a' b",
};

/** Functions that put vectors one below the other, of however many arguments. */
const STACKS = new Set(["append", "cat", "concatenate", "hstack", "stack", "vertcat", "vstack"]);

/** The formula of a call with so many arguments. */
export function formulaOfCall(name: string, count: number): string | undefined {
  if (count === 1) return formulaOf(name);
  const letters = [..."abcdefghijklmnopqrstuvw"].slice(0, count);
  if (STACKS.has(plainName(name)) && count <= letters.length) return `concat(${letters.join(", ")})`;
  const formula = ownValue(FORMULAS_OF_SEVERAL, plainName(name));
  const isOfSoMany = formula !== undefined && /\bc\b/u.test(formula) === (count === 3) && count <= 3;
  return isOfSoMany ? formula : undefined;
}

/** What to do instead, where no formula can say it. */
export const NOTES: Readonly<Record<string, string>> = {
  argmax: "A network is made of functions with a slope; take the largest output of forward.",
  batchnorm:
    "There is no norm over a batch; over the rows: (x - mean(x)) ./ (mean((x - mean(x)) .^ 2) + 0.00001) .^ 0.5.",
  dense: "A layer is written W x[t] + b.",
  dot: "A matrix times a vector is written W x[t], the inner product of two vectors a' b.",
  dropout: "Nothing is drawn at random inside a network: give a mask in the batch, m[t] .* h[t].",
  embedding: "An embedding is a matrix times a class index of the batch: W x[t].",
  gru: "Its equations are written out: show cells.gru.",
  heaviside: "A step has no slope to learn from; relu and sigmoid have one.",
  linear: "A layer is written W x[t] + b.",
  lstm: "Its equations are written out: show cells.lstm.",
  max: "Of two: max(a, b) is written a + relu(b - a).",
  min: "Of two: min(a, b) is written a - relu(a - b).",
  rnn: "Its equations are written out: show cells.elman.",
  sign: "A step has no slope to learn from; relu and sigmoid have one.",
  std: "It is written mean((x - mean(x)) .^ 2) .^ 0.5.",
  step: "A step has no slope to learn from; relu and sigmoid have one.",
  var: "It is written mean((x - mean(x)) .^ 2).",
};

export const noteOn = (name: string): string | undefined => ownValue(NOTES, plainName(name));
