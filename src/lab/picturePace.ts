/** Milliseconds between two live pictures, at least. */
const INTERVAL = 160;
/** A picture is paid for by this many times its own duration without one: all of them take 2 % of the time. */
const PATIENCE = 50;

/** When live pictures of a run are due. Times in ms, of one clock. */
export class PicturePace {
  #due: number;

  /** @param now the first picture is due at once, so that the cell does not look dead */
  constructor(now: number) {
    this.#due = now;
  }

  isDue(now: number): boolean {
    return now >= this.#due;
  }

  /** Takes in a picture that was made from `began` to `ended`. */
  made(began: number, ended: number): void {
    this.#due = ended + Math.max(INTERVAL, PATIENCE * (ended - began));
  }
}
