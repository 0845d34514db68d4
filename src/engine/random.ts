import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { checkedSeed } from "./checkedNumbers.js";
import { log } from "./elementary.js";
import { OptionError } from "./errors.js";
import { shown } from "./shown.js";

/**
 * The engine's only randomness: xoroshiro128+ (Blackman & Vigna 2018), its 128 bits of state filled from the seed by
 * SplitMix. Same seed, same numbers to the last bit, in Node and in the browser.
 */
export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plusFromState>;
  #spareNormal: number | undefined;

  /**
   * @param seed a whole number; it counts modulo 2³²
   * @throws OptionError when it is none
   */
  constructor(readonly seed: number) {
    checkedSeed("a seed", seed);
    this.#generator = xoroshiro128plusFromState(stateFrom(seed));
  }

  /** A number in [low, high), in steps of 2⁻⁵³ of the range. Default [0, 1). @throws OptionError for ends that are not finite */
  uniform(low = 0, high = 1): number {
    if (!Number.isFinite(low) || !Number.isFinite(high))
      throw new OptionError(`uniform(${shown(low)}, ${shown(high)}): expected two finite numbers`);
    return low + (high - low) * uniformFloat64(this.#generator);
  }

  /** A whole number from `low` to `high`, both included. @throws OptionError unless low ≤ high are whole numbers */
  integer(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high)
      throw new OptionError(
        `integer(${shown(low)}, ${shown(high)}): expected two whole numbers, the smaller one first`,
      );
    return uniformInt(this.#generator, low, high);
  }

  /**
   * A normally distributed number (Box & Muller 1958, Marsaglia's polar form). Default mean 0, standard deviation 1.
   * @throws OptionError for numbers that are not finite, or a negative deviation
   */
  normal(mean = 0, standardDeviation = 1): number {
    if (!Number.isFinite(mean) || !Number.isFinite(standardDeviation) || standardDeviation < 0)
      throw new OptionError(
        `normal(${shown(mean)}, ${shown(standardDeviation)}): expected a finite mean and a finite deviation of at least 0`,
      );
    return mean + standardDeviation * this.#standardNormal();
  }

  #standardNormal(): number {
    const spare = this.#spareNormal;
    this.#spareNormal = undefined;
    if (spare !== undefined) return spare;
    for (;;) {
      const [u, v] = [this.uniform(-1, 1), this.uniform(-1, 1)];
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * log(s)) / s);
      this.#spareNormal = v * scale;
      return u * scale;
    }
  }

  /** Puts a list into random order, in place (Fisher & Yates). @returns the same list */
  shuffle<Item>(items: Item[]): Item[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
    return items;
  }

  /**
   * A generator of its own for `label`, from the seed alone: neither what was drawn before nor another parameter more
   * changes its numbers.
   */
  fork(label: string): Random {
    let hash = 0x811c9dc5 ^ this.seed; // FNV-1a
    for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
    return new Random(hash);
  }
}

/**
 * Four words of state from a seed: SplitMix with MurmurHash3's finaliser. Without it seeds 0, 1, 2, … would begin alike:
 * xoroshiro needs a dozen draws to leave a state that is nearly all zeros.
 */
function stateFrom(seed: number): number[] {
  let counter = seed | 0;
  return Array.from({ length: 4 }, () => {
    counter = (counter + 0x9e3779b9) | 0;
    let word = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  });
}
