/** Time steps as a reader writes them. */

/** How many pieces of a list a reader takes in at a glance. */
const GLANCE = 4;

/**
 * Ascending whole numbers in pieces: three or more in a row become one, `1…3`; `[1, 2, 5, 6, 7]` is `1`, `2`, `5…7`.
 * Null when there are more pieces than a reader takes in.
 */
export function timeRanges(times: readonly number[]): string[] | null {
  const pieces = runsOf(times).flatMap(([first, last]) =>
    last - first >= 2 ? [`${first}…${last}`] : first === last ? [`${first}`] : [`${first}`, `${last}`],
  );
  return pieces.length > GLANCE ? null : pieces;
}

/** First and last of the numbers that follow one another without a gap. */
function runsOf(times: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const time of times) {
    const run = runs.at(-1);
    if (run && run[1] === time - 1) run[1] = time;
    else runs.push([time, time]);
  }
  return runs;
}
