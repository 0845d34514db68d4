/** English. The other tables have exactly these keys. */
import type { Language } from "../../trace/index.js";
import { derivationWordsEn } from "../derivation/words.js";
import { equationWordsEn } from "../equations/words.js";
import { checkWordsEn } from "../gradientCheck/words.js";
import { panelWords } from "../panels/words.js";
import { pathsWordsEn } from "../paths/words.js";

export const en = {
  language: "en" as Language,
  /** Labels inside panels. */
  panels: panelWords,
  paths: pathsWordsEn,
  derivation: derivationWordsEn,
  check: checkWordsEn,
  equations: equationWordsEn,

  picture: "The network, unrolled in time",
  comparison: "Runs compared",
  sizes: "Sizes",
  parameterSizes: "Sizes of the parameters",
  parameters: (count: string) => `${count} parameters`,
  parametersForAll: (count: string, timeSteps: string) =>
    `${count} parameters, shared by all ${timeSteps} time steps; a longer T adds none`,
  parametersForAnyLength: (count: string) => `${count} parameters, shared by all time steps, however many`,

  onePass: "one forward and backward pass, no update",
  batch: (size: number) => (size === 1 ? "1 sequence" : `batch of ${size}`),
  reduction: { sum: "loss summed over time", mean: "loss averaged over time" },
  progress: (status: "running" | "done" | "stopped" | "diverged", done: string, planned: string) =>
    status === "done"
      ? `${done} training steps`
      : status === "running"
        ? `training step ${done} of ${planned}`
        : `${status} at training step ${done} of ${planned}`,
  stepsPerSecond: (speed: string) => `${speed} steps/s`,
  seconds: (seconds: string) => `${seconds} s`,
  clipNorm: (limit: string) => `norm clipped at ${limit}`,
  clipValue: (limit: string) => `values clipped at ±${limit}`,
  thinned: (parts: readonly string[]) => `To keep the notebook small, ${parts.join("; ")}.`,
  thinnedTimes: (all: string) => `not all of the ${all} time steps are kept`,
  thinnedSteps: (all: string) => `not all of the ${all} training steps are kept`,

  play: "Play",
  playTitle: "Play the forward pass, then the backward pass",
  pause: "Pause",
  stepBack: "One step back",
  stepForward: "One step forward",
  graph: "Graph",
  unrolled: "unrolled",
  folded: "folded",
  gradientOf: "Gradient of",
  lastLoss: "last loss",
  allLosses: "all losses",
  lossAxis: "Loss axis",
  linear: "linear",
  log: "log",
  state: "State",

  inspector: (name: string) => `Numbers of ${name}`,
  close: "Close",
  value: "value",
  gradient: "gradient",
  norm: "norm",
  noGradient: "No gradient is kept for it.",
  noDetails: "No numbers are kept for this node.",
  givenByTask: "given by the task",
  detailsOf: (step: string) => `numbers of training step ${step}`,
  detailsNearest: (step: string, cursor: string) =>
    `numbers of training step ${step}, the nearest that was kept (the cursor is at ${cursor})`,
  firstOfBatch: (size: number) => `the first of ${size} sequences`,
  entries: (count: number) => (count === 1 ? "1 number" : `${count} numbers`),

  cannotShow: "This output cannot be shown.",
  runAgain: "It may have been saved by another version of Unroll. Run the cell again to replace it.",

  runSummary: (count: string) => `${count} runs compared`,
  lossFromTo: (first: string, last: string) => `Loss ${first} → ${last}`,
  lossIs: (loss: string) => `Loss ${loss}`,
  knowingNothing: (baseline: string) => `knowing nothing: ${baseline}`,
  lastFrame: (step: string) => `Time steps at training step ${step}`,
  timeColumn: "t",
  lossColumn: "loss",
};

type Widen<T> = T extends string
  ? string
  : T extends (...parameters: never[]) => unknown
    ? T
    : { readonly [K in keyof T]: Widen<T[K]> };

/** The keys that every language has. */
export type Strings = Omit<Widen<typeof en>, "language"> & { readonly language: Language };
