/** The straight line through two points: a number of `domain` to one of `range`. Arithmetic as in d3-scale, without its colours. */
export function linearMap(
  [from, to]: readonly [number, number],
  [first, last]: readonly [number, number],
): (value: number) => number {
  return (value) => {
    const share = (value - from) / (to - from);
    return first * (1 - share) + last * share;
  };
}

/** The same, kept within the range. */
export function clampedMap(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const at = linearMap(domain, range);
  const [low, high] = domain;
  return (value) => at(Math.max(low, Math.min(high, value)));
}
