import type { VectorRow } from "./row.js";

const one = { least: 1, most: 1 } as const;

/** Functions that need whole vectors. */
export const VECTORS = {
  softmax: {
    kind: "softmax",
    arguments: one,
    tex: "\\operatorname{softmax}",
    doc: "exp(x) divided by the sum of its column: positive numbers that sum to 1",
    kernel: "simd",
  },
  concat: {
    kind: "concat",
    arguments: { least: 2, most: 64 },
    tex: "\\operatorname{concat}",
    doc: "its arguments one below the other",
    kernel: "simd",
  },
  sum: {
    kind: "reduction",
    arguments: one,
    tex: "\\operatorname{sum}",
    doc: "the sum of all entries, one number",
    kernel: "simd",
  },
  mean: {
    kind: "reduction",
    arguments: one,
    tex: "\\operatorname{mean}",
    doc: "the mean of all entries, one number",
    kernel: "simd",
  },
  diag: {
    kind: "diagonal",
    arguments: one,
    tex: "\\operatorname{diag}",
    doc: "a vector of n numbers on the diagonal of an n×n matrix",
    kernel: "reference",
  },
} as const satisfies { readonly [name: string]: VectorRow };
