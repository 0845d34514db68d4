import { type FusableLoss, isFusable, LOSSES } from "../functions/index.js";
import type { Operation, OperationKind } from "./program.js";

/** The operation that takes a loss and the function of its prediction together, from that function's argument. */
const FUSED = {
  crossEntropy: "crossEntropyOfSoftmax",
  binaryCrossEntropy: "binaryCrossEntropyOfSigmoid",
} as const satisfies { readonly [L in FusableLoss]: OperationKind };

const KINDS: ReadonlySet<OperationKind> = new Set(Object.values(FUSED));

/** Whether an operation is such a loss: its inputs are the target, the prediction, and the prediction's own argument. */
export const isFusedLoss = (kind: OperationKind): boolean => KINDS.has(kind);

/**
 * The operation of a loss that is taken from the logits, so that no logarithm meets a probability that has vanished. Not where
 * each column is a distribution of its own: the logits' loss is that of one. Not where all time steps share the logits either:
 * what a time step adds to them would go by the loss and by the softmax.
 * @param maker of the prediction
 * @returns undefined when the two are not taken together
 */
export function fusedLoss(loss: OperationKind, { kind, inputs, out }: Operation): OperationKind | undefined {
  if (!isFusable(loss) || LOSSES[loss].fusedWith !== kind || inputs[0]!.stride === 0) return undefined;
  return kind === "softmax" && out.columns !== 1 ? undefined : FUSED[loss];
}
