/**
 * The reference backend's table: for each operation its forward rule and its vector-Jacobian product, in plain loops.
 * It is the oracle of every faster backend, so each rule is the obvious one. No rule allocates.
 */
import { ELEMENTWISE, mapRows } from "../functions/index.js";
import type { OperationKind } from "./program.js";
import { binary, elementwise, power } from "./rules/elementwise.js";
import {
  binaryCrossEntropy,
  binaryCrossEntropyOfSigmoid,
  crossEntropy,
  crossEntropyOfSoftmax,
  halfSquaredError,
  squaredError,
} from "./rules/losses.js";
import type { OperationRule } from "./rules/operationRule.js";
import { matmul, transpose } from "./rules/products.js";
import { concat, diag, softmax, total } from "./rules/vectors.js";

/** A product by an operand that is one number; whichever side it stands on. */
const scale = binary(
  (a, b) => a * b,
  (index, a, b) => (index === 0 ? b : a),
);

/** Every kind of operation has a rule: a missing one does not compile. */
export const rules: { readonly [Kind in OperationKind]: OperationRule } = {
  ...mapRows(ELEMENTWISE, elementwise),
  matmul,
  transpose,
  scale,
  power,
  softmax,
  concat,
  diag,
  add: binary(
    (a, b) => a + b,
    () => 1,
  ),
  subtract: binary(
    (a, b) => a - b,
    (index) => (index === 0 ? 1 : -1),
  ),
  times: binary(
    (a, b) => a * b,
    (index, a, b) => (index === 0 ? b : a),
  ),
  divide: binary(
    (a, b) => a / b,
    (index, a, b) => (index === 0 ? 1 / b : -a / (b * b)),
  ),
  negate: elementwise({ value: (x) => -x, slope: { from: "argument", at: () => -1 } }),
  sum: total(() => 1),
  mean: total((n) => 1 / n),
  crossEntropy,
  crossEntropyOfSoftmax,
  binaryCrossEntropy,
  binaryCrossEntropyOfSigmoid,
  squaredError,
  halfSquaredError,
};
