/**
 * Awaits of the cells, so that an interrupt ends what waits: nobody can call back a promise, but what stands behind an
 * `await` in a cell need not go on.
 */

/** The function around what a rewritten cell awaits. */
export const AWAIT_FUNCTION = "__unrollAwait";
/** The function around what a rewritten `for await` goes through. */
export const EACH_FUNCTION = "__unrollEach";

const NEVER = new Promise<never>(() => {});
let interrupts = 0;

/** Leaves everything that waits now waiting for ever. */
export function abandonAwaits(): void {
  interrupts++;
}

/** Fulfilled or rejected as `value` is, but never once an interrupt came between. */
export async function unlessInterrupted(value: unknown): Promise<unknown> {
  const before = interrupts;
  try {
    return await value;
  } finally {
    if (interrupts !== before) await NEVER;
  }
}

/** The same for each value of an iterable. */
export async function* eachUnlessInterrupted(values: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  const before = interrupts;
  for await (const value of values) {
    if (interrupts !== before) await NEVER;
    yield value;
  }
}
