import type { Trainer } from "../engine/index.js";
import { runSummary } from "./alt.js";
import { runBundle } from "./display.js";
import { type LabHost, labHost } from "./host.js";
import { PicturePace } from "./picturePace.js";
import type { Run } from "./run.js";

/** Milliseconds between two progress messages. */
const PROGRESS_INTERVAL = 100;

/** The live display of one run. */
export interface Live {
  /** The host of the cell that began the run: a run that goes on after its cell still reports to that cell. */
  readonly host: LabHost | undefined;
  readonly shows: boolean;
  readonly pace: PicturePace;
  lastProgress: number;
}

/** @param shows false reports progress only */
export function startLive(shows: boolean): Live {
  const now = performance.now();
  return { host: labHost(), shows, pace: new PicturePace(now), lastProgress: now - PROGRESS_INTERVAL };
}

/** Shows the run if it is time to, and tells the progress. */
export function displayIfLive(live: Live, run: Run, trainer: Trainer): void {
  const { host } = live;
  if (!host) return;
  const now = performance.now();
  if (now - live.lastProgress >= PROGRESS_INTERVAL) {
    live.lastProgress = now;
    host.progress(progressOf(run));
  }
  if (!live.shows || !live.pace.isDue(now)) return;
  run.peek(trainer);
  host.display(runBundle(run, false), { displayId: run.displayId });
  live.pace.made(now, performance.now());
}

/** Ends the run with the whole dashboard when its cell is interrupted: what was learned stays, and is shown. */
export function onInterrupt(live: Live, run: Run): void {
  live.host?.signal?.addEventListener(
    "abort",
    () => {
      if (run.status !== "running") return;
      run.stop();
      run.finish("stopped");
      if (live.shows) live.host?.display(runBundle(run), { displayId: run.displayId });
    },
    { once: true },
  );
}

/** The live dashboard makes way: for the final one when the run is the cell's value, else for one line. */
export function finishLive(live: Live, run: Run): void {
  const { host } = live;
  if (!host) return;
  host.progress(progressOf(run));
  if (live.shows) host.display({ "text/plain": runSummary(run) }, { displayId: run.displayId });
}

function progressOf(run: Run) {
  const { steps, seconds, loss, options } = run;
  const rate = seconds > 0 ? steps / seconds : 0;
  const left = run.status === "running" && rate > 0 ? (options.planned - steps) / rate : 0;
  return {
    step: steps,
    steps: options.planned,
    loss: Number.isFinite(loss) ? loss : null,
    stepsPerSecond: rate,
    secondsLeft: left,
  };
}
