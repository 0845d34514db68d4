const { performance } = globalThis as unknown as { performance: { now(): number } };
/** Looks at the clock are dear: one in so many turns. */
const TURNS = 64;

/** ms, from any beginning. */
export const now = (): number => performance.now();

/**
 * Turns round until something holds.
 * @param patience ms
 * @returns false when the time was over first
 */
export function spinUntil(holds: () => boolean, patience: number): boolean {
  let [spent, last] = [0, 0];
  for (let turn = 1; ; turn++) {
    if (holds()) return true;
    if (turn % TURNS !== 0) continue;
    const time = now();
    // a computer that slept through the night has not been turning all night
    if (last > 0) spent += Math.min(time - last, 10);
    last = time;
    if (spent > patience) return false;
  }
}
