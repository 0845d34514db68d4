import type { Operation } from "../program/program.js";

/** What the machine has no instruction for: rare and small operations, which the reference rules do in the same memory. */
export function isForeign({ kind, inputs, out, exponent }: Operation): boolean {
  const isSpread = inputs.some(({ stride }) => stride === 0 && out.stride !== 0);
  switch (kind) {
    case "matmul":
      return out.stride === 0 || inputs.every(({ stride }) => stride === 0);
    case "transpose":
      return isSpread || (out.rows !== 1 && out.columns !== 1);
    case "power":
      return isSpread || exponent !== 2;
    case "softmax":
      return isSpread || out.columns !== 1;
    case "diag":
      return true;
    case "add":
    case "subtract":
    case "times":
    case "scale":
    case "divide":
    case "concat":
    case "identity":
      return false;
    default:
      return isSpread;
  }
}
