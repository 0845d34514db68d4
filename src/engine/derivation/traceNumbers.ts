import { cached } from "../cached.js";
import { Forward } from "../forward.js";
import type { Shape } from "../language/index.js";
import { Scratch } from "../paths/scratch.js";
import type { PullStep } from "../paths/vectorJacobianSteps.js";
import { shakenExecution } from "../program/backend.js";
import type { FloatArray, Operand, Operation } from "../program/program.js";
import { termsOf } from "../shake.js";
import type { Trace } from "../trace.js";
import type { Asked, Numbers } from "./evaluate.js";
import type { Quantity } from "./formula.js";
import { type Matrix, zeroMatrix } from "./matrix.js";

/** A trace, or a pass of changed numbers that differentiates by everything. */
type Source = Trace | Pick<Trace, "timeSteps" | "execution">;

/** What time step t adds to the gradients of all parameters: of a trace the numbers that `gradientAt` tells. */
function sharesAt(source: Source, t: number): FloatArray {
  if (source instanceof Forward) return source.contributions(t);
  const into = new Float64Array(source.execution.program.sharedSize);
  source.execution.contributions(t, into);
  return into;
}

/** What backpropagation found for each quantity of a derivation: the left sides. The trace has one sequence. */
export class TraceNumbers implements Numbers {
  readonly timeSteps: number;
  readonly #makers: ReadonlyMap<number, Operation>;
  /** Of the last time steps asked for, what they add to the gradients of all parameters. */
  readonly #shares = new Map<string, FloatArray>();
  readonly #copies = new Map<number, Matrix>();
  #adjointsToInputs: FloatArray | undefined;
  readonly #moved: TraceNumbers[] = [];

  constructor(private readonly trace: Source) {
    this.timeSteps = trace.timeSteps;
    this.#makers = new Map(trace.execution.program.forward.map((operation) => [operation.out.offset, operation]));
  }

  /** Of what backpropagation gives the sum of the sizes of the terms of each entry: sums that cancel are rounded by these. */
  terms(...asked: Asked): Float64Array {
    const { reference, seeds, timeSteps } = this.trace as Trace;
    return termsOf((shaker, i) => {
      if (!this.#moved[i]) {
        const execution = shakenExecution(reference, shaker?.shake);
        execution.backward(seeds);
        this.#moved[i] = new TraceNumbers({ timeSteps, execution });
      }
      return this.#moved[i].read(...asked).data;
    });
  }

  read(quantity: Quantity, shape: Shape, time: number | null, by: number | null): Matrix {
    if (quantity.of === "jacobian") return this.#jacobian(quantity.name, time!, quantity.by, by!, shape);
    const operand = this.#operand(quantity.name, time);
    const { values, adjoints } = this.trace.execution;
    if (!operand) return zeroMatrix(shape.rows, shape.columns);
    const { kind, inputs } = this.#makers.get(operand.offset) ?? {};
    const argument = inputs?.[0];
    if (quantity.of === "value") {
      if (operand.stride === 0) return this.#shared(operand);
      return { ...matrixAt(values, operand), made: () => (argument ? [kind, matrixAt(values, argument)] : []) };
    }
    if (quantity.of === "adjoint") return this.#adjoint(quantity.name, operand, time);
    // δ belongs to the argument of the outer function, which made the value; an initial state has none
    if (!argument) return zeroMatrix(shape.rows, shape.columns);
    return matrixAt(argument.differentiable ? adjoints : this.#toInputs, argument);
  }

  /** The adjoints of a pass that differentiates by what is given too, in the same layout. */
  get #toInputs(): FloatArray {
    if (!this.#adjointsToInputs) {
      const { reference, seeds } = this.trace as Trace;
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

  /** Of a parameter at a time step what that adds. */
  #adjoint(name: string, operand: Operand, time: number | null): Matrix {
    const { adjoints, program } = this.trace.execution;
    if (time !== null && program.parameters.has(name)) {
      const share = cached(this.#shares, `${time}`, () => sharesAt(this.trace, time));
      return matrixAt(share, operand);
    }
    if (operand.differentiable) return matrixAt(adjoints, operand);
    const { data } = (this.trace as Trace).adjoint(name, time ?? this.timeSteps);
    return { rows: operand.rows, columns: operand.columns, data: Float64Array.from(data) };
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
    const { execution } = this.trace;
    const scratch = new Scratch(execution);
    const times = [Math.min(time, byTime), Math.max(time, byTime)] as const;
    const steps = stepsBetween(execution.program.forward, from, to, times);
    const data = new Float64Array(from.size * to.size);
    for (let i = 0; i < from.size; i++) {
      const adjoint = new Float64Array(from.size);
      adjoint[i] = 1;
      scratch.run(steps, [{ offset: from.offset, adjoint }]);
      data.set(scratch.view(to.offset, to.size, false), i * to.size);
    }
    return { rows: from.size, columns: to.size, data };
  }
}

/** The vector-Jacobian products that lead from a value back to another, all of time steps `first` to `last`. */
function stepsBetween(
  forward: readonly Operation[],
  from: Operand,
  to: Operand,
  [first, last]: readonly [number, number],
): PullStep[] {
  const reached = new Set([from.offset]);
  return forward.toReversed().flatMap((operation) => {
    const { out, time, inputs } = operation;
    if (time < first || time > last || out.offset === to.offset || !reached.has(out.offset)) return [];
    return inputs.flatMap(({ differentiable, stride, offset }, index) => {
      if (!differentiable || stride === 0) return [];
      reached.add(offset);
      return [{ operation, index, toLogits: false }];
    });
  });
}

const matrixAt = (arena: FloatArray, { offset, size, rows, columns }: Operand): Matrix => ({
  rows,
  columns,
  data: new Float64Array(arena.subarray(offset, offset + size)),
});
