import type { Execution } from "../program/backend.js";
import type { Operand, Operation } from "../program/program.js";
import { rules } from "../program/rules.js";
import type { PullStep } from "./vectorJacobianSteps.js";

/** An adjoint (or `length` numbers of it from `start` on), and where it belongs in the arena. */
interface Seed {
  readonly offset: number;
  readonly adjoint: Float64Array;
  readonly start?: number;
  readonly length?: number;
}

/** Room for adjoints beside those of a trace, in the layout of its program. */
export class Scratch {
  readonly #values: Execution["values"];
  readonly #adjoints: Float64Array;
  /** Adjoints of logits, apart: the same place may be read under its own name too. Made when first needed. */
  #logits: Float64Array | undefined;
  /** Numbers gone through so far, a measure of time that is the same on every machine. */
  work = 0;

  constructor({ program, values }: Pick<Execution, "program" | "values">) {
    this.#values = values;
    this.#adjoints = new Float64Array(program.arenaSize);
  }

  /** Runs the steps from the given adjoints; what they add to is cleared first. */
  run(steps: readonly PullStep[], seeds: readonly Seed[]): void {
    for (const step of steps) this.#clear(step);
    // loops, here and below: most adjoints are a few numbers, for which views and built-in copies cost many times as much
    for (const { offset, adjoint, start = 0, length = adjoint.length } of seeds) {
      for (let i = 0; i < length; i++) this.#adjoints[offset + i] = adjoint[start + i]!;
    }
    const registers = { values: this.#values, adjoints: this.#adjoints };
    for (const { operation, index, toLogits } of steps) {
      const { offset } = operation.inputs[index]!;
      rules[operation.kind].vectorJacobianProduct(registers, operation, index, this.#arena(toLogits), offset);
      this.work += workOf(operation, operation.samples);
    }
  }

  /** A part of the result, valid until the next run. */
  view(offset: number, length: number, ofLogits: boolean): Float64Array {
    return this.#arena(ofLogits).subarray(offset, offset + length);
  }

  /** Copies a part of the result into `to`, from `at` on. */
  copy(offset: number, length: number, ofLogits: boolean, to: Float64Array, at: number): void {
    const arena = this.#arena(ofLogits);
    for (let i = 0; i < length; i++) to[at + i] = arena[offset + i]!;
  }

  #clear({ operation: { inputs, samples }, index, toLogits }: PullStep): void {
    this.#fill(inputs[index]!, samples, toLogits);
    // nothing but the logits may come back from a prediction, whose own place is read beside theirs
    if (toLogits) this.#fill(inputs[1]!, samples, false);
  }

  #fill({ offset, size, stride }: Operand, samples: number, ofLogits: boolean): void {
    const arena = this.#arena(ofLogits);
    const end = offset + (stride === 0 ? size : size * samples);
    for (let i = offset; i < end; i++) arena[i] = 0;
  }

  #arena(ofLogits: boolean): Float64Array {
    if (!ofLogits) return this.#adjoints;
    this.#logits ??= new Float64Array(this.#adjoints.length);
    return this.#logits;
  }
}

/** Numbers that one vector-Jacobian product of an operation goes through, and what it costs to begin. */
export function workOf({ kind, inputs, out }: Operation, samples: number): number {
  const size = Math.max(out.size, inputs[0]!.size);
  return 20 + samples * (kind === "matmul" ? out.size * inputs[0]!.columns : size);
}
