import { performance } from "node:perf_hooks";
import { setImmediate, setTimeout } from "node:timers";

/** Time after which the work begins, ms: a cell that started the kernel itself comes first. */
const PAUSE = 30;
/** Time of work in which no message is read, ms. */
const SLICE = 3;

/**
 * Does work piece by piece while nothing else is to be done, with the timers that no interrupt clears.
 * @returns what ends it for good
 */
export function whileIdle(work: Iterator<unknown>): () => void {
  let goesOn = true;
  const slice = () => {
    const end = performance.now() + SLICE;
    while (goesOn && performance.now() < end) if (work.next().done) goesOn = false;
    if (goesOn) setImmediate(slice);
  };
  setTimeout(slice, PAUSE);
  return () => {
    goesOn = false;
  };
}
