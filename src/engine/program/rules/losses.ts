import { log } from "../../elementary.js";
import { sigmoidOf, softplusOf } from "../../functions/index.js";
import type { OperationRule } from "./operationRule.js";
import { logSumExp } from "./vectors.js";

/** One element's loss and its partial derivatives by target (index 0) and prediction (index 1). */
interface ElementLoss {
  loss(target: number, prediction: number): number;
  partial(index: number, target: number, prediction: number): number;
}

function summedLoss({ loss, partial }: ElementLoss): OperationRule {
  return {
    forward(values, { inputs, out, samples }) {
      const target = inputs[0]!;
      const prediction = inputs[1]!;
      for (let b = 0; b < samples; b++) {
        const d = target.offset + b * target.stride;
        const p = prediction.offset + b * prediction.stride;
        let sum = 0;
        for (let i = 0; i < prediction.size; i++) sum += loss(values[d + i]!, values[p + i]!);
        values[out.offset + b * out.stride] = sum;
      }
    },
    vectorJacobianProduct({ values, adjoints }, { inputs, out, samples }, index, into, at) {
      const target = inputs[0]!;
      const prediction = inputs[1]!;
      const stride = inputs[index]!.stride;
      for (let b = 0; b < samples; b++) {
        const d = target.offset + b * target.stride;
        const p = prediction.offset + b * prediction.stride;
        const g = at + b * stride;
        const seed = adjoints[out.offset + b * out.stride]!;
        for (let i = 0; i < prediction.size; i++) {
          into[g + i] = into[g + i]! + seed * partial(index, values[d + i]!, values[p + i]!);
        }
      }
    },
  };
}

/** x log y with 0 log 0 = 0: a class that the target rules out costs nothing, however small its probability. */
const xLogY = (x: number, y: number): number => (x === 0 ? 0 : x * log(y));
const ratio = (x: number, y: number): number => (x === 0 ? 0 : x / y);

export const crossEntropy = summedLoss({
  loss: (t, p) => -xLogY(t, p),
  partial: (index, t, p) => (index === 0 ? -log(p) : -ratio(t, p)),
});

export const binaryCrossEntropy = summedLoss({
  loss: (t, p) => -xLogY(t, p) - xLogY(1 - t, 1 - p),
  partial: (index, t, p) => (index === 0 ? log(1 - p) - log(p) : ratio(1 - t, 1 - p) - ratio(t, p)),
});

/**
 * Cross-entropy of a softmax, from its logits: inputs are (target, softmax output, logits). log Σ exp cannot
 * underflow as log(softmax) does, and the gradient by the logits is p Σt - t, with no division by a vanishing p. The
 * softmax output itself gets its adjoint by `observe`, after its own backward step, because the path is taken already.
 */
export const crossEntropyOfSoftmax: OperationRule = {
  forward(values, { inputs, out, samples }) {
    const target = inputs[0]!;
    const logits = inputs[2]!;
    for (let b = 0; b < samples; b++) {
      const d = target.offset + b * target.stride;
      const z = logits.offset + b * logits.stride;
      const normaliser = logSumExp(values, z, logits.size);
      let sum = 0;
      for (let i = 0; i < logits.size; i++) {
        const t = values[d + i]!;
        if (t !== 0) sum += t * (normaliser - values[z + i]!);
      }
      values[out.offset + b * out.stride] = sum;
    }
  },
  vectorJacobianProduct({ values, adjoints }, { inputs, out, samples }, index, into, at) {
    const target = inputs[0]!;
    const prediction = inputs[1]!;
    const logits = inputs[2]!;
    for (let b = 0; b < samples; b++) {
      const d = target.offset + b * target.stride;
      const p = prediction.offset + b * prediction.stride;
      const z = logits.offset + b * logits.stride;
      const g = at + b * inputs[index]!.stride;
      const seed = adjoints[out.offset + b * out.stride]!;
      if (index === 0) {
        const normaliser = logSumExp(values, z, logits.size);
        for (let i = 0; i < logits.size; i++) into[g + i] = into[g + i]! + seed * (normaliser - values[z + i]!);
      } else if (index === 1) {
        for (let i = 0; i < logits.size; i++) into[g + i] = into[g + i]! - seed * ratio(values[d + i]!, values[p + i]!);
      } else {
        let mass = 0;
        for (let i = 0; i < logits.size; i++) mass += values[d + i]!;
        for (let i = 0; i < logits.size; i++)
          into[g + i] = into[g + i]! + seed * (values[p + i]! * mass - values[d + i]!);
      }
    }
  },
};

/** Binary cross-entropy of a sigmoid, from its logits: softplus(z) - t z; gradient p - t. See the softmax twin. */
export const binaryCrossEntropyOfSigmoid: OperationRule = {
  forward(values, { inputs, out, samples }) {
    const target = inputs[0]!;
    const logits = inputs[2]!;
    for (let b = 0; b < samples; b++) {
      const d = target.offset + b * target.stride;
      const z = logits.offset + b * logits.stride;
      let sum = 0;
      // t softplus(-z) + (1 - t) softplus(z): both terms are positive, so nothing cancels when |z| is large
      for (let i = 0; i < logits.size; i++) {
        const t = values[d + i]!;
        const x = values[z + i]!;
        if (t !== 0) sum += t * softplusOf(-x);
        if (t !== 1) sum += (1 - t) * softplusOf(x);
      }
      values[out.offset + b * out.stride] = sum;
    }
  },
  vectorJacobianProduct({ values, adjoints }, { inputs, out, samples }, index, into, at) {
    const target = inputs[0]!;
    const prediction = inputs[1]!;
    const logits = inputs[2]!;
    for (let b = 0; b < samples; b++) {
      const d = target.offset + b * target.stride;
      const p = prediction.offset + b * prediction.stride;
      const z = logits.offset + b * logits.stride;
      const g = at + b * inputs[index]!.stride;
      const seed = adjoints[out.offset + b * out.stride]!;
      for (let i = 0; i < logits.size; i++) {
        const t = values[d + i]!;
        const x = values[z + i]!;
        const y = values[p + i]!;
        // p - t for t = 1 is -sigmoid(-z), exact where 1 - p rounds to nothing
        const byLogit = t === 1 ? -sigmoidOf(-x) : y - t;
        const partial = index === 0 ? -x : index === 2 ? byLogit : ratio(1 - t, sigmoidOf(-x)) - ratio(t, y);
        into[g + i] = into[g + i]! + seed * partial;
      }
    }
  },
};

export const squaredError = summedLoss({
  loss: (t, p) => (t - p) * (t - p),
  partial: (index, t, p) => (index === 0 ? 2 * (t - p) : -2 * (t - p)),
});

export const halfSquaredError = summedLoss({
  loss: (t, p) => 0.5 * (t - p) * (t - p),
  partial: (index, t, p) => (index === 0 ? t - p : p - t),
});
