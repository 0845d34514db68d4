/** Times that each way is tried in the beginning, in turn. */
const TRIALS = 4;
/** The slower way is tried again after so many uses of the faster one, and more when it is slower by far. */
const UNTIL_RETRIED = 64;
/** What a new time counts against those before it, and how much larger than they it may be: a hiccup is no trend. */
const [WEIGHT, MOST] = [0.4, 2];

/**
 * Which of two ways to the same numbers is the faster one on this machine at this time: found by running both. Where
 * other programs keep the cores busy, two threads that wait for each other are slower than one.
 */
export class Pace {
  readonly #times = [0, 0];
  readonly #uses = [0, 0];
  /** Uses of the faster way since the slower one was tried. */
  #since = 0;

  /** @returns 0 or 1: the way to go next */
  next(): 0 | 1 {
    const fewer = this.#uses[1]! < this.#uses[0]! ? 1 : 0;
    if (this.#uses[fewer]! < TRIALS) return fewer;
    const [faster, slower] = this.#times[1]! < this.#times[0]! ? ([1, 0] as const) : ([0, 1] as const);
    this.#since++;
    if (this.#since * this.#times[faster]! < UNTIL_RETRIED * this.#times[slower]!) return faster;
    this.#since = 0;
    return slower;
  }

  /** @param time that a way took, ms */
  took(way: 0 | 1, time: number): void {
    const before = this.#times[way]!;
    const uses = this.#uses[way]!++;
    // the first time the engine still compiles
    this.#times[way] = uses < 2 ? time : before + WEIGHT * (Math.min(time, MOST * before) - before);
  }
}
