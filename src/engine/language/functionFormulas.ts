import { plainName } from "./foreignFunctions.js";

/** How functions that the language lacks are written in it, for an argument x; without the `_` and capitals of their names. */
export const FUNCTION_FORMULAS: Readonly<Record<string, string>> = {
  abs: "relu(x) + relu(-x)",
  absolute: "relu(x) + relu(-x)",
  cosh: "(exp(x) + exp(-x)) / 2",
  cube: "x .^ 3",
  elu: "relu(x) - relu(1 - exp(x))",
  exp2: "exp(0.6931471805599453 * x)",
  expit: "sigmoid(x)",
  expm1: "exp(x) - 1",
  fabs: "relu(x) + relu(-x)",
  hardsigmoid: "(relu(x + 3) - relu(x - 3)) / 6",
  hardtanh: "relu(x + 1) - relu(x - 1) - 1",
  layernorm: "(x - mean(x)) ./ (mean((x - mean(x)) .^ 2) + 0.00001) .^ 0.5",
  leakyrelu: "relu(x) - 0.01 * relu(-x)",
  ln: "log(x)",
  log10: "log(x) / 2.302585092994046",
  log1p: "log(1 + x)",
  log2: "log(x) / 0.6931471805599453",
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
  selu: "1.0507009873554805 * relu(x) - 1.7580993408473766 * relu(1 - exp(x))",
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
export const formulaOf = (name: string): string | undefined =>
  Object.hasOwn(FUNCTION_FORMULAS, plainName(name)) ? FUNCTION_FORMULAS[plainName(name)] : undefined;
