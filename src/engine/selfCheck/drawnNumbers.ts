import { type CheckedEquations, nodesIn } from "../language/index.js";
import type { FloatArray, Operand, Program } from "../program/program.js";
import { Random } from "../random.js";

/** More columns than a small program has. */
const LEAST_WIDE = 10;

/** Fills in what is loaded before a forward pass: parameters, inputs, targets that their losses take, initial states. */
export function drawNumbers(program: Program, checked: CheckedEquations, values: FloatArray, seed: number): void {
  const random = new Random(seed);
  const { parameters, inputs, sequences, constants, batchSize } = program;
  const each = (operand: Operand, next: () => number): void => {
    const end = operand.offset + operand.size * (operand.stride === 0 ? 1 : batchSize);
    for (let i = operand.offset; i < end; i++) values[i] = next();
  };
  // later draws are smaller: what overflowed may then be finite
  const reach = 0.9 / seed;
  // a wide matrix has smaller numbers: a recurrence that grows or is chaotic would leave nothing but rounding to compare
  for (const operand of parameters.values()) {
    const most = reach / Math.sqrt(Math.max(1, operand.columns / LEAST_WIDE));
    each(operand, () => random.uniform(-most, most));
  }
  for (const { boundary } of sequences.values())
    for (const operand of boundary.values())
      if (operand.stride !== 0) each(operand, () => random.uniform(-reach, reach));
  for (const [name, { at, boundary }] of inputs)
    for (const operand of [...at, ...boundary.values()]) {
      if (!operand) continue;
      each(operand, () => random.uniform(0.1, 0.9));
      if (isDistribution(checked, name)) normalise(values, operand, batchSize);
    }
  for (const { offset, value } of constants) values[offset] = value;
}

function isDistribution(checked: CheckedEquations, name: string): boolean {
  return checked.statements
    .flatMap(({ expression }) => nodesIn(expression))
    .some((node) => {
      if (node.kind !== "call" || node.function !== "crossEntropy") return false;
      const target = node.arguments[0]!;
      return target.kind === "name" && target.name === name;
    });
}

function normalise(values: FloatArray, { offset, size, stride }: Operand, batchSize: number): void {
  for (let b = 0; b < (stride === 0 ? 1 : batchSize); b++) {
    const one = values.subarray(offset + b * size, offset + (b + 1) * size);
    let sum = 0;
    for (const x of one) sum += x;
    one.forEach((x, i) => {
      one[i] = x / sum;
    });
  }
}
