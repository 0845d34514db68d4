import { clipByGlobalNorm } from "../clipping.js";
import type { Optimizer, UpdateKernel } from "../optimizers.js";
import { bytesOf, type FloatArray } from "../program/program.js";
import { LoopUpdates, type Trained, type Updates } from "../updates.js";
import { type Build, builds, type Machine, newMachine } from "./kernels.js";
import { numbersAt, TABLE_BYTES } from "./memory.js";
import { UpdateRule } from "./wasm/opcodes.js";

/** The kernels' numbers for the rules. */
const RULES: { readonly [R in UpdateKernel["rule"]]: UpdateRule } = UpdateRule;
/** More than any rule's formula has. */
const FACTORS = 8;
/** A gradient so much longer than its limit is clipped by loops, which take care that no factor underflows. */
const LEAST_FACTOR = 1e-30;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Where the numbers stand in the machine's memory, in bytes. */
class UpdatePlaces {
  readonly factors = TABLE_BYTES;
  readonly parameters = this.factors + 8 * FACTORS;
  readonly gradient: number;
  readonly slots: number;
  readonly end: number;

  constructor({ dtype, store }: Trained, slotCount: number) {
    const bytes = align(store.length * bytesOf(dtype));
    this.gradient = this.parameters + bytes;
    this.slots = this.gradient + bytes;
    this.end = this.slots + slotCount * align(8 * store.length);
  }
}

/** Kernels over a memory of their own, with the gradient, what the optimizer remembers, and a copy of the parameters. */
export class SimdUpdates implements Updates {
  readonly gradient: FloatArray;
  readonly #gradients: readonly FloatArray[];
  readonly #store: FloatArray;
  readonly #parameters: FloatArray;
  readonly #factors: Float64Array;
  readonly #machine: Machine;
  readonly #places: UpdatePlaces;
  readonly #rule: UpdateRule;
  #step = 0;

  constructor(
    trained: Trained,
    private readonly kernel: UpdateKernel,
    build?: Build,
  ) {
    const { dtype, store } = trained;
    const places = new UpdatePlaces(trained, kernel.slotCount);
    this.#places = places;
    this.#machine = newMachine(dtype, places.end, { build });
    const { buffer } = this.#machine;
    this.gradient = numbersAt(dtype, buffer, places.gradient, store.length);
    this.#gradients = [this.gradient];
    this.#parameters = numbersAt(dtype, buffer, places.parameters, store.length);
    this.#factors = new Float64Array(buffer, places.factors, FACTORS);
    this.#store = store;
    this.#rule = RULES[kernel.rule];
  }

  norm(): number {
    return this.#machine.norm(this.gradient.length, this.#places.gradient);
  }

  clipNorm(before: number, largest: number): void {
    if (!(before > largest)) return;
    const factor = largest / before;
    if (factor < LEAST_FACTOR) clipByGlobalNorm(this.#gradients, largest);
    else this.#machine.scale(this.gradient.length, this.#places.gradient, factor);
  }

  clipValue(largest: number): void {
    this.#machine.clamp(this.gradient.length, this.#places.gradient, largest);
  }

  apply(): void {
    const { parameters, gradient, slots, factors } = this.#places;
    this.kernel.factors(this.#factors, ++this.#step);
    this.#parameters.set(this.#store);
    this.#machine.update(this.#rule, this.gradient.length, parameters, gradient, slots, factors);
    this.#store.set(this.#parameters);
  }
}

/** By kernels where this engine runs them and the optimizer has one. */
export function fastestUpdates(trained: Trained, optimizer: Optimizer): Updates {
  const state = optimizer.create(trained.places.map(({ size }) => size));
  return state.kernel && builds().length > 0 ? new SimdUpdates(trained, state.kernel) : new LoopUpdates(trained, state);
}
