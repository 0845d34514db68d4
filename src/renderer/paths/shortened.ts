/** A long product is written without its middle. */

/** More factors than this are shortened. */
const MOST = 7;
const FIRST = 4;
const LAST = 2;

/** What is written before and after the dots; a short list is all head. */
export function shortened<Item>(items: readonly Item[]): {
  readonly head: readonly Item[];
  readonly tail: readonly Item[];
} {
  return items.length > MOST ? { head: items.slice(0, FIRST), tail: items.slice(-LAST) } : { head: items, tail: [] };
}
