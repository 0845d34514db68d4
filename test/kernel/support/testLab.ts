/** A lab small enough to test the kernel with: what it asks of its host, and nothing else. */
import { DISPLAY, type Displayable, labHost } from "../../../src/lab/host.js";
import { type MimeBundle, UNROLL_MIME } from "../../../src/trace/index.js";

export const answer = 42;

/** A payload's contents whose `alt` is `text`. */
export function payload(text: string): MimeBundle {
  return { [UNROLL_MIME]: JSON.stringify({ alt: text, view: "dashboard" }) };
}

/** A value with a picture of its own. */
export function picture(text: string, displayId?: string): Displayable {
  return { displayId, [DISPLAY]: () => payload(text) };
}

let runs = 0;

/** Trains nothing, but shows what a training loop shows; its value replaces the live output. */
export async function fakeTrain(steps: number): Promise<Displayable> {
  const host = labHost();
  const displayId = `run ${++runs}`;
  for (let step = 1; step <= steps && !host?.signal?.aborted; step++) {
    host?.display(payload(`step ${step}`), { displayId });
    host?.progress({ step, steps, loss: 1 / step, stepsPerSecond: 10, secondsLeft: (steps - step) / 10 });
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return picture(`trained ${steps} steps`, displayId);
}

/** A live output that goes away. */
export async function fakeBriefTrain(): Promise<void> {
  const host = labHost();
  host?.display(payload("live"), { displayId: "brief" });
  await null;
  host?.clearDisplay("brief");
}

/** Nothing of this lab wants to be compiled beforehand. */
export function* warmUp(): Generator<undefined> {}
