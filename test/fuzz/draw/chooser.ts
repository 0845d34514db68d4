import { Random } from "../../../src/engine/index.js";

/** Choices made at random; the same seed makes the same ones. */
export class Chooser {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  /** A whole number, both ends included. */
  integer(low: number, high: number): number {
    return this.#random.integer(low, high);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.#random.integer(0, items.length - 1)]!;
  }

  /** One of the items, each as often as its weight tells. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item {
    const total = items.reduce((sum, [weight]) => sum + weight, 0);
    let rest = this.#random.uniform(0, total);
    for (const [weight, item] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return items.at(-1)![1];
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return this.#random.shuffle([...items]);
  }
}
