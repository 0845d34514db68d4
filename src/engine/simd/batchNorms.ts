/**
 * Norms of what each time step of a batch adds to parameters. A matrix's gradient leaves squares on the way once it is
 * known that someone wants them (see stepSums.ts); else the products of the time steps are made for their norms alone.
 */
import type { FloatArray } from "../program/program.js";
import type { Places } from "./memory.js";
import { otherFactor, type ParameterUse } from "./parameterUses.js";
import { type StepSums, stepSums } from "./stepSums.js";
import { Code } from "./tape.js";

/** Runs an instruction that makes `count` norms; `words` lacks the address that they go to. */
export type RunNorms = (words: readonly number[], count: number) => Float64Array;

/** Address and numbers in a row. */
type Factor = readonly [number, number];

export class BatchNorms {
  readonly #sums: StepSums | undefined;
  readonly #head: Int32Array | undefined;

  constructor(
    private readonly use: ParameterUse,
    private readonly places: Places,
    values: FloatArray,
    private readonly run: RunNorms,
  ) {
    if (use.as !== "term") this.#sums = stepSums(use.run, use.as === "left" ? 0 : 1, places);
    if (!this.#sums) return;
    this.#head = new Int32Array(values.buffer, this.#sums.head, 2);
    this.#head[0] = 1;
  }

  /** @param into a norm for each time step of the use */
  read(into: Float64Array): void {
    const { steps } = this.use.run;
    if (!this.#sums) {
      into.set(this.use.as === "term" ? this.#termNorms() : this.#productNorms(0, steps));
      return;
    }
    const { head, panels } = this.#sums;
    // the same sums, of a pass that did not know that it would be asked for them
    const before = this.#head![1] === 1 ? [] : this.#stepProducts(this.#sums);
    into.set(this.run([...before, Code.stepNorms, steps, panels, head], steps));
    // where squares overflowed or vanished, as they do where nothing came back
    for (let i = 0; i < steps; i++) if (into[i]! < 0) into[i] = this.#productNorms(i, 1)[0]!;
  }

  /** Of the sum of δ over the batch's sequences. */
  #termNorms(): Float64Array {
    const { steps, operation } = this.use.run;
    const { out, samples } = operation;
    const { adjoint, contribution } = this.places;
    return this.run([Code.sumNorms, steps, out.size, samples, adjoint(out), contribution], steps);
  }

  #stepProducts({ head, panels }: StepSums): readonly number[] {
    const { steps, operation } = this.use.run;
    const [[a, m], [b, n]] = this.#factors();
    const shape = [steps, m, n, operation.samples] as const;
    return [Code.stepProducts, ...shape, a, b, this.places.contribution, 0, head, 0, panels];
  }

  /** Of Σ δ xᵀ over the batch's sequences. */
  #productNorms(first: number, steps: number): Float64Array {
    const { samples } = this.use.run.operation;
    const { bytes, contribution } = this.places;
    const [[a, m], [b, n]] = this.#factors();
    const at = (address: number, size: number): number => address + bytes(first * samples * size);
    const words = [steps, m, n, samples, at(a, m), at(b, n), contribution] as const;
    return this.run([Code.productNorms, ...words], steps);
  }

  /** What the gradient is a product of: its rows are those of the first, its columns of the second. */
  #factors(): readonly [Factor, Factor] {
    const { value, adjoint } = this.places;
    const { out, inputs } = this.use.run.operation;
    const other = otherFactor(inputs, this.use.as === "left" ? 0 : 1);
    const [delta, vector] = [[adjoint(out), out.size] as const, [value(other), other.size] as const];
    return this.use.as === "left" ? [delta, vector] : [vector, delta];
  }
}
