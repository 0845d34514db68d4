import { Random } from "./random.js";

/** Up to so many numbers are all checked. */
const MOST_IN_FULL = 1000;
/** So many are, of more. */
const SAMPLE = 400;
/** Of each parameter at least so many, if it has them. */
const LEAST_EACH = 4;

/** Which entries of a gradient are checked: all, or about so many of all parameters together. */
export type Entries = "all" | number;

/** A parameter's gradient, and how many of its entries are checked. */
interface Share {
  readonly gradient: ArrayLike<number>;
  readonly count: number;
}

/**
 * Chooses entries to be checked, spread over all parameters by their sizes: of each the largest of its gradient (a quarter of
 * its share, at least one) and others by chance, always the same.
 * @param gradients of each parameter, row-major
 * @param entries by default all of at most 1,000, and 400 of more
 * @returns of each parameter the indices of its entries, ascending
 */
export function checkedEntries(gradients: readonly ArrayLike<number>[], entries?: Entries): number[][] {
  const total = gradients.reduce((sum, { length }) => sum + length, 0);
  const wanted = entries ?? (total <= MOST_IN_FULL ? "all" : SAMPLE);
  if (wanted === "all" || wanted >= total) return gradients.map(({ length }) => Array.from({ length }, (_, i) => i));
  return sharesOf(gradients, wanted, total).map((share, i) => chosen(share, new Random(i + 1)));
}

/** A few of each parameter, and the rest by size. */
function sharesOf(gradients: readonly ArrayLike<number>[], wanted: number, total: number): Share[] {
  const least = Math.max(1, Math.min(LEAST_EACH, Math.floor(wanted / gradients.length)));
  const rest = Math.max(0, wanted - least * gradients.length);
  return gradients.map((gradient) => ({
    gradient,
    count: Math.min(gradient.length, least + Math.floor((rest * gradient.length) / total)),
  }));
}

function chosen({ gradient, count }: Share, random: Random): number[] {
  const size = (i: number): number => Math.abs(gradient[i]!);
  const bySize = Array.from(gradient, (_, i) => i).sort((a, b) => size(b) - size(a));
  const largest = Math.ceil(count / 4);
  // the first of a shuffle (Fisher and Yates) of all others
  for (let i = largest; i < count; i++) {
    const other = i + Math.floor(random.uniform(0, bySize.length - i));
    [bySize[i], bySize[other]] = [bySize[other]!, bySize[i]!];
  }
  return bySize.slice(0, count).sort((a, b) => a - b);
}
