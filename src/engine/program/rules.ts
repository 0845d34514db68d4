/**
 * The reference backend's table: for each operation its forward rule and its vector-Jacobian product, in plain loops.
 * It is the oracle of every faster backend, so each rule is the obvious one. No rule allocates.
 */
import type { FloatArray, Operation, OperationKind } from "./program.js";

/** The numbers that a rule reads: all values, and the adjoints found so far, in the layout of the program. */
export interface Registers {
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
}

export interface OperationRule {
  /** Writes `operation.out` from its inputs. */
  forward(values: FloatArray, operation: Operation): void;
  /**
   * Adds (∂out/∂input)ᵀ · adjoint(out) for the input at `index` to `into`, laid out like that input from `at` on.
   * `into` is the adjoint arena in backpropagation, or a scratch buffer when one contribution is wanted alone.
   */
  vectorJacobianProduct(registers: Registers, operation: Operation, index: number, into: FloatArray, at: number): void;
}

/** d out / d in of an elementwise function, from its input x and its output y. */
type Derivative = (x: number, y: number) => number;

function elementwise(f: (x: number) => number, derivative: Derivative): OperationRule {
  return {
    forward(values, { inputs, out, samples }) {
      const input = inputs[0]!;
      for (let b = 0; b < samples; b++) {
        const x = input.offset + b * input.stride;
        const y = out.offset + b * out.stride;
        for (let i = 0; i < out.size; i++) values[y + i] = f(values[x + i]!);
      }
    },
    vectorJacobianProduct({ values, adjoints }, { inputs, out, samples }, _index, into, at) {
      const input = inputs[0]!;
      for (let b = 0; b < samples; b++) {
        const x = input.offset + b * input.stride;
        const y = out.offset + b * out.stride;
        const g = at + b * input.stride;
        for (let i = 0; i < out.size; i++) {
          into[g + i] = into[g + i]! + adjoints[y + i]! * derivative(values[x + i]!, values[y + i]!);
        }
      }
    },
  };
}

/** Partial derivative of a binary operation by its left (index 0) or right (index 1) operand. */
type Partial = (index: number, left: number, right: number) => number;

/** Binary elementwise operation; an operand of one number meets every element of the other. */
function binary(f: (left: number, right: number) => number, partial: Partial): OperationRule {
  return {
    forward(values, { inputs, out, samples }) {
      const left = inputs[0]!;
      const right = inputs[1]!;
      const leftStep = left.size === 1 ? 0 : 1;
      const rightStep = right.size === 1 ? 0 : 1;
      for (let b = 0; b < samples; b++) {
        const l = left.offset + b * left.stride;
        const r = right.offset + b * right.stride;
        const y = out.offset + b * out.stride;
        for (let i = 0; i < out.size; i++) values[y + i] = f(values[l + i * leftStep]!, values[r + i * rightStep]!);
      }
    },
    vectorJacobianProduct({ values, adjoints }, { inputs, out, samples }, index, into, at) {
      const left = inputs[0]!;
      const right = inputs[1]!;
      const leftStep = left.size === 1 ? 0 : 1;
      const rightStep = right.size === 1 ? 0 : 1;
      const target = inputs[index]!;
      const targetStep = target.size === 1 ? 0 : 1;
      for (let b = 0; b < samples; b++) {
        const l = left.offset + b * left.stride;
        const r = right.offset + b * right.stride;
        const y = out.offset + b * out.stride;
        const g = at + b * target.stride;
        for (let i = 0; i < out.size; i++) {
          const d = partial(index, values[l + i * leftStep]!, values[r + i * rightStep]!);
          into[g + i * targetStep] = into[g + i * targetStep]! + adjoints[y + i]! * d;
        }
      }
    },
  };
}

const matmul: OperationRule = {
  forward(values, { inputs, out, samples }) {
    const left = inputs[0]!;
    const right = inputs[1]!;
    const inner = left.columns;
    for (let b = 0; b < samples; b++) {
      const l = left.offset + b * left.stride;
      const r = right.offset + b * right.stride;
      const y = out.offset + b * out.stride;
      for (let i = 0; i < out.rows; i++) {
        for (let j = 0; j < out.columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += values[l + i * inner + k]! * values[r + k * out.columns + j]!;
          values[y + i * out.columns + j] = sum;
        }
      }
    }
  },
  vectorJacobianProduct(registers, operation, index, into, at) {
    if (index === 0) matmulLeft(registers, operation, into, at);
    else matmulRight(registers, operation, into, at);
  },
};

/** dLeft += dOut · rightᵀ */
function matmulLeft(
  { values, adjoints }: Registers,
  { inputs, out, samples }: Operation,
  into: FloatArray,
  at: number,
): void {
  const left = inputs[0]!;
  const right = inputs[1]!;
  const inner = left.columns;
  for (let b = 0; b < samples; b++) {
    const r = right.offset + b * right.stride;
    const y = out.offset + b * out.stride;
    const g = at + b * left.stride;
    for (let i = 0; i < out.rows; i++) {
      for (let j = 0; j < out.columns; j++) {
        const d = adjoints[y + i * out.columns + j]!;
        for (let k = 0; k < inner; k++) {
          into[g + i * inner + k] = into[g + i * inner + k]! + d * values[r + k * out.columns + j]!;
        }
      }
    }
  }
}

