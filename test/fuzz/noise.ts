/**
 * How large a rounding error may become: Monte Carlo arithmetic (Parker 1997). The reference rules run again with every
 * operand of every operation moved by a relative ±δ at random, forward and backward. How far a number moves, over δ, is to
 * first order the root of the sum of the squares of all its terms, those of cancelled sums and of what came before it
 * included: what a bound "relative to the sum of absolute terms" is relative to. It needs no rule of its own for any
 * operation, so also a new one is measured.
 */
import { Random } from "../../src/engine/index.js";
import type { Execution } from "../../src/engine/program/backend.js";
import { isFusedPrediction } from "../../src/engine/program/contributions.js";
import type { FloatArray, Operand, Operation, Program } from "../../src/engine/program/program.js";
import { rules } from "../../src/engine/program/rules.js";

/** Large beside what rounds in float64, small beside what bends. */
const MOVE = 2 ** -24;
/** As many runs as make a small move by accident unlikely. */
const RUNS = 2;

/** The sizes of rounding in one program with given numbers. */
export class Noise {
  readonly #moved: readonly FloatArray[];
  readonly #random: Random;
  readonly #program: Program;

  /** @param exact in float64, after its forward pass */
  constructor(
    private readonly exact: Pick<Execution, "program" | "values">,
    seed: number,
  ) {
    this.#program = exact.program;
    this.#random = new Random(seed);
    this.#moved = Array.from({ length: RUNS }, () => this.#forward());
  }

  /** Of every value. */
  values(): Float64Array {
    return this.#scale(this.exact.values, this.#moved);
  }

  /**
   * Of every adjoint of a backward pass.
   * @param seed writes the adjoints that the pass begins with
   * @param adjoints what the pass gives without noise
   */
  adjoints(seed: (adjoints: FloatArray) => void, adjoints: FloatArray): Float64Array {
    return this.#scale(
      adjoints,
      this.#moved.map((values) => this.#backward(values, seed)),
    );
  }

  #scale(exact: FloatArray, moved: readonly FloatArray[]): Float64Array {
    return Float64Array.from(exact, (x, i) => {
      let most = Math.abs(x);
      for (const numbers of moved) most = Math.max(most, Math.abs(numbers[i]! - x) / MOVE);
      return most;
    });
  }

  #forward(): FloatArray {
    const { values } = this.exact;
    const moved = values.slice();
    for (const operation of this.#program.forward)
      this.#shaken(operation, [moved], operation.inputs, () => rules[operation.kind].forward(moved, operation));
    return moved;
  }

  #backward(moved: FloatArray, seed: (adjoints: FloatArray) => void): FloatArray {
    const values = moved.slice();
    const adjoints = new Float64Array(values.length);
    seed(adjoints);
    for (const { operation, mode } of this.#program.backward) {
      const { inputs, out, kind } = operation;
      inputs.forEach((input, i) => {
        if (mode === "observe" ? i !== 1 : !input.differentiable || isFusedPrediction(operation, i)) return;
        this.#shaken(operation, [values], [...inputs, out], () =>
          this.#shaken(operation, [adjoints], [out], () =>
            rules[kind].vectorJacobianProduct({ values, adjoints }, operation, i, adjoints, input.offset),
          ),
        );
      });
    }
    return adjoints;
  }

  /** Does something while operands are moved, and puts them back. */
  #shaken({ samples }: Operation, [arena]: readonly [FloatArray], operands: readonly Operand[], act: () => void): void {
    const kept = operands.map(({ offset, size, stride }) =>
      arena.slice(offset, offset + (stride === 0 ? 1 : samples) * size),
    );
    operands.forEach(({ offset }, k) => {
      for (let i = 0; i < kept[k]!.length; i++) arena[offset + i] = kept[k]![i]! * (1 + MOVE * this.#sign());
    });
    act();
    operands.forEach(({ offset }, k) => {
      arena.set(kept[k]!, offset);
    });
  }

  #sign(): number {
    return this.#random.uniform() < 0.5 ? -1 : 1;
  }
}
