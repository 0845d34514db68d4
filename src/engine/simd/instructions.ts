import type { OperationKind } from "../program/program.js";

type Numbers = { readonly [K in OperationKind]?: number };

/** Numbers of the machine's functions of one argument (wasm/functions.ts). */
export const FUNCTIONS: Numbers = {
  identity: 0,
  transpose: 0, // of a vector: the same numbers
  negate: 1,
  tanh: 2,
  sigmoid: 3,
  relu: 4,
  softplus: 5,
  exp: 6,
  log: 7,
  power: 8, // the square
};

/** Numbers of its operations of two arguments (wasm/binary.ts). */
export const BINARIES: Numbers = { add: 0, subtract: 1, times: 2, scale: 2, divide: 3 };

/** Numbers of its losses (wasm/losses.ts). */
export const LOSSES: Numbers = {
  crossEntropy: 0,
  crossEntropyOfSoftmax: 1,
  binaryCrossEntropy: 2,
  binaryCrossEntropyOfSigmoid: 3,
  squaredError: 4,
  halfSquaredError: 5,
};
