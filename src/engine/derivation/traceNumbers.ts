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
  readonly #copies = new Map<number, Matrix>();
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
    if (quantity.of === "value") return operand.stride === 0 ? this.#shared(operand) : matrixAt(values, operand);
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

  /** What is the same at all time steps is copied once. */
  #shared(operand: Operand): Matrix {
    const known = this.#copies.get(operand.offset) ?? matrixAt(this.trace.execution.values, operand);
    this.#copies.set(operand.offset, known);
    return known;
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

  /** All ways from the one to the other, backward through the operations between them: one pass for every row. */
  #jacobian(name: string, time: number, by: string, byTime: number, shape: Shape): Matrix {
    const [from, to] = [this.#operand(name, time), this.#operand(by, byTime)];
    // an initial value that nobody reads has no place
    if (!from || !to) return zeroMatrix(shape.rows, shape.columns);
    const { program } = this.trace.execution;
    this.#scratch ??= allocate(program.dtype, program.arenaSize);
    const pulls = pullsBetween(program.forward, to, Math.min(time, byTime), Math.max(time, byTime));
    const data = new Float64Array(from.size * to.size);
    for (let i = 0; i < from.size; i++) {
      this.#pull(pulls, [from, to], from.offset + i, this.#scratch);
      data.set(this.#scratch.subarray(to.offset, to.offset + to.size), i * to.size);
    }
    return { rows: from.size, columns: to.size, data };
  }

  #pull(pulls: readonly Pull[], ends: readonly Operand[], seed: number, adjoints: FloatArray): void {
    const clear = ({ offset, size }: Operand): void => void adjoints.fill(0, offset, offset + size);
    ends.forEach(clear);
    for (const { operation, inputs } of pulls) {
      clear(operation.out);
      for (const index of inputs) clear(operation.inputs[index]!);
    }
    adjoints[seed] = 1;
    const registers = { values: this.trace.execution.values, adjoints };
    for (const { operation, inputs } of pulls) {
      // what nothing reached sends nothing on, even where its slope is infinite
      const { offset, size } = operation.out;
      if (isZero(adjoints, offset, size)) continue;
      for (const index of inputs)
        rules[operation.kind].vectorJacobianProduct(
          registers,
          operation,
          index,
          adjoints,
          operation.inputs[index]!.offset,
        );
    }
  }
}

/** An operation on the way, and which of its inputs depend on where the way ends. */
interface Pull {
  readonly operation: Operation;
  readonly inputs: readonly number[];
}

/** The operations of these time steps that depend on a value, in backward order. */
function pullsBetween(forward: readonly Operation[], to: Operand, first: number, last: number): Pull[] {
  const dependent = new Set([to.offset]);
  const pulls = forward.flatMap((operation): Pull[] => {
    if (operation.time < first || operation.time > last) return [];
    const inputs = operation.inputs.flatMap(({ differentiable, stride, offset }, i) =>
      differentiable && stride !== 0 && dependent.has(offset) ? [i] : [],
    );
    if (inputs.length === 0) return [];
    dependent.add(operation.out.offset);
    return [{ operation, inputs }];
  });
  return pulls.reverse();
}

function isZero(numbers: FloatArray, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) if (numbers[i] !== 0) return false;
  return true;
}

const matrixAt = (arena: FloatArray, { offset, size, rows, columns }: Operand): Matrix => ({
  rows,
  columns,
  data: new Float64Array(arena.subarray(offset, offset + size)),
});
