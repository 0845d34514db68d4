import type { FloatArray, Operation } from "../program.js";
import type { OperationRule, Registers } from "./operationRule.js";

/** Left (rows×inner) times right (inner×columns). */
export const matmul: OperationRule = {
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

export const transpose: OperationRule = {
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
