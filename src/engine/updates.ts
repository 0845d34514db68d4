import { clipByGlobalNorm, clipByValue, globalNorm } from "./clipping.js";
import type { OptimizerState } from "./optimizers.js";
import { allocate, type Dtype, type FloatArray } from "./program/program.js";

/** The parameters that are trained, one behind the other. */
export interface Trained {
  readonly dtype: Dtype;
  /** Updates change this. */
  readonly store: FloatArray;
  readonly places: readonly { readonly offset: number; readonly size: number }[];
}

/** What a training step does with a gradient, in this order; each part allocates nothing. */
export interface Updates {
  /** ∂E/∂parameters, laid out as the store; written by the caller, changed by clipping. */
  readonly gradient: FloatArray;
  /** The gradient's global norm: NaN when one number is NaN, else Infinity when one is infinite. */
  norm(): number;
  /** Scales the whole gradient to at most this norm. @param before its norm, which is finite */
  clipNorm(before: number, largest: number): void;
  /** Cuts every number of the gradient to ±largest. */
  clipValue(largest: number): void;
  /** Changes the parameters by the gradient. */
  apply(): void;
}

/** Plain loops over typed arrays: for optimizers and engines without kernels, and the oracle of those with. */
export class LoopUpdates implements Updates {
  readonly gradient: FloatArray;
  readonly #parameters: readonly FloatArray[];
  readonly #gradients: readonly FloatArray[];

  constructor(
    { dtype, store, places }: Trained,
    private readonly optimizer: OptimizerState,
  ) {
    this.gradient = allocate(dtype, store.length);
    this.#parameters = places.map(({ offset, size }) => store.subarray(offset, offset + size));
    this.#gradients = places.map(({ offset, size }) => this.gradient.subarray(offset, offset + size));
  }

  norm(): number {
    return globalNorm(this.#gradients);
  }

  clipNorm(_before: number, largest: number): void {
    clipByGlobalNorm(this.#gradients, largest);
  }

  clipValue(largest: number): void {
    clipByValue(this.#gradients, largest);
  }

  apply(): void {
    this.optimizer.update(this.#parameters, this.#gradients);
  }
}
