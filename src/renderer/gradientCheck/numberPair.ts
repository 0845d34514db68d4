import { formatNumber } from "../../trace/index.js";

/** Significant digits: what is always shown, and the most that a float64 has. */
const LEAST = 4;
const MOST = 17;
/** Numbers that agree are told apart up to here; what remains is rounding. */
const MOST_OF_EQUALS = 10;
const EQUAL = 6;

/**
 * Two numbers in as many digits, the same for both, as it takes to see where they part: the difference keeps two digits.
 * @param isEqual whether they count as equal: then a difference of rounding is not shown
 */
export function numberPair(a: number, b: number, isEqual: boolean): [string, string] {
  const digits = digitsToTellApart(a, b);
  const most = isEqual ? MOST_OF_EQUALS : MOST;
  const shown = digits <= most ? Math.max(LEAST, digits) : isEqual ? EQUAL : MOST;
  return [formatNumber(a, shown), formatNumber(b, shown)];
}

/** ∞ for equal numbers; few where one is not finite, as those look different anyway. */
function digitsToTellApart(a: number, b: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return EQUAL;
  const ratio = Math.max(Math.abs(a), Math.abs(b)) / Math.abs(a - b);
  return a === b ? Number.POSITIVE_INFINITY : Math.ceil(Math.log10(ratio)) + 2;
}
