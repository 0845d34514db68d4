/** Monte Carlo arithmetic (Parker 1997): what rounding may do to a result is told by changing every number on the way to it. */
import type { FloatArray } from "./program/program.js";

/** A matrix, for one. */
interface Numbers {
  readonly data: Float64Array;
}

/** By how much every number is changed, as a share of itself. */
const SHAKE = 2 ** -30;

/**
 * Changes each number on the way to a result by a small share of itself, up or down: how far the result moves tells how large
 * the terms are that it is made of, also where they cancel. Rounding does the same, by a much smaller share.
 */
export class Shaker {
  #state: number;
  readonly #known = new WeakMap<Float64Array, Numbers>();

  /** @param seed of the choice of up and down, a whole number above 0 */
  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) | 1;
  }

  shaken<Kind extends Numbers>(matrix: Kind): Kind {
    const data = matrix.data.slice();
    this.shake(data);
    return { ...matrix, data };
  }

  /** Changes numbers where they stand. */
  readonly shake = (numbers: FloatArray): void => {
    for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i]! * (1 + SHAKE * this.#share());
  };

  /** The same for all who read one matrix: of a parameter, which is read at every time step. */
  shakenOnce<Kind extends Numbers>(matrix: Kind): Kind {
    const known = (this.#known.get(matrix.data) as Kind | undefined) ?? this.shaken(matrix);
    this.#known.set(matrix.data, known);
    return known;
  }

  /** Between 1/2 and 1, up or down: what hardly moved would tell nothing. */
  #share(): number {
    // a xorshift generator (Marsaglia 2003): fast, and any will do here
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x < 0 ? x / 2 ** 32 - 0.5 : x / 2 ** 32 + 0.5;
  }
}

/**
 * The sum of the sizes of the terms of each entry, told by how far results from shaken numbers lie from the plain one.
 * @param result without a shaker for 0, and by three shakers: one alone might leave two terms that cancel as they were
 * @returns of what is not finite 0
 */
export function termsOf(result: (shaker: Shaker | undefined, index: number) => ArrayLike<number>): Float64Array {
  const plain = result(undefined, 0);
  const terms = new Float64Array(plain.length);
  for (const index of [1, 2, 3]) {
    const moved = result(new Shaker(index), index);
    for (let i = 0; i < terms.length; i++) {
      const term = Math.abs(moved[i]! - plain[i]!) / SHAKE;
      if (term > terms[i]! && term < Infinity) terms[i] = term;
    }
  }
  return terms;
}
