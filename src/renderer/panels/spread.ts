/** Keeps labels apart. */

/**
 * Moves positions apart until neighbours are at least `gap` px away from each other, as little as possible and within
 * [low, high]; the order is kept. When there is no room they overlap evenly.
 * @param wanted px, any order
 * @returns px, in the same order
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const room = wanted.length > 1 ? Math.min(gap, (high - low) / (wanted.length - 1)) : gap;
  const placed = order.map((i) => Math.min(Math.max(wanted[i]!, low), high));
  for (let n = 1; n < placed.length; n++) placed[n] = Math.max(placed[n]!, placed[n - 1]! + room);
  placed[placed.length - 1] = Math.min(placed.at(-1) ?? high, high);
  for (let n = placed.length - 2; n >= 0; n--) placed[n] = Math.min(placed[n]!, placed[n + 1]! - room);
  const result = wanted.slice();
  order.forEach((i, n) => {
    result[i] = placed[n]!;
  });
  return result;
}
