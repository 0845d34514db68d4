import type { Shape } from "../language/index.js";
import type { Operand } from "./program.js";

/** Hands out places in an arena of which the first part is shared by the batch. */
export class Layout {
  #size = 0;
  #sharedSize: number | undefined;

  constructor(private readonly batchSize: number) {}

  get size(): number {
    return this.#size;
  }

  /** Numbers before the first one that each sequence of the batch has for itself. */
  get sharedSize(): number {
    return this.#sharedSize ?? this.#size;
  }

  /** A value that the whole batch shares. All shared places come before the first `perSample` one. */
  shared(shape: Shape, differentiable: boolean): Operand {
    if (this.#sharedSize !== undefined) throw new RangeError("shared places come before the places of the samples");
    return this.#place(shape, true, differentiable);
  }

  /** A value of which every sequence of the batch has its own. */
  perSample(shape: Shape, differentiable: boolean): Operand {
    this.#sharedSize ??= this.#size;
    return this.#place(shape, false, differentiable);
  }

  /**
   * A value that each sequence has for itself at `count` time steps: one after the other, so that what does the same at
   * every step runs over all of them at once.
   * @returns the place at each of them, 0 ≤ index < count
   */
  perStep(shape: Shape, count: number): (index: number, differentiable: boolean) => Operand {
    const first = this.perSample(shape, false);
    const step = first.size * this.batchSize;
    this.#size += step * (count - 1);
    return (index, differentiable) => ({ ...first, offset: first.offset + index * step, differentiable });
  }

  #place({ rows, columns }: Shape, shared: boolean, differentiable: boolean): Operand {
    const size = rows * columns;
    const offset = this.#size;
    this.#size += shared ? size : size * this.batchSize;
    return { offset, rows, columns, size, stride: shared ? 0 : size, differentiable };
  }
}
