/** Keeps labels apart. */

/** Something that wants to be centred at a place and is so high, px. */
export interface Spreadable {
  readonly wanted: number;
  readonly height: number;
}

/**
 * Moves items apart until none overlap, as little as possible and within [low, high]; their order is kept. When there
 * is no room they overlap evenly.
 * @returns the centres, px, in the order of the items
 */
export function spread(items: readonly Spreadable[], low: number, high: number): number[] {
  const order = items.map((_, i) => i).sort((a, b) => items[a]!.wanted - items[b]!.wanted || a - b);
  const total = items.reduce((sum, { height }) => sum + height, 0);
  const squeeze = Math.min(1, (high - low) / Math.max(total, 1e-9));
  const half = (n: number) => (items[order[n]!]!.height * squeeze) / 2;
  const placed = order.map((i, n) => Math.min(Math.max(items[i]!.wanted, low + half(n)), high - half(n)));
  for (let n = 1; n < placed.length; n++) placed[n] = Math.max(placed[n]!, placed[n - 1]! + half(n - 1) + half(n));
  const last = placed.length - 1;
  if (last >= 0) placed[last] = Math.min(placed[last]!, high - half(last));
  for (let n = last - 1; n >= 0; n--) placed[n] = Math.min(placed[n]!, placed[n + 1]! - half(n) - half(n + 1));
  const centres: number[] = Array.from({ length: items.length }, () => 0);
  order.forEach((i, n) => {
    centres[i] = placed[n]!;
  });
  return centres;
}
