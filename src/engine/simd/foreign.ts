import { impossible } from "../impossible.js";
import type { Operation } from "../program/program.js";
import { INSTRUCTIONS } from "./instructions.js";

/** What the machine has no instruction for: rare and small operations, which the reference rules do in the same memory. */
export function isForeign(operation: Operation): boolean {
  const { kind, inputs, out } = operation;
  const instruction = INSTRUCTIONS[kind];
  const isSpread = inputs.some(({ stride }) => stride === 0 && out.stride !== 0);
  switch (instruction.does) {
    case "reference":
      return true;
    case "product":
      return inputs.every(({ stride }) => stride === 0);
    case "map":
      return isSpread || instruction.fits?.(operation) === false;
    case "softmax":
      return isSpread || out.columns !== 1;
    case "loss":
    case "reduce":
      return isSpread;
    case "combine":
    case "concat":
    case "copy":
      return false;
    default:
      return impossible(instruction);
  }
}
