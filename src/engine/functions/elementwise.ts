import { exp, log, log1p, tanh } from "../elementary.js";
import type { ElementwiseRow, Slope } from "./row.js";

/** log(1 + eˣ) without overflow. */
export const softplusOf = (x: number): number => Math.max(x, 0) + log1p(exp(-Math.abs(x)));
/** 1/(1 + e⁻ˣ), exact at both ends. */
export const sigmoidOf = (x: number): number => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));

const one = { least: 1, most: 1 } as const;
const fromArgument = (at: Slope["at"], written: Slope["written"]): Slope => ({ from: "argument", at, written });
const fromResult = (at: Slope["at"], written: Slope["written"]): Slope => ({ from: "result", at, written });

/** Functions that act on each element alone. A new one is a row here: docs/contributing.md. */
export const ELEMENTWISE = {
  tanh: {
    kind: "elementwise",
    arguments: one,
    value: tanh,
    slope: fromResult(
      (y) => 1 - y * y,
      ({ number, sum, negate, power }, y) => sum([number(1), negate(power(y, 2))]),
    ),
    steepest: 1,
    tex: "\\tanh",
    doc: "the hyperbolic tangent, between -1 and 1",
    kernel: "simd",
  },
  sigmoid: {
    kind: "elementwise",
    arguments: one,
    value: sigmoidOf,
    slope: fromResult(
      (y) => y * (1 - y),
      ({ number, sum, negate, times }, y) => times(y, sum([number(1), negate(y)])),
    ),
    steepest: 1 / 4,
    tex: "\\sigma",
    doc: "the logistic function 1 / (1 + exp(-x)), between 0 and 1",
    kernel: "simd",
  },
  relu: {
    kind: "elementwise",
    arguments: one,
    value: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
    // the sign of the value is that of the argument
    slope: {
      from: "either",
      at: (v) => (v > 0 ? 1 : 0),
      written: ({ positive }, v) => positive(v),
    },
    steepest: 1,
    kinks: [0],
    tex: "\\operatorname{ReLU}",
    doc: "x where it is positive, else 0; its slope at 0 is taken to be 0",
    kernel: "simd",
  },
  softplus: {
    kind: "elementwise",
    arguments: one,
    value: softplusOf,
    slope: fromArgument(sigmoidOf, ({ call }, x) => call("sigmoid", x)),
    steepest: 1,
    tex: "\\operatorname{softplus}",
    doc: "log(1 + exp(x)), a smooth relu",
    kernel: "simd",
  },
  exp: {
    kind: "elementwise",
    arguments: one,
    value: exp,
    slope: fromResult(
      (y) => y,
      (_, y) => y,
    ),
    tex: "\\exp",
    doc: "the exponential function",
    kernel: "simd",
  },
  log: {
    kind: "elementwise",
    arguments: one,
    value: log,
    slope: fromArgument(
      (x) => 1 / x,
      ({ number, divide }, x) => divide(number(1), x),
    ),
    domain: { above: 0 },
    tex: "\\log",
    doc: "the natural logarithm of a positive number",
    kernel: "simd",
  },
  identity: {
    kind: "elementwise",
    arguments: one,
    value: (x) => x,
    slope: fromArgument(
      () => 1,
      ({ number }) => number(1),
    ),
    steepest: 1,
    tex: "\\operatorname{id}",
    doc: "its argument, unchanged: a linear unit",
    kernel: "simd",
  },
} as const satisfies { readonly [name: string]: ElementwiseRow };
