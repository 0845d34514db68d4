import type { Slope } from "../../functions/index.js";
import type { OperationRule } from "./operationRule.js";

/** A function of each element alone, in numbers. */
interface ElementwiseNumbers {
  value(x: number): number;
  readonly slope: Pick<Slope, "from" | "at">;
}

export function elementwise({ value: f, slope }: ElementwiseNumbers): OperationRule {
  const { from, at: slopeAt } = slope;
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
        const told = from === "result" ? y : x;
        for (let i = 0; i < out.size; i++) into[g + i] = into[g + i]! + adjoints[y + i]! * slopeAt(values[told + i]!);
      }
    },
  };
}

/** Partial derivative of a binary operation by its left (index 0) or right (index 1) operand. */
type Partial = (index: number, left: number, right: number) => number;

/** Binary elementwise operation; an operand of one number meets every element of the other. */
export function binary(f: (left: number, right: number) => number, partial: Partial): OperationRule {
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

/** Exponents up to this size multiply. */
const MOST_FACTORS = 8;

/**
 * xⁿ. Whole and half exponents up to ±8 are products and a root, the same bits in every engine; engines' own powers, which
 * do the rest, differ in the last one.
 */
export function raised(x: number, exponent: number): number {
  const size = Math.abs(exponent);
  if (!Number.isInteger(2 * size) || size > MOST_FACTORS) return x ** exponent;
  const factor = exponent < 0 ? 1 / x : x;
  let product = Number.isInteger(size) ? 1 : Math.sqrt(factor);
  for (let k = 1; k <= size; k++) product *= factor;
  return product;
}

/** Each element to the operation's constant exponent. */
export const power: OperationRule = {
  forward(values, { inputs, out, samples, exponent }) {
    const input = inputs[0]!;
    for (let b = 0; b < samples; b++) {
      const x = input.offset + b * input.stride;
      const y = out.offset + b * out.stride;
      for (let i = 0; i < out.size; i++) values[y + i] = raised(values[x + i]!, exponent);
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
        into[g + i] = into[g + i]! + adjoints[y + i]! * exponent * raised(values[x + i]!, exponent - 1);
      }
    }
  },
};
