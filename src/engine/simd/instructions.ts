import { ELEMENTWISE, type ElementwiseFunction, mapRows } from "../functions/index.js";
import type { Operation, OperationKind } from "../program/program.js";
import { MachineBinary, MachineFunction, MachineLoss } from "./wasm/opcodes.js";

/** How the machine does an operation; `reference` when it cannot, so that the reference rules do it in the same memory. */
export type Instruction =
  | { readonly does: "product" }
  | { readonly does: "copy" }
  | { readonly does: "concat" }
  | { readonly does: "softmax" }
  | { readonly does: "reference" }
  /** A function of each number; where `fits` is given, only of operations that fit. */
  | { readonly does: "map"; readonly function: MachineFunction; fits?(operation: Operation): boolean }
  | { readonly does: "combine"; readonly operation: MachineBinary }
  | { readonly does: "loss"; readonly loss: MachineLoss }
  | { readonly does: "reduce"; readonly isMean: boolean };

/** Functions of each element that the kernels compute, as their rows say. */
type SimdFunction = {
  [F in ElementwiseFunction]: (typeof ELEMENTWISE)[F]["kernel"] extends "simd" ? F : never;
}[ElementwiseFunction];

/** A function that says it has a kernel, and has none among the machine's, does not compile. */
const NUMBERS: { readonly [F in SimdFunction]: MachineFunction } = MachineFunction;
const isSimd = (name: ElementwiseFunction): name is SimdFunction => ELEMENTWISE[name].kernel === "simd";

const REFERENCE: Instruction = { does: "reference" };

/** Every operation has a row: a missing one does not compile. */
export const INSTRUCTIONS: { readonly [K in OperationKind]: Instruction } = {
  ...mapRows(
    ELEMENTWISE,
    (_, name): Instruction => (isSimd(name) ? { does: "map", function: NUMBERS[name] } : REFERENCE),
  ),
  identity: { does: "copy" },
  matmul: { does: "product" },
  // of a vector: the same numbers
  transpose: {
    does: "map",
    function: MachineFunction.identity,
    fits: ({ out }) => out.rows === 1 || out.columns === 1,
  },
  negate: { does: "map", function: MachineFunction.negate },
  power: { does: "map", function: MachineFunction.square, fits: ({ exponent }) => exponent === 2 },
  add: { does: "combine", operation: MachineBinary.add },
  subtract: { does: "combine", operation: MachineBinary.subtract },
  times: { does: "combine", operation: MachineBinary.multiply },
  scale: { does: "combine", operation: MachineBinary.multiply },
  divide: { does: "combine", operation: MachineBinary.divide },
  softmax: { does: "softmax" },
  concat: { does: "concat" },
  sum: { does: "reduce", isMean: false },
  mean: { does: "reduce", isMean: true },
  diag: REFERENCE,
  crossEntropy: { does: "loss", loss: MachineLoss.crossEntropy },
  crossEntropyOfSoftmax: { does: "loss", loss: MachineLoss.crossEntropyOfSoftmax },
  binaryCrossEntropy: { does: "loss", loss: MachineLoss.binaryCrossEntropy },
  binaryCrossEntropyOfSigmoid: { does: "loss", loss: MachineLoss.binaryCrossEntropyOfSigmoid },
  squaredError: { does: "loss", loss: MachineLoss.squaredError },
  halfSquaredError: { does: "loss", loss: MachineLoss.halfSquaredError },
};

/** @throws Error always: the reference rules should have done such an operation */
export function noInstruction(kind: OperationKind, does: "reference"): never {
  throw new Error(`the kernels have no instruction for ${kind}: the planner should have left it to the ${does} rules`);
}
