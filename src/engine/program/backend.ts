import { allocate, type BackwardStep, type FloatArray, type Operation, type Program } from "./program.js";
import type { OperationRule } from "./rules/operationRule.js";
import { rules } from "./rules.js";

/** A program with its numbers, ready to run as often as wanted. Nothing is allocated after it is made. */
export interface Execution {
  readonly program: Program;
  /** Every value, in the program's layout; write parameters, inputs and initial states before `forward`. */
  readonly values: FloatArray;
  /** ∂(seeded sum)/∂value at the same offset, after `backward`. */
  readonly adjoints: FloatArray;
  /** Runs the forward list. */
  forward(): void;
  /**
   * Runs the backward list from the given seeds, having cleared all adjoints.
   * @param seeds the weight of each of `program.losses` in the sum that is differentiated, [number of losses]
   */
  backward(seeds: ArrayLike<number>): void;
  /** Runs the backward list from adjoints that the caller has set (any value may be a seed). */
  propagate(): void;
  /**
   * Adds what time step `time` alone contributes to each parameter's gradient to `into`, after `backward`.
   * @param into laid out like the shared part of the arena, [program.sharedSize]; cleared first
   */
  contributions(time: number, into: FloatArray): void;
}

/** Something that can run programs. */
export interface Backend {
  readonly name: string;
  execution(program: Program): Execution;
}

class ReferenceExecution implements Execution {
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
  readonly #forwardRules: readonly OperationRule[];
  readonly #byTime: readonly (readonly Operation[])[];

  constructor(readonly program: Program) {
    this.values = allocate(program.dtype, program.arenaSize);
    this.adjoints = allocate(program.dtype, program.arenaSize);
    for (const { offset, value } of program.constants) this.values[offset] = value;
    this.#forwardRules = program.forward.map(({ kind }) => rules[kind]);
    this.#byTime = backwardByTime(program);
  }

  forward(): void {
    const { forward } = this.program;
    for (let i = 0; i < forward.length; i++) this.#forwardRules[i]!.forward(this.values, forward[i]!);
  }

  backward(seeds: ArrayLike<number>): void {
    const { losses } = this.program;
    this.adjoints.fill(0);
    for (let i = 0; i < losses.length; i++)
      seedLoss(this.adjoints, losses[i]!.operand, this.program.batchSize, seeds[i]!);
    this.propagate();
  }

  propagate(): void {
    const { backward } = this.program;
    for (let i = 0; i < backward.length; i++) this.#step(backward[i]!);
  }

  #step({ operation, mode }: BackwardStep): void {
    const rule = rules[operation.kind];
    if (mode === "observe") {
      rule.vectorJacobianProduct(this, operation, 1, this.adjoints, operation.inputs[1]!.offset);
      return;
    }
    for (let i = 0; i < operation.inputs.length; i++) {
      const input = operation.inputs[i]!;
      if (!input.differentiable || isFusedPrediction(operation, i)) continue;
      rule.vectorJacobianProduct(this, operation, i, this.adjoints, input.offset);
    }
  }

  contributions(time: number, into: FloatArray): void {
    into.fill(0);
    this.#addShared(this.#byTime[time]!, this, into);
    // derived parameters (A = (W + W') / 2) hand their share on to the parameters they are made of
    this.#addShared(this.#byTime[0]!, { values: this.values, adjoints: into }, into);
  }

  #addShared(
    operations: readonly Operation[],
    registers: { values: FloatArray; adjoints: FloatArray },
    into: FloatArray,
  ): void {
    for (let k = 0; k < operations.length; k++) {
      const operation = operations[k]!;
      for (let i = 0; i < operation.inputs.length; i++) {
        const input = operation.inputs[i]!;
        if (!input.differentiable || input.stride !== 0 || isFusedPrediction(operation, i)) continue;
        rules[operation.kind].vectorJacobianProduct(registers, operation, i, into, input.offset);
      }
    }
  }
}

/** The softmax (sigmoid) output of a loss that is differentiated through its logits: only observed, never propagated. */
function isFusedPrediction({ kind }: Operation, index: number): boolean {
  return index === 1 && (kind === "crossEntropyOfSoftmax" || kind === "binaryCrossEntropyOfSigmoid");
}

function seedLoss(
  adjoints: FloatArray,
  operand: { offset: number; stride: number },
  batchSize: number,
  seed: number,
): void {
  const samples = operand.stride === 0 ? 1 : batchSize;
  const weight = operand.stride === 0 ? seed : seed / batchSize;
  for (let b = 0; b < samples; b++) adjoints[operand.offset + b * operand.stride] = weight;
}

/** The backward order of the operations of each time step (index 0: those outside time). */
function backwardByTime({ backward, timeSteps }: Program): Operation[][] {
  const byTime: Operation[][] = Array.from({ length: timeSteps + 1 }, () => []);
  for (const { operation, mode } of backward) {
    if (mode === "propagate" && operation.inputs.some((input) => input.stride === 0))
      byTime[operation.time]!.push(operation);
  }
  return byTime;
}

/** Plain loops over typed arrays: slow, obvious, and the oracle of every other backend. */
export const referenceBackend: Backend = {
  name: "reference",
  execution: (program) => new ReferenceExecution(program),
};
