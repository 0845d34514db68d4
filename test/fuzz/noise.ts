/**
 * How large a rounding error may become: Monte Carlo arithmetic (Parker 1997). The reference rules run again with every
 * operand of every operation moved by a relative ±δ at random, forward and backward. How far a number moves, over δ, is to
 * first order the root of the sum of the squares of all its terms, those of cancelled sums and of what came before it
 * included: what a bound "relative to the sum of absolute terms" is relative to. It needs no rule of its own for any
 * operation, so also a new one is measured.
 */
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
  /** What was moved: in which arena, where, and the numbers as they were; in lists, as objects for each would cost most of the time. */
  readonly #arenas: FloatArray[] = [];
  readonly #places: number[] = [];
  readonly #numbers: number[] = [];
  #state: number;
  readonly #program: Program;

  /** @param exact in float64, after its forward pass */
  constructor(
    private readonly exact: Pick<Execution, "program" | "values">,
    seed: number,
  ) {
    this.#program = exact.program;
    this.#state = seed;
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
    const scale = new Float64Array(exact.length);
    for (let i = 0; i < scale.length; i++) {
      scale[i] = Math.abs(exact[i]!);
      for (const numbers of moved) scale[i] = Math.max(scale[i]!, Math.abs(numbers[i]! - exact[i]!) / MOVE);
    }
    return scale;
  }

  #forward(): FloatArray {
    const moved = this.exact.values.slice();
    for (const operation of this.#program.forward) {
      this.#shake(operation, moved, operation.inputs);
      rules[operation.kind].forward(moved, operation);
      this.#putBack();
    }
    return moved;
  }

  #backward(moved: FloatArray, seed: (adjoints: FloatArray) => void): FloatArray {
    const values = moved.slice();
    const adjoints = new Float64Array(values.length);
    seed(adjoints);
    for (const { operation, mode } of this.#program.backward) {
      const { inputs, out, kind } = operation;
      for (let i = 0; i < inputs.length; i++) {
        const input = inputs[i]!;
        if (mode === "observe" ? i !== 1 : !input.differentiable || isFusedPrediction(operation, i)) continue;
        this.#shake(operation, values, inputs);
        this.#shake(operation, values, [out]);
        this.#shake(operation, adjoints, [out]);
        rules[kind].vectorJacobianProduct({ values, adjoints }, operation, i, adjoints, input.offset);
        this.#putBack();
      }
    }
    return adjoints;
  }

  /** Moves operands, until they are put back. */
  #shake({ samples }: Operation, arena: FloatArray, operands: readonly Operand[]): void {
    for (const { offset, size, stride } of operands) {
      const end = offset + (stride === 0 ? 1 : samples) * size;
      for (let i = offset; i < end; i++) {
        this.#arenas.push(arena);
        this.#places.push(i);
        this.#numbers.push(arena[i]!);
        arena[i] = arena[i]! * (1 + this.#move());
      }
    }
  }

  /** The last moved first: an operand that stands twice was moved twice. */
  #putBack(): void {
    for (let k = this.#places.length - 1; k >= 0; k--) this.#arenas[k]![this.#places[k]!] = this.#numbers[k]!;
    for (const list of [this.#arenas, this.#places, this.#numbers]) list.length = 0;
  }

  /** ±δ by the bits of a linear congruence (Knuth's), which costs next to nothing. */
  #move(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
    return this.#state < 0 ? -MOVE : MOVE;
  }
}
