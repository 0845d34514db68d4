/** What stands beside the equations: how many parameters there are, and how the training went. Lines of text. */
import { formatNumber, groupThousands, type Network, type Recording, type Training } from "../trace/index.js";
import type { Strings } from "./strings.js";

/**
 * The number of parameters, and that it does not grow with T; "" for a definition whose sizes are not known.
 * @param timeSteps T; undefined before anything ran
 */
export function parameterFact(network: Network, timeSteps: number | undefined, strings: Strings): string {
  if (network.parameterCount === 0) return "";
  const recurrent = network.statements.some((statement) => statement.reads.some((read) => read.offset !== 0));
  const count = groupThousands(network.parameterCount);
  if (!recurrent || timeSteps === 1) return strings.parameters(count);
  return timeSteps === undefined
    ? strings.parametersForAnyLength(count)
    : strings.parametersForAll(count, groupThousands(timeSteps));
}

/** What in the equations, or in a batch, is legal and probably not meant; a line each. */
export const warningLines = ({ warnings = [] }: Network, { equations }: Strings): string[] =>
  warnings.map(equations.warning);

/** Training facts, one a line. */
export function trainingFacts(recording: Recording, strings: Strings): string[] {
  const { training } = recording;
  const shape = [strings.batch(recording.batchSize), recording.dtype, strings.reduction[recording.reduction]].join(
    " · ",
  );
  if (!training) return [strings.onePass, shape];
  return [progress(training, strings), training.optimizer, clips(training, strings).join(" · "), shape].filter(Boolean);
}

function progress(training: Training, strings: Strings): string {
  const { done, planned, seconds, status } = training;
  const speed = seconds > 0 ? [strings.stepsPerSecond(formatNumber(Math.round(done / seconds)))] : [];
  const duration = strings.seconds(formatNumber(seconds, 2));
  return [strings.progress(status, groupThousands(done), groupThousands(planned)), ...speed, duration].join(" · ");
}

const clips = ({ clipNorm, clipValue }: Training, strings: Strings): string[] => [
  ...(clipNorm === undefined ? [] : [strings.clipNorm(formatNumber(clipNorm))]),
  ...(clipValue === undefined ? [] : [strings.clipValue(formatNumber(clipValue))]),
];

/** What was left out of the curves; "" when nothing was. Left-out numbers of nodes are the inspector's to tell. */
export function thinnedFact({ thinned, timeSteps, training }: Recording, strings: Strings): string {
  if (!thinned) return "";
  const parts = [
    ...(thinned.times ? [strings.thinnedTimes(groupThousands(timeSteps))] : []),
    ...(thinned.steps && training ? [strings.thinnedSteps(groupThousands(training.done))] : []),
  ];
  return parts.length > 0 ? strings.thinned(parts) : "";
}
