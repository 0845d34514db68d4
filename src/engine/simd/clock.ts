const { performance } = globalThis as unknown as { performance: { now(): number } };
/** Looks at the clock are dear: one in so many turns. */
const TURNS = 64;
/** The most that counts between two looks, ms: a computer that slept through the night has not been turning all night. */
const LONGEST_TURN = 10;

/** ms, from any beginning. */
export const now = (): number => performance.now();

/**
 * Turns round until a word has come to `least` or beyond (a counter may go round, too). Allocates nothing.
 * @param patience ms
 * @returns false when the time was over first
 */
export function reaches(words: Int32Array, index: number, least: number, patience: number): boolean {
  let spent = 0;
  let last = 0;
  for (let turn = 1; ; turn++) {
    if (((Atomics.load(words, index) - least) | 0) >= 0) return true;
    if (turn % TURNS !== 0) continue;
    const time = now();
    if (last > 0) spent += Math.min(time - last, LONGEST_TURN);
    last = time;
    if (spent > patience) return false;
  }
}
