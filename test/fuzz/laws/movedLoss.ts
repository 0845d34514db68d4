import { SeededLoss, seedsFor } from "../../../src/engine/observe.js";
import type { FloatArray } from "../../../src/engine/program/program.js";
import type { Subject } from "../subject.js";

/** Steps of the differences, tried until one is fine enough. */
const STEPS = [1e-3, 1e-4, 1e-5];
/** What a loss may be wrong by, relative to its terms. */
const ROUNDING = 1e-15;

/** A slope by differences, and how far it is to be trusted. */
export interface Slope {
  readonly value: number;
  readonly error: number;
}

/**
 * The loss of a network of which some numbers are moved along a direction, on the reference. A slope is a fourth-order
 * central difference, (8 (E(h) - E(-h)) - (E(2h) - E(-2h))) / 12h; the same with 2h differs from it by 15 times its own
 * error: that is how far it is trusted.
 */
export class MovedLoss {
  readonly #loss: () => number;
  readonly #rounding: number;
  /** What may be moved: the parameters' store, and each input's numbers. */
  readonly store: FloatArray;
  readonly inputs: ReadonlyMap<string, FloatArray>;

  constructor({ reference, valueNoise, network }: Subject) {
    const model = reference.model.clone();
    this.store = model.store;
    this.inputs = new Map([...reference.batch.data].map(([name, numbers]) => [name, numbers.slice()]));
    const batch = { ...reference.batch, data: this.inputs };
    const execution = model.newExecution(batch.timeSteps, batch.batchSize);
    const seeds = seedsFor(execution, network.reduction);
    const seeded = new SeededLoss(execution);
    this.#loss = () => {
      model.load(execution, batch);
      execution.forward();
      return seeded.read(seeds);
    };
    const { losses } = reference.execution.program;
    this.#rounding = ROUNDING * losses.reduce((sum, { operand }) => sum + valueNoise[operand.offset]!, 0);
  }

  /**
   * The finest of the slopes that the steps give.
   * @param numbers `store` or some of `inputs`; from `offset` on they are moved
   */
  slope(numbers: FloatArray, offset: number, direction: ArrayLike<number>): Slope | undefined {
    let best: Slope | undefined;
    for (const h of STEPS) {
      const difference = (steps: number): number =>
        this.#at(numbers, offset, direction, steps * h) - this.#at(numbers, offset, direction, -steps * h);
      const [near, middle, far] = [difference(1), difference(2), difference(4)];
      const value = (8 * near - middle) / (12 * h);
      const error = Math.abs(value - (8 * middle - far) / (24 * h)) + this.#rounding / h;
      if (!Number.isFinite(error)) continue;
      if (!best || error < best.error) best = { value, error };
      if (error <= 1e-9 * Math.abs(value)) break;
    }
    return best;
  }

  #at(numbers: FloatArray, offset: number, direction: ArrayLike<number>, step: number): number {
    const kept = numbers.slice(offset, offset + direction.length);
    for (let i = 0; i < direction.length; i++) numbers[offset + i] = kept[i]! + step * direction[i]!;
    const loss = this.#loss();
    numbers.set(kept, offset);
    return loss;
  }
}
