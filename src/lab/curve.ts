/** A growing list of numbers in one typed array that doubles when it is full. */
export class Curve {
  #data = new Float64Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** NaN before the first number, as the last one. */
  get first(): number {
    return this.#length > 0 ? this.#data[0]! : Number.NaN;
  }

  get last(): number {
    return this.#length > 0 ? this.#data[this.#length - 1]! : Number.NaN;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.#length++] = value;
  }

  /** The numbers so far; a copy. */
  values(): Float64Array {
    return this.#data.slice(0, this.#length);
  }
}

/**
 * Indices of at most `limit` points that keep a curve's look: of each bucket its smallest and largest value, the ends,
 * and every first number of a bucket that is not finite.
 */
export function thinnedIndices(values: ArrayLike<number>, limit: number): number[] {
  if (values.length <= limit) return Array.from({ length: values.length }, (_, i) => i);
  const buckets = Math.max(1, Math.floor((limit - 2) / 3));
  const kept = new Set([0, values.length - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = Math.floor((bucket * values.length) / buckets);
    const end = Math.floor(((bucket + 1) * values.length) / buckets);
    for (const index of extremes(values, start, end)) kept.add(index);
  }
  return [...kept].sort((a, b) => a - b);
}

function extremes(values: ArrayLike<number>, start: number, end: number): number[] {
  let smallest = -1;
  let largest = -1;
  let odd = -1;
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (!Number.isFinite(v)) {
      if (odd < 0) odd = i;
      continue;
    }
    if (smallest < 0 || v < values[smallest]!) smallest = i;
    if (largest < 0 || v > values[largest]!) largest = i;
  }
  return [smallest, largest, odd].filter((i) => i >= 0);
}
