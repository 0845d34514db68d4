/**
 * Norms of what each time step of a batch adds to parameters. A matrix's gradient leaves squares on the way once it is
 * known that someone wants them (see stepSums.ts); else the product of the time step is made for its norm alone.
 */
import type { FloatArray } from "../program/program.js";
import type { Places } from "./memory.js";
import { otherFactor, type ParameterUse } from "./parameterUses.js";
import { type StepSums, stepSums } from "./stepSums.js";
import { Code } from "./tape.js";

/** Runs an instruction that makes `count` norms; `words` lacks the address that they go to. */
export type RunNorms = (words: readonly number[], count: number) => Float64Array;

export class BatchNorms {
  readonly #sums: StepSums | undefined;
  readonly #head: Int32Array | undefined;
  readonly #columns: number;

  constructor(
    private readonly use: ParameterUse,
    private readonly places: Places,
    values: FloatArray,
    private readonly run: RunNorms,
  ) {
    const { operation } = use.run;
    const index = use.as === "left" ? 0 : 1;
    this.#columns = index === 0 ? otherFactor(operation.inputs, 0).size : operation.out.size;
    if (use.as !== "term") this.#sums = stepSums(use.run, index, places);
    if (!this.#sums) return;
    this.#head = new Int32Array(values.buffer, this.#sums.head, 2);
    this.#head[0] = 1;
  }

  /** @param into a norm for each time step of the use */
  read(into: Float64Array): void {
    const { steps } = this.use.run;
    if (!this.#sums || this.#head![1] !== 1) {
      into.set(this.#products(0, steps));
      return;
    }
    into.set(this.run([Code.stepNorms, steps, this.#columns, this.#sums.sums], steps));
    // where squares overflowed or vanished, as they do where nothing came back
    for (let i = 0; i < steps; i++) if (into[i]! < 0) into[i] = this.#products(i, 1)[0]!;
  }

  /** The product of each time step: δᵀ X over the batch's sequences (of a term, the sum of its δ). */
  #products(first: number, steps: number): Float64Array {
    const { value, adjoint, bytes, one, contribution } = this.places;
    const { out, inputs, samples } = this.use.run.operation;
    const at = (address: number, size: number): number => address + bytes(first * samples * size);
    const delta = [at(adjoint(out), out.size), out.size] as const;
    if (this.use.as === "term") {
      const [b, n] = delta;
      const strides = [one, 0, 0, 0, b, bytes(n), bytes(n * samples)];
      return this.run([Code.productNorms, steps, 1, n, samples, ...strides, contribution], steps);
    }
    const other = otherFactor(inputs, this.use.as === "left" ? 0 : 1);
    const vector = [at(value(other), other.size), other.size] as const;
    const [[a, m], [b, n]] = this.use.as === "left" ? [delta, vector] : [vector, delta];
    const strides = [a, bytes(1), bytes(m), bytes(m * samples), b, bytes(n), bytes(n * samples)];
    return this.run([Code.productNorms, steps, m, n, samples, ...strides, contribution], steps);
  }
}
