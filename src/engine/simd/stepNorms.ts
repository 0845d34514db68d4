/**
 * Norms of what each time step adds to a matrix, off the squares that its gradient leaves once they are wanted; and of the
 * sums of δ over the sequences, which the same memory is read for: what a bias gets.
 */
import type { FloatArray } from "../program/program.js";
import type { RunNorms } from "./batchNorms.js";
import type { Places } from "./memory.js";
import { factorsOf, type ParameterUse } from "./parameterUses.js";
import { type StepSums, stepSums } from "./stepSums.js";
import { Code } from "./tape.js";

/** What the head says. */
const Wanted = { products: 1, productsAndTerms: 3 } as const;

export class StepNorms {
  readonly #head: Int32Array;

  private constructor(
    private readonly use: ParameterUse,
    private readonly sums: StepSums,
    private readonly places: Places,
    values: FloatArray,
    private readonly run: RunNorms,
  ) {
    this.#head = new Int32Array(values.buffer, sums.head, 2);
    this.#head[0] = Wanted.products;
  }

  /** @returns undefined for what leaves no squares */
  static of(use: ParameterUse, places: Places, values: FloatArray, run: RunNorms): StepNorms | undefined {
    const sums = use.as === "term" ? undefined : stepSums(use.run, use.as === "left" ? 0 : 1, places);
    return sums && new StepNorms(use, sums, places, values, run);
  }

  /** Whether a term's δ are those that this product's rows are. */
  hasTerm({ as, run }: ParameterUse): boolean {
    const { operation, steps } = this.use.run;
    const isSame = operation.out.offset === run.operation.out.offset && steps === run.steps;
    return as === "term" && this.use.as === "left" && isSame;
  }

  wantTerms(): void {
    this.#head[0] = Wanted.productsAndTerms;
  }

  /** One for each time step, -1 where squares overflowed or vanished, as they do where nothing came back. */
  ofProducts(): Float64Array {
    return this.#read(this.sums.sums, this.sums.panels);
  }

  ofTerms(): Float64Array {
    return this.#read(this.sums.sums + this.sums.panels * this.sums.step, 1);
  }

  #read(sums: number, panels: number): Float64Array {
    const { steps } = this.use.run;
    const before = this.#head[0] === this.#head[1] ? [] : this.#again();
    return this.run([...before, Code.stepNorms, steps, panels, sums], steps);
  }

  /** The same sums, for a pass that did not know that it would be asked for them. */
  #again(): readonly number[] {
    const { steps, operation } = this.use.run;
    const [[a, m], [b, n]] = factorsOf(this.use, this.places);
    const to = [this.places.contribution, 0] as const;
    return [Code.stepProducts, steps, m, n, operation.samples, a, b, ...to, this.sums.head, 0, this.sums.panels];
  }
}
