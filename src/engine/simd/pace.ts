/** Times that each way is tried in the beginning, in turn; where each takes long (ms), so often is enough. */
const [TRIALS, LONG, TRIALS_OF_LONG] = [4, 20, 2];
/** Of all time, the share that going the slower way now and then may cost. */
const SHARE = 0.024;
/** In the beginning it is larger, up to so much, for about so many uses: what was found while an engine compiled is soon found anew. */
const [EARLY_SHARE, EARLY_USES] = [0.1, 40];
/** What times before the last count, one use after the other: about the last twenty matter. */
const FORGETTING = 0.95;
/** What is left at the least of what was known of a way, in uses: a single new one outweighs it. */
const LEAST_KNOWN = 0.5;
/** So many times the other way's time is the most that counts: what takes longer is a hiccup of the computer. */
const MOST = 4;
/** And so many times the most that a trial is taken to have lost. */
const MOST_LOST = 16;

/**
 * Which of two ways to the same numbers is the faster one on this machine at this time: found by running both. Where
 * other programs keep the cores busy, two threads that wait for each other are slower than one; when the cores are free
 * again, they are not. The way that seems slower is tried whenever the time that this would lose has been saved up; the
 * first trials of each are free.
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
    if (!this.#isTried(fewer)) return fewer;
    const faster = this.#faster;
    const slower = faster === 0 ? 1 : 0;
    return this.#saved < this.#times[slower]! - this.#times[faster]! ? faster : slower;
  }

  /** @param time that a way took, ms */
  took(way: 0 | 1, time: number): void {
    const other = 1 - way;
    const isFirst = this.#uses[other] === 0;
    if (this.#isTried(0) && this.#isTried(1)) this.#save(way, time, this.#times[other]!);
    const counted = isFirst ? time : Math.min(time, MOST * this.#times[other]!);
    // the first time the engine still compiles
    const before = this.#uses[way]!++ < 2 ? 0 : this.#counts[way]! * FORGETTING;
    this.#counts[way] = before + 1;
    this.#counts[other] = Math.max(LEAST_KNOWN, this.#counts[other]! * FORGETTING);
    this.#times[way]! += (counted - this.#times[way]!) / this.#counts[way]!;
  }

  #isTried(way: 0 | 1): boolean {
    const uses = this.#uses[way]!;
    return uses >= TRIALS || (uses >= TRIALS_OF_LONG && this.#times[way]! > LONG);
  }

  #save(way: 0 | 1, time: number, other: number): void {
    const most = MOST_LOST * other;
    const share = Math.max(SHARE, EARLY_SHARE * Math.min(1, EARLY_USES / (this.#uses[0]! + this.#uses[1]!)));
    if (way === this.#faster) this.#saved = Math.min(this.#saved + share * Math.min(time, most), most);
    else this.#saved -= Math.max(0, Math.min(time, most) - other);
  }

  get #faster(): 0 | 1 {
    return this.#times[1]! < this.#times[0]! ? 1 : 0;
  }
}
