import type { Shape } from "../language/index.js";
import { allocate, type FloatArray, type Operand, type Operation } from "../program/program.js";
import { rules } from "../program/rules.js";
import type { Trace } from "../trace.js";
import type { Numbers } from "./evaluate.js";
import type { Quantity } from "./formula.js";
import { type Matrix, zeroMatrix } from "./matrix.js";

/** What backpropagation found for each quantity of a derivation: the left sides. The trace has one sequence. */
export class TraceNumbers implements Numbers {
  readonly timeSteps: number;
  readonly #makers: ReadonlyMap<number, Operation>;
  #scratch: FloatArray | undefined;
  #adjointsToInputs: FloatArray | undefined;

  constructor(private readonly trace: Trace) {
    this.timeSteps = trace.timeSteps;
    this.#makers = new Map(trace.execution.program.forward.map((operation) => [operation.out.offset, operation]));
    trace.differentiate();
  }

  read(quantity: Quantity, shape: Shape, time: number | null, by: number | null): Matrix {
    if (quantity.of === "jacobian") return this.#jacobian(quantity.name, time!, quantity.by, by!, shape);
    const operand = this.#operand(quantity.name, time);
    const { values, adjoints } = this.trace.execution;
    if (!operand) return zeroMatrix(shape.rows, shape.columns);
    if (quantity.of === "value") return matrixAt(values, operand);
    if (quantity.of === "adjoint") return this.#adjoint(quantity.name, operand, time, shape);
    // δ belongs to the argument of the outer function, which made the value; an initial state has none
    const argument = this.#makers.get(operand.offset)?.inputs[0];
    if (!argument) return zeroMatrix(shape.rows, shape.columns);
    return matrixAt(argument.differentiable ? adjoints : this.#toInputs, argument);
  }

  /** The adjoints of a pass that differentiates by what is given too, in the same layout. */
  get #toInputs(): FloatArray {
    if (!this.#adjointsToInputs) {
      const { reference, seeds } = this.trace;
      reference.backward(seeds);
      this.#adjointsToInputs = reference.adjoints.slice();
    }
    return this.#adjointsToInputs;
  }

  #adjoint(name: string, operand: Operand, time: number | null, { rows, columns }: Shape): Matrix {
    const { adjoints, program } = this.trace.execution;
    if (!program.inputs.has(name)) return matrixAt(adjoints, operand);
    const { data } = this.trace.adjoint(name, time ?? this.timeSteps);
    return { rows, columns, data: Float64Array.from(data) };
  }

  #operand(name: string, time: number | null): Operand | undefined {
    const { parameters, derived, sequences, inputs, timeSteps } = this.trace.execution.program;
    const fixed = parameters.get(name) ?? derived.get(name);
    if (fixed) return fixed;
    const places = sequences.get(name) ?? inputs.get(name);
    const at = time ?? timeSteps;
    return places?.at[at] ?? places?.boundary.get(at);
  }

  /** All ways from the one to the other, backward through the operations of the steps between. */
  #jacobian(name: string, time: number, by: string, byTime: number, shape: Shape): Matrix {
    const [from, to] = [this.#operand(name, time), this.#operand(by, byTime)];
    // an initial value that nobody reads has no place
    if (!from || !to) return zeroMatrix(shape.rows, shape.columns);
    const { program } = this.trace.execution;
    const [first, last] = [Math.min(time, byTime), Math.max(time, byTime)];
    const between = program.forward.filter((operation) => operation.time >= first && operation.time <= last).reverse();
    this.#scratch ??= allocate(program.dtype, program.arenaSize);
    const data = new Float64Array(from.size * to.size);
    for (let i = 0; i < from.size; i++) {
      this.#pull(between, from.offset + i, this.#scratch);
      data.set(this.#scratch.subarray(to.offset, to.offset + to.size), i * to.size);
    }
    return { rows: from.size, columns: to.size, data };
  }

  #pull(operations: readonly Operation[], seed: number, adjoints: FloatArray): void {
    adjoints.fill(0);
    adjoints[seed] = 1;
    const registers = { values: this.trace.execution.values, adjoints };
    for (const operation of operations) {
      // what nothing reached sends nothing on, even where its slope is infinite
      const { offset, size } = operation.out;
      if (!adjoints.subarray(offset, offset + size).some((adjoint) => adjoint !== 0)) continue;
      operation.inputs.forEach((input, i) => {
        if (input.differentiable && input.stride !== 0)
          rules[operation.kind].vectorJacobianProduct(registers, operation, i, adjoints, input.offset);
      });
    }
  }
}

const matrixAt = (arena: FloatArray, { offset, size, rows, columns }: Operand): Matrix => ({
  rows,
  columns,
  data: Float64Array.from(arena.subarray(offset, offset + size)),
});
