import { norm } from "../clipping.js";
import { Contributions, isFusedPrediction } from "./contributions.js";
import { allocate, type BackwardStep, type FloatArray, type Operand, type Program } from "./program.js";
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
  /**
   * Norms of adjoints that follow one another: `rows` vectors of `size` numbers, the first at `offset`.
   * @returns [rows], valid until the next norms are asked for
   */
  adjointNorms(offset: number, rows: number, size: number): Float64Array;
  /** The norm of each time step's own contribution to each parameter's gradient, after `backward`. By parameter, [T] */
  contributionNorms(): Map<string, Float64Array>;
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
  #contributions: Contributions | undefined;

  /** @param disturb what is done to each result, and to each adjoint before it goes on to an argument */
  constructor(
    readonly program: Program,
    private readonly disturb?: (numbers: FloatArray, result: Operand, batchSize: number) => void,
  ) {
    this.values = allocate(program.dtype, program.arenaSize);
    this.adjoints = allocate(program.dtype, program.arenaSize);
    for (const { offset, value } of program.constants) this.values[offset] = value;
    this.#forwardRules = program.forward.map(({ kind }) => rules[kind]);
  }

  forward(): void {
    const { forward } = this.program;
    for (let i = 0; i < forward.length; i++) {
      this.#forwardRules[i]!.forward(this.values, forward[i]!);
      this.disturb?.(this.values, forward[i]!.out, this.program.batchSize);
    }
  }

  backward(seeds: ArrayLike<number>): void {
    this.adjoints.fill(0);
    seedLosses(this, seeds);
    this.propagate();
  }

  propagate(): void {
    const { backward } = this.program;
    for (let i = 0; i < backward.length; i++) this.#step(backward[i]!);
  }

  #step({ operation, mode }: BackwardStep): void {
    const rule = rules[operation.kind];
    if (mode === "observe") {
      const prediction = operation.inputs[1]!;
      if (prediction.differentiable) rule.vectorJacobianProduct(this, operation, 1, this.adjoints, prediction.offset);
      return;
    }
    for (let i = 0; i < operation.inputs.length; i++) {
      const input = operation.inputs[i]!;
      if (!input.differentiable || isFusedPrediction(operation, i)) continue;
      this.disturb?.(this.adjoints, operation.out, this.program.batchSize);
      rule.vectorJacobianProduct(this, operation, i, this.adjoints, input.offset);
    }
  }

  contributions(time: number, into: FloatArray): void {
    this.#contributions ??= new Contributions(this.program.forward, this.program.timeSteps);
    this.#contributions.add(this, time, into);
  }

  adjointNorms(offset: number, rows: number, size: number): Float64Array {
    return Float64Array.from({ length: rows }, (_, i) => norm(this.adjoints, offset + i * size, size));
  }

  contributionNorms(): Map<string, Float64Array> {
    const { parameters, timeSteps, dtype, sharedSize } = this.program;
    const norms = new Map([...parameters.keys()].map((name) => [name, new Float64Array(timeSteps)]));
    const share = allocate(dtype, sharedSize);
    for (let t = 1; t <= timeSteps; t++) {
      this.contributions(t, share);
      for (const [name, { offset, size }] of parameters) norms.get(name)![t - 1] = norm(share, offset, size);
    }
    return norms;
  }
}

/** Writes the adjoints of the losses: a seed is shared out among the sequences of the batch, for the mean over them. */
export function seedLosses(
  { adjoints, program }: Pick<Execution, "adjoints" | "program">,
  seeds: ArrayLike<number>,
): void {
  const { losses, batchSize } = program;
  for (let i = 0; i < losses.length; i++) {
    const { offset, stride } = losses[i]!.operand;
    const samples = stride === 0 ? 1 : batchSize;
    const weight = stride === 0 ? seeds[i]! : seeds[i]! / batchSize;
    for (let b = 0; b < samples; b++) adjoints[offset + b * stride] = weight;
  }
}

/** Plain loops over typed arrays: slow, obvious, and the oracle of every other backend. */
export const referenceBackend: Backend = {
  name: "reference",
  execution: (program) => new ReferenceExecution(program),
};

/** An execution of an execution's values in double precision, all of them changed a little, as whatever it computes is. */
export function shakenExecution(
  { program, values }: Pick<Execution, "program" | "values">,
  shake: ((numbers: FloatArray) => void) | undefined,
): Execution {
  const disturb = (arena: FloatArray, { offset, size, stride }: Operand, batchSize: number): void =>
    shake?.(arena.subarray(offset, offset + size * (stride === 0 ? 1 : batchSize)));
  const execution = new ReferenceExecution({ ...program, dtype: "float64" }, disturb);
  execution.values.set(values);
  shake?.(execution.values);
  return execution;
}
