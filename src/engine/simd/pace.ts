/** Times that each way is tried in the beginning, in turn. */
const TRIALS = 4;
/** Of all time, the share that going the slower way now and then may cost. */
const SHARE = 0.03;
/** What times before the last count, one use after the other: about the last twenty matter. */
const FORGETTING = 0.95;
/** So many times the other way's time is the most that counts: what takes longer is a hiccup of the computer. */
const MOST = 4;
/** And so many times the most that a trial is taken to have lost. */
const MOST_LOST = 16;

/**
 * Which of two ways to the same numbers is the faster one on this machine at this time: found by running both. Where
 * other programs keep the cores busy, two threads that wait for each other are slower than one; when the cores are free
 * again, they are not. The way that seems slower is tried whenever the time that this would lose has been saved up.
 */
export class Pace {
  /** Means of late. */
  readonly #times = new Float64Array(2);
  /** How many times enter each mean, the earlier ones counting less: a way that was not gone for long is soon learnt anew. */
  readonly #counts = new Float64Array(2);
  readonly #uses = new Int32Array(2);
  /** Saved up for the next trial, ms; below 0 when the last one lost more than it was expected to. */
  #saved = 0;

  /** @returns 0 or 1: the way to go next */
  next(): 0 | 1 {
    const fewer = this.#uses[1]! < this.#uses[0]! ? 1 : 0;
    if (this.#uses[fewer]! < TRIALS) return fewer;
    const faster = this.#faster;
    const slower = faster === 0 ? 1 : 0;
    return this.#saved < this.#times[slower]! - this.#times[faster]! ? faster : slower;
  }

  /** @param time that a way took, ms */
  took(way: 0 | 1, time: number): void {
    const other = 1 - way;
    const isFirst = this.#uses[other] === 0;
    if (!isFirst) this.#save(way, time, this.#times[other]!);
    const counted = isFirst ? time : Math.min(time, MOST * this.#times[other]!);
    // the first time the engine still compiles
    const before = this.#uses[way]!++ < 2 ? 0 : this.#counts[way]! * FORGETTING;
    this.#counts[way] = before + 1;
    this.#counts[other] = Math.max(1, this.#counts[other]! * FORGETTING);
    this.#times[way]! += (counted - this.#times[way]!) / this.#counts[way]!;
  }

  #save(way: 0 | 1, time: number, other: number): void {
    const most = MOST_LOST * other;
    if (way === this.#faster) this.#saved = Math.min(this.#saved + SHARE * Math.min(time, most), most);
    else this.#saved -= Math.max(0, Math.min(time, most) - other);
  }

  get #faster(): 0 | 1 {
    return this.#times[1]! < this.#times[0]! ? 1 : 0;
  }
}
