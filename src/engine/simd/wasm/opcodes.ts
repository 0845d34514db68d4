/**
 * The machine's numbers, which stand here alone: the kernels (AssemblyScript) and what writes their tapes (TypeScript) both
 * read this file, which is in both languages. What is added here is made known to the kernels by `npm run wasm`.
 */

/** Instructions: an opcode and its arguments, 32-bit words each. */
export enum Code {
  end,
  zero,
  gemm,
  transpose,
  map,
  pull,
  combine,
  pullBinary,
  softmax,
  pullSoftmax,
  loss,
  pullLoss,
  reduce,
  pullReduce,
  copyRows,
  addRows,
  pack,
  norms,
  productNorms,
  sumNorms,
  stepProducts,
  stepNorms,
  gates,
  sumOfProducts,
  pullProduct,
}

/** Functions of one argument. */
export enum MachineFunction {
  identity,
  negate,
  tanh,
  sigmoid,
  relu,
  softplus,
  exp,
  log,
  square,
}

/** Operations of two arguments. */
export enum MachineBinary {
  add,
  subtract,
  multiply,
  divide,
}

export enum MachineLoss {
  crossEntropy,
  crossEntropyOfSoftmax,
  binaryCrossEntropy,
  binaryCrossEntropyOfSigmoid,
  squaredError,
  halfSquaredError,
}

/** What an optimizer does with a gradient. */
export enum UpdateRule {
  sgd,
  momentum,
  rootMeanSquare,
  adam,
}

/** The lists above, to say in which of them a number is missing. */
export enum NumberList {
  instruction,
  elementFunction,
  pairOperation,
  loss,
  updateRule,
}