/** dRight += leftᵀ · dOut */
function matmulRight(
  { values, adjoints }: Registers,
  { inputs, out, samples }: Operation,
  into: FloatArray,
  at: number,
): void {
  const left = inputs[0]!;
  const right = inputs[1]!;
  const inner = left.columns;
  for (let b = 0; b < samples; b++) {
    const l = left.offset + b * left.stride;
    const y = out.offset + b * out.stride;
    const g = at + b * right.stride;
    for (let i = 0; i < out.rows; i++) {
      for (let j = 0; j < out.columns; j++) {
        const d = adjoints[y + i * out.columns + j]!;
        for (let k = 0; k < inner; k++) {
          into[g + k * out.columns + j] = into[g + k * out.columns + j]! + values[l + i * inner + k]! * d;
        }
      }
    }
  }
}

const transpose: OperationRule = {
  forward(values, { inputs, out, samples }) {
    const input = inputs[0]!;
    for (let b = 0; b < samples; b++) {
      const x = input.offset + b * input.stride;
      const y = out.offset + b * out.stride;
      for (let i = 0; i < out.rows; i++) {
        for (let j = 0; j < out.columns; j++) values[y + i * out.columns + j] = values[x + j * out.rows + i]!;
      }
    }
  },
  vectorJacobianProduct({ adjoints }, { inputs, out, samples }, _index, into, at) {
    const input = inputs[0]!;
    for (let b = 0; b < samples; b++) {
      const y = out.offset + b * out.stride;
      const g = at + b * input.stride;
      for (let i = 0; i < out.rows; i++) {
        for (let j = 0; j < out.columns; j++) {
          into[g + j * out.rows + i] = into[g + j * out.rows + i]! + adjoints[y + i * out.columns + j]!;
        }
      }
    }
  },
};

/** A product by an operand that is one number; whichever side it stands on. */
const scale = binary(
  (a, b) => a * b,
  (index, a, b) => (index === 0 ? b : a),
);

const power: OperationRule = {
  forward(values, { inputs, out, samples, exponent }) {
    const input = inputs[0]!;
    for (let b = 0; b < samples; b++) {
      const x = input.offset + b * input.stride;
      const y = out.offset + b * out.stride;
      for (let i = 0; i < out.size; i++) values[y + i] = values[x + i]! ** exponent;
    }
  },
  vectorJacobianProduct({ values, adjoints }, { inputs, out, samples, exponent }, _index, into, at) {
    if (exponent === 0) return; // a constant: 0 · x^(-1) would be NaN at x = 0
    const input = inputs[0]!;
    for (let b = 0; b < samples; b++) {
      const x = input.offset + b * input.stride;
      const y = out.offset + b * out.stride;
      const g = at + b * input.stride;
      for (let i = 0; i < out.size; i++) {
        into[g + i] = into[g + i]! + adjoints[y + i]! * exponent * values[x + i]! ** (exponent - 1);
      }
    }
  },
};

/** Column by column; the largest entry is subtracted first, so that no exponential overflows. */
const softmax: OperationRule = {
  forward(values, { inputs, out, samples }) {
    const input = inputs[0]!;
    const n = out.columns;
    for (let b = 0; b < samples; b++) {
      for (let j = 0; j < n; j++) {
        const x = input.offset + b * input.stride + j;
        const y = out.offset + b * out.stride + j;
        const largest = maximum(values, x, out.rows, n);
        let total = 0;
        for (let i = 0; i < out.rows; i++) {
          const e = Math.exp(values[x + i * n]! - largest);
          values[y + i * n] = e;
          total += e;
        }
        for (let i = 0; i < out.rows; i++) values[y + i * n] = values[y + i * n]! / total;
      }
    }
  },
  vectorJacobianProduct({ values, adjoints }, { inputs, out, samples }, _index, into, at) {
    const input = inputs[0]!;
    const n = out.columns;
    for (let b = 0; b < samples; b++) {
      for (let j = 0; j < n; j++) {
        const y = out.offset + b * out.stride + j;
        const g = at + b * input.stride + j;
        let dot = 0;
        for (let i = 0; i < out.rows; i++) dot += adjoints[y + i * n]! * values[y + i * n]!;
        for (let i = 0; i < out.rows; i++) {
          into[g + i * n] = into[g + i * n]! + values[y + i * n]! * (adjoints[y + i * n]! - dot);
        }
      }
    }
  },
};

function maximum(values: FloatArray, start: number, count: number, step: number): number {
  let largest = -Infinity;
  for (let i = 0; i < count; i++) {
    const v = values[start + i * step]!;
    if (v > largest || Number.isNaN(v)) largest = v;
  }
  return largest;
}

