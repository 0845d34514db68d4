import type { Model } from "../../../src/engine/index.js";
import { SeededLoss, seedsFor } from "../../../src/engine/observe.js";
import { randomOf } from "../network.js";
import type { Subject } from "../subject.js";
import { type Law, leftOut } from "./law.js";

/** Steps of the differences, tried until one is fine enough. */
const STEPS = [1e-3, 1e-4, 1e-5];
/** What a loss may be wrong by, relative to its terms. */
const ROUNDING = 1e-15;

/**
 * Both backends' gradients are slopes of the loss. Each parameter is moved along a random direction (a wrong entry shows
 * in almost every direction); the slope is a fourth-order central difference,
 * (8 (E(h) - E(-h)) - (E(2h) - E(-2h))) / 12h. The same with 2h differs from it by 15 times its own error: that is how
 * much it is trusted.
 */
export const slopesAreDifferences: Law = {
  name: "gradient = central differences",
  check(subject) {
    if (subject.kinks === "near") return leftOut("near a kink");
    const wrong: string[] = [];
    let rough = 0;
    const moved = new MovedLoss(subject);
    for (const { name, offset, size } of subject.reference.model.places) {
      const random = randomOf(subject.network, `direction ${name}`);
      const direction = Float64Array.from(
        { length: size },
        () => random.uniform(0.3, 1) * (random.uniform() < 0.5 ? -1 : 1),
      );
      const slope = moved.slope(offset, direction);
      const terms = dot(subject.adjointNoise.subarray(offset), direction.map(Math.abs));
      if (!slope || slope.error > 1e-3 * Math.max(terms, 1e-6)) {
        rough++;
        continue;
      }
      const most = slope.error + 1e-9 * terms + 1e-12;
      for (const [who, { execution }] of [
        ["reference", subject.reference],
        ["fast", subject.fast("float64")],
      ] as const) {
        const found = dot(execution.adjoints.subarray(offset), direction);
        if (!(Math.abs(found - slope.value) <= most))
          wrong.push(
            `∂E/∂${name} along a direction: ${who} ${found}, differences ${slope.value} (± ${most.toPrecision(2)})`,
          );
      }
    }
    return { wrong, ...(rough > 0 && { leftOut: "too rough for differences" }) };
  },
};

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

interface Slope {
  readonly value: number;
  readonly error: number;
}

/** The loss of a network whose parameters are moved, on the reference. */
class MovedLoss {
  readonly #model: Model;
  readonly #loss: () => number;
  readonly #rounding: number;

  constructor({ reference, valueNoise, network }: Subject) {
    const { model, batch, execution: kept } = reference;
    this.#model = model.clone();
    const execution = model.newExecution(batch.timeSteps, batch.batchSize);
    const seeds = seedsFor(execution, network.reduction);
    const seeded = new SeededLoss(execution);
    this.#loss = () => {
      this.#model.load(execution, batch);
      execution.forward();
      return seeded.read(seeds);
    };
    this.#rounding = ROUNDING * kept.program.losses.reduce((sum, { operand }) => sum + valueNoise[operand.offset]!, 0);
  }

  /** The finest of the slopes that the steps give. */
  slope(offset: number, direction: Float64Array): Slope | undefined {
    let best: Slope | undefined;
    for (const h of STEPS) {
      const [near, middle, far] = [1, 2, 4].map(
        (k) => this.#at(offset, direction, k * h) - this.#at(offset, direction, -k * h),
      ) as [number, number, number];
      const value = (8 * near - middle) / (12 * h);
      const error = Math.abs(value - (8 * middle - far) / (24 * h)) + this.#rounding / h;
      if (!Number.isFinite(value)) continue;
      if (!best || error < best.error) best = { value, error };
      if (error <= 1e-9 * Math.abs(value)) break;
    }
    return best;
  }

  #at(offset: number, direction: Float64Array, step: number): number {
    const { store } = this.#model;
    const kept = store.slice(offset, offset + direction.length);
    for (let i = 0; i < direction.length; i++) store[offset + i] = kept[i]! + step * direction[i]!;
    const loss = this.#loss();
    store.set(kept, offset);
    return loss;
  }
}
