/** Norms of what each time step of a batch adds to a parameter, from the products (or sums) of the time steps themselves. */
import type { Places } from "./memory.js";
import { factorsOf, type ParameterUse } from "./parameterUses.js";
import type { StepNorms } from "./stepNorms.js";
import { Code } from "./tape.js";

/** Runs an instruction that makes `count` norms; `words` lacks the address that they go to. */
export type RunNorms = (words: readonly number[], count: number) => Float64Array;

export class BatchNorms {
  /** @param quick what finds them in less time: off the squares that the gradient left */
  constructor(
    readonly use: ParameterUse,
    private readonly places: Places,
    private readonly run: RunNorms,
    private readonly quick: StepNorms | undefined,
  ) {}

  /** @param into a norm for each time step of the use */
  read(into: Float64Array): void {
    const { steps } = this.use.run;
    const isTerm = this.use.as === "term";
    if (!this.quick) into.set(this.#slowly(0, steps));
    else into.set(isTerm ? this.quick.ofTerms() : this.quick.ofProducts());
    for (let i = 0; i < steps; i++) if (into[i]! < 0) into[i] = this.#slowly(i, 1)[0]!;
  }

  #slowly(first: number, steps: number): Float64Array {
    return this.use.as === "term" ? this.#ofTerms(first, steps) : this.#ofProducts(first, steps);
  }

  /** Of the sum of δ over the batch's sequences. */
  #ofTerms(first: number, steps: number): Float64Array {
    const { out, samples } = this.use.run.operation;
    const { adjoint, bytes, contribution } = this.places;
    const from = adjoint(out) + bytes(first * samples * out.size);
    return this.run([Code.sumNorms, steps, out.size, samples, from, contribution], steps);
  }

  /** Of Σ δ xᵀ over the batch's sequences. */
  #ofProducts(first: number, steps: number): Float64Array {
    const { samples } = this.use.run.operation;
    const { bytes, contribution } = this.places;
    const [[a, m], [b, n]] = factorsOf(this.use, this.places);
    const at = (address: number, size: number): number => address + bytes(first * samples * size);
    const words = [steps, m, n, samples, at(a, m), at(b, n), contribution] as const;
    return this.run([Code.productNorms, ...words], steps);
  }
}