/** log Σ exp, without overflow. */
function logSumExp(values: FloatArray, start: number, count: number): number {
  const largest = maximum(values, start, count, 1);
  let total = 0;
  for (let i = 0; i < count; i++) total += Math.exp(values[start + i]! - largest);
  return largest + Math.log(total);
}

/** Rows stacked; row-major storage makes that one block after another. */
const concat: OperationRule = {
  forward(values, { inputs, out, samples }) {
    for (let b = 0; b < samples; b++) {
      let y = out.offset + b * out.stride;
      for (let k = 0; k < inputs.length; k++) {
        const input = inputs[k]!;
        const x = input.offset + b * input.stride;
        for (let i = 0; i < input.size; i++) values[y + i] = values[x + i]!;
        y += input.size;
      }
    }
  },
  vectorJacobianProduct({ adjoints }, { inputs, out, samples }, index, into, at) {
    const input = inputs[index]!;
    let start = out.offset;
    for (let k = 0; k < index; k++) start += inputs[k]!.size;
    for (let b = 0; b < samples; b++) {
      const y = start + b * out.stride;
      const g = at + b * input.stride;
      for (let i = 0; i < input.size; i++) into[g + i] = into[g + i]! + adjoints[y + i]!;
    }
  },
};

/** Σ or mean of all elements, `weight(n)` being 1 or 1/n. */
function total(weight: (count: number) => number): OperationRule {
  return {
    forward(values, { inputs, out, samples }) {
      const input = inputs[0]!;
      for (let b = 0; b < samples; b++) {
        const x = input.offset + b * input.stride;
        let sum = 0;
        for (let i = 0; i < input.size; i++) sum += values[x + i]!;
        values[out.offset + b * out.stride] = sum * weight(input.size);
      }
    },
    vectorJacobianProduct({ adjoints }, { inputs, out, samples }, _index, into, at) {
      const input = inputs[0]!;
      for (let b = 0; b < samples; b++) {
        const d = adjoints[out.offset + b * out.stride]! * weight(input.size);
        const g = at + b * input.stride;
        for (let i = 0; i < input.size; i++) into[g + i] = into[g + i]! + d;
      }
    },
  };
}

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
const xLogY = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(y));
const ratio = (x: number, y: number): number => (x === 0 ? 0 : x / y);

const crossEntropy = summedLoss({
  loss: (t, p) => -xLogY(t, p),
  partial: (index, t, p) => (index === 0 ? -Math.log(p) : -ratio(t, p)),
});

const binaryCrossEntropy = summedLoss({
  loss: (t, p) => -xLogY(t, p) - xLogY(1 - t, 1 - p),
  partial: (index, t, p) => (index === 0 ? Math.log(1 - p) - Math.log(p) : ratio(1 - t, 1 - p) - ratio(t, p)),
});

/**
 * Cross-entropy of a softmax, from its logits: inputs are (target, softmax output, logits). log Σ exp cannot
 * underflow as log(softmax) does, and the gradient by the logits is p Σt - t, with no division by a vanishing p. The
 * softmax output itself gets its adjoint by `observe`, after its own backward step, because the path is taken already.
 */
const crossEntropyOfSoftmax: OperationRule = {
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

const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoidOf = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** Binary cross-entropy of a sigmoid, from its logits: softplus(z) - t z; gradient p - t. See the softmax twin. */
const binaryCrossEntropyOfSigmoid: OperationRule = {
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

/** Every kind of operation has a rule: a missing one does not compile. */
export const rules: { readonly [Kind in OperationKind]: OperationRule } = {
  matmul,
  transpose,
  scale,
  power,
  softmax,
  concat,
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
  negate: elementwise(
    (x) => -x,
    () => -1,
  ),
  identity: elementwise(
    (x) => x,
    () => 1,
  ),
  tanh: elementwise(Math.tanh, (_x, y) => 1 - y * y),
  sigmoid: elementwise(sigmoidOf, (_x, y) => y * (1 - y)),
  relu: elementwise(
    (x) => (x > 0 || Number.isNaN(x) ? x : 0),
    (x) => (x > 0 ? 1 : 0),
  ),
  softplus: elementwise(softplusOf, sigmoidOf),
  exp: elementwise(Math.exp, (_x, y) => y),
  log: elementwise(Math.log, (x) => 1 / x),
  sum: total(() => 1),
  mean: total((n) => 1 / n),
  crossEntropy,
  crossEntropyOfSoftmax,
  binaryCrossEntropy,
  binaryCrossEntropyOfSigmoid,
  squaredError: summedLoss({
    loss: (t, p) => (t - p) * (t - p),
    partial: (index, t, p) => (index === 0 ? 2 * (t - p) : -2 * (t - p)),
  }),
  halfSquaredError: summedLoss({
    loss: (t, p) => 0.5 * (t - p) * (t - p),
    partial: (index, t, p) => (index === 0 ? t - p : p - t),
  }),
};
