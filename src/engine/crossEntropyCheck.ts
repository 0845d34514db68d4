import { NumericError } from "./errors.js";
import { type CheckedEquations, crossEntropies, formatExpression, PREDICTION } from "./language/index.js";
import { type Execution, referenceBackend } from "./program/backend.js";
import type { FloatArray, Operand, Operation, OperationKind, Program } from "./program/program.js";

/** How far a distribution's sum may be from 1, in float64. */
const TOLERANCE = 1e-6;
/** Rounding of one summand in float32. */
const FLOAT32_ROUNDING = 2 ** -23;

type CrossEntropy = keyof typeof PREDICTION;

/** Every cross-entropy that a program may hold. */
const CROSS_ENTROPY: { readonly [Kind in OperationKind]?: CrossEntropy } = {
  crossEntropy: "crossEntropy",
  crossEntropyOfSoftmax: "crossEntropy",
  binaryCrossEntropy: "binaryCrossEntropy",
  binaryCrossEntropyOfSigmoid: "binaryCrossEntropy",
};

/** Numbers that nothing in the program's text proves to be what a cross-entropy is defined for. */
interface Doubt {
  readonly operation: Operation;
  readonly loss: CrossEntropy;
  readonly argument: "target" | "prediction";
  readonly operand: Operand;
}

/**
 * Refuses numbers that no cross-entropy is defined for, after a forward pass: a prediction of a mixture, or of a softmax
 * written by hand, that is not positive or does not sum to 1, and a computed target that is negative. Called once for a trace
 * and once for a training, never in its steps.
 * @throws NumericError that names the first one
 */
export function refuseNoDistributions(checked: CheckedEquations, execution: Execution): void {
  const doubts = known.get(execution.program) ?? doubtsOf(execution.program);
  known.set(execution.program, doubts);
  if (doubts.length === 0) return;
  const values = valuesOf(execution, doubts);
  for (const doubt of doubts) {
    const problem = problemOf(doubt, values, execution.program);
    if (problem) throw error(checked, doubt, problem);
  }
}

/** Found once for a program, which many traces may share. */
const known = new WeakMap<Program, readonly Doubt[]>();

/** A softmax and a sigmoid make what is needed; given targets were looked at when the batch was read. */
function doubtsOf({ forward, inputs }: Program): Doubt[] {
  const proven = new Set(
    forward.flatMap(({ kind, out }) => (kind === "softmax" || kind === "sigmoid" ? [out.offset] : [])),
  );
  const given = offsetsOf(inputs.values());
  return forward.flatMap((operation) => {
    const loss = CROSS_ENTROPY[operation.kind];
    if (!loss) return [];
    const [target, prediction] = operation.inputs;
    const doubts: Doubt[] = [];
    if (!given.has(target!.offset)) doubts.push({ operation, loss, argument: "target", operand: target! });
    if (!proven.has(prediction!.offset)) doubts.push({ operation, loss, argument: "prediction", operand: prediction! });
    return doubts;
  });
}

/** The values of a pass. Where something has no name, its place may hold something else by now: then by the reference rules. */
function valuesOf({ program, values }: Execution, doubts: readonly Doubt[]): FloatArray {
  const named = offsetsOf([...program.inputs.values(), ...program.sequences.values()]);
  if (doubts.every(({ operand }) => named.has(operand.offset))) return values;
  const reference = referenceBackend.execution(program);
  reference.values.set(values.subarray(0, program.namedSize));
  reference.forward();
  return reference.values;
}

function offsetsOf(places: Iterable<{ at: readonly (Operand | undefined)[]; boundary: ReadonlyMap<number, Operand> }>) {
  const operands = [...places].flatMap(({ at, boundary }) => [...at, ...boundary.values()]);
  return new Set(operands.flatMap((operand) => (operand ? [operand.offset] : [])));
}

/** What is wrong with the numbers of the first sequence of the batch that no cross-entropy is defined for. */
function problemOf({ operation, loss, argument, operand }: Doubt, values: FloatArray, { dtype }: Program) {
  const { offset, stride, size, rows, columns } = operand;
  const [isTarget, isBinary] = [argument === "target", loss === "binaryCrossEntropy"];
  const isWrong = isTarget
    ? (n: number) => n < 0 || (isBinary && n > 1)
    : (n: number) => n <= 0 || (isBinary && n >= 1);
  const expected = isTarget
    ? `a target is never negative${isBinary ? " nor above 1" : ""}`
    : `a probability is ${isBinary ? "between 0 and 1" : "above 0"}`;
  const tolerance = TOLERANCE + (dtype === "float32" ? rows * FLOAT32_ROUNDING : 0);
  for (let b = 0; b < operation.samples; b++) {
    const numbers = values.subarray(offset + b * stride, offset + b * stride + size);
    const wrong = numbers.find(isWrong);
    if (wrong !== undefined) return `holds ${wrong}, but ${expected}`;
    for (let j = 0; j < columns && !isTarget && !isBinary; j++) {
      const sum = sumOfColumn(numbers, j, columns);
      if (Math.abs(sum - 1) > tolerance) return `sums to ${sum}, but the numbers of a distribution sum to 1`;
    }
  }
  return undefined;
}

function sumOfColumn(numbers: FloatArray, column: number, columns: number): number {
  let sum = 0;
  for (let i = column; i < numbers.length; i += columns) sum += numbers[i]!;
  return sum;
}

function error(checked: CheckedEquations, { operation, loss, argument }: Doubt, problem: string): NumericError {
  const { statement, time } = operation;
  const own = checked.statements.filter(({ name }) => name === statement);
  const calls = crossEntropies(own).filter((call) => call.function === loss);
  const [target, prediction] =
    calls.length === 1 ? [calls[0]!.target, calls[0]!.prediction].map(formatExpression) : ["…", "…"];
  const at = time > 0 ? ` at time step ${time}` : "";
  const cure = `. Write ${loss}(${target}, ${PREDICTION[loss].by}(${prediction})), or compute it in another way`;
  return new NumericError(
    `the ${argument} of ${statement} = ${loss}(${target}, ${prediction})${at} ${problem}${argument === "target" ? "" : cure}`,
  );
}
