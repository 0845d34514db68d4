import { NumericError } from "./errors.js";
import { type CheckedEquations, crossEntropies, formatExpression, PREDICTION } from "./language/index.js";
import type { Execution } from "./program/backend.js";
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
  /** Several sigmoids, each a probability of its own. */
  readonly isSigmoid: boolean;
}

/**
 * Refuses numbers that no cross-entropy is defined for, right after a forward pass: a prediction of a mixture, of sigmoids, or of
 * a softmax written by hand, that is not positive or does not sum to 1, and a computed target that is negative. A training looks
 * at them in each step, which costs nothing where every prediction is a softmax: what was a mixture may be learned away.
 * @throws NumericError that names the first one
 */
export function refuseNoDistributions(checked: CheckedEquations, execution: Execution): void {
  const doubts = known.get(execution.program) ?? doubtsOf(execution.program);
  known.set(execution.program, doubts);
  if (doubts.length === 0) return;
  // whatever a loss reads stands in its place after the pass, named or not
  const { values, program } = execution;
  for (const doubt of doubts) {
    const problem = problemOf(doubt, values, program);
    if (problem) throw error(checked, doubt, problem);
  }
}

/** Found once for a program, which many traces may share. */
const known = new WeakMap<Program, readonly Doubt[]>();

/** A softmax makes what is needed, a sigmoid what a binary one needs; given targets were looked at when the batch was read. */
function doubtsOf({ forward, inputs }: Program): Doubt[] {
  const makers = new Map(forward.map(({ kind, out }) => [out.offset, kind]));
  const given = new Set([...inputs.values()].flatMap(({ at }) => at.flatMap((operand) => operand?.offset ?? [])));
  return forward.flatMap((operation) => {
    const loss = CROSS_ENTROPY[operation.kind];
    if (!loss) return [];
    const [target, prediction] = operation.inputs;
    const maker = makers.get(prediction!.offset);
    const isSigmoid = maker === "sigmoid";
    const isProven = maker === "softmax" || (isSigmoid && loss === "binaryCrossEntropy");
    const doubts: Doubt[] = [];
    if (!given.has(target!.offset)) doubts.push({ operation, loss, argument: "target", operand: target!, isSigmoid });
    if (!isProven) doubts.push({ operation, loss, argument: "prediction", operand: prediction!, isSigmoid });
    return doubts;
  });
}

/** What is wrong with the numbers of the first sequence of the batch that no cross-entropy is defined for. */
function problemOf({ operation, loss, argument, operand }: Doubt, values: FloatArray, { dtype }: Program) {
  const { offset, stride, rows, columns } = operand;
  const [isTarget, isBinary] = [argument === "target", loss === "binaryCrossEntropy"];
  const isWrong = isTarget
    ? (n: number) => n < 0 || (isBinary && n > 1)
    : (n: number) => n <= 0 || (isBinary && n >= 1);
  const expected = isTarget
    ? `a target is never negative${isBinary ? " nor above 1" : ""}`
    : `a probability is ${isBinary ? "between 0 and 1" : "above 0"}`;
  const tolerance = TOLERANCE + (dtype === "float32" ? rows * FLOAT32_ROUNDING : 0);
  for (let column = 0; column < operation.samples * columns; column++) {
    const first = offset + Math.floor(column / columns) * stride + (column % columns);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const number = values[first + i * columns]!;
      if (isWrong(number)) return `holds ${number}, but ${expected}`;
      sum += number;
    }
    if (!isTarget && !isBinary && Math.abs(sum - 1) > tolerance)
      return `sums to ${sum}, but the numbers of a distribution sum to 1`;
  }
  return undefined;
}

function error(
  checked: CheckedEquations,
  { operation, loss, argument, isSigmoid }: Doubt,
  problem: string,
): NumericError {
  const { statement, time } = operation;
  const own = checked.statements.filter(({ name }) => name === statement);
  const calls = crossEntropies(own).filter((call) => call.function === loss);
  const [target, prediction] =
    calls.length === 1 ? [calls[0]!.target, calls[0]!.prediction].map(formatExpression) : ["…", "…"];
  const at = time > 0 ? ` at time step ${time}` : "";
  const cure = isSigmoid
    ? `. For probabilities each of its own write binaryCrossEntropy(${target}, ${prediction}), for one distribution softmax in the place of sigmoid`
    : `. Write ${loss}(${target}, ${PREDICTION[loss].by}(${prediction})), or compute it in another way`;
  return new NumericError(
    `the ${argument} of ${statement} = ${loss}(${target}, ${prediction})${at} ${problem}${argument === "target" ? "" : cure}`,
  );
}
