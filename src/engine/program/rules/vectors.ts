import { exp, log } from "../../elementary.js";
import type { FloatArray } from "../program.js";
import type { OperationRule } from "./operationRule.js";

/** Column by column; the largest entry is subtracted first, so that no exponential overflows. */
export const softmax: OperationRule = {
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
          const e = exp(values[x + i * n]! - largest);
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
export function logSumExp(values: FloatArray, start: number, count: number): number {
  const largest = maximum(values, start, count, 1);
  let total = 0;
  for (let i = 0; i < count; i++) total += exp(values[start + i]! - largest);
  return largest + log(total);
}

/** Rows stacked; row-major storage makes that one block after another. */
export const concat: OperationRule = {
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

/** A vector on the diagonal of a square matrix. */
export const diag: OperationRule = {
  forward(values, { inputs, out, samples }) {
    const input = inputs[0]!;
    for (let b = 0; b < samples; b++) {
      const y = out.offset + b * out.stride;
      values.fill(0, y, y + out.size);
      for (let i = 0; i < input.size; i++)
        values[y + i * (out.columns + 1)] = values[input.offset + b * input.stride + i]!;
    }
  },
  vectorJacobianProduct({ adjoints }, { inputs, out, samples }, _index, into, at) {
    const input = inputs[0]!;
    for (let b = 0; b < samples; b++) {
      const y = out.offset + b * out.stride;
      const g = at + b * input.stride;
      for (let i = 0; i < input.size; i++) into[g + i] = into[g + i]! + adjoints[y + i * (out.columns + 1)]!;
    }
  },
};

/** Σ or mean of all elements, `weight(n)` being 1 or 1/n. */
export function total(weight: (count: number) => number): OperationRule {
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
