import type { LossRow } from "./row.js";

const two = { least: 2, most: 2 } as const;

/** Losses. */
export const LOSSES = {
  crossEntropy: {
    kind: "loss",
    arguments: two,
    target: "distribution",
    prediction: { above: 0 },
    fusedWith: "softmax",
    unit: "nats",
    tex: "\\operatorname{CE}",
    doc: "-Σ target log(prediction), in nats; 0 log 0 is 0",
    kernel: "simd",
  },
  binaryCrossEntropy: {
    kind: "loss",
    arguments: two,
    target: "probabilities",
    prediction: { above: 0, below: 1 },
    fusedWith: "sigmoid",
    unit: "nats",
    tex: "\\operatorname{BCE}",
    doc: "-Σ (target log(prediction) + (1 - target) log(1 - prediction)), in nats; 0 log 0 is 0",
    kernel: "simd",
  },
  squaredError: {
    kind: "loss",
    arguments: two,
    target: "numbers",
    tex: "\\operatorname{SE}",
    doc: "Σ (target - prediction)²",
    kernel: "simd",
  },
  halfSquaredError: {
    kind: "loss",
    arguments: two,
    target: "numbers",
    tex: "\\tfrac{1}{2}\\operatorname{SE}",
    doc: "½ Σ (target - prediction)²",
    kernel: "simd",
  },
} as const satisfies { readonly [name: string]: LossRow };
