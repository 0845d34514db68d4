import { formatNumber } from "../../trace/index.js";
import { timeRanges } from "./timeRanges.js";
import type { CheckWords, Place } from "./words.js";

/** What is known of one row of a check. */
export interface Claim {
  readonly name: string;
  readonly against: "differences" | "formulas";
  readonly timeSteps: number;
  /** Largest difference that counts as equal. */
  readonly tolerance: number;
  /** Largest relative difference; null when it is not finite. */
  readonly difference: number | null;
  /** Time steps at which it differs, ascending; null where it has no time. */
  readonly differing: readonly number[] | null;
  /** How far its sum over time is from the gradient, relative; null when not finite, undefined where nothing is summed. */
  readonly sumDifference?: number | null | undefined;
  readonly place: Place;
  readonly checked: number;
  readonly backpropagated: number;
}

/** Where a claim agrees in time and where it does not, as backpropagation meets it: from T back. Empty if nothing is to be said. */
export function claimSentence(claim: Claim, words: CheckWords): string {
  const { differing, timeSteps } = claim;
  const inTime =
    differing && timeSteps > 1 ? `${timeClause(claim, differing, words)}${sumClause(claim, words)}${words.stop}` : "";
  return [inTime, claim.difference === null ? notFinite(claim, words) : ""]
    .filter(Boolean)
    .join(words.betweenSentences);
}

function timeClause({ name, timeSteps }: Claim, differing: readonly number[], words: CheckWords): string {
  if (differing.length === 0) return words.agreesAlways(name);
  if (differing.length === timeSteps) return words.differsAlways(name);
  const latest = differing.at(-1)!;
  const agreeing = Array.from({ length: timeSteps }, (_, i) => i + 1).filter((time) => !differing.includes(time));
  const [differ, agree] = [timeRanges(differing), timeRanges(agreeing)];
  if (!differ || !agree) return words.differsOften(name, differing.length, timeSteps, latest);
  const [differTimes, agreeTimes] = [words.times(differ), words.times(agree)];
  if (latest !== differing.length) return words.differsSomewhere(name, differTimes, agreeTimes);
  return latest === 1
    ? words.agreesThenDiffers(name, agreeTimes, differTimes)
    : words.differsBackward(name, agreeTimes, latest);
}

/** Only what surprises: steps that differ and yet sum up to the gradient, or the other way round. */
function sumClause({ differing, sumDifference, tolerance }: Claim, words: CheckWords): string {
  if (sumDifference === undefined) return "";
  const sumAgrees = sumDifference !== null && sumDifference <= tolerance;
  if (sumAgrees === (differing?.length === 0)) return "";
  if (sumAgrees) return words.butSumAgrees;
  return sumDifference === null ? words.butSumNotFinite : words.butSumDiffers(formatNumber(sumDifference, 2));
}

function notFinite({ name, against, place, checked, backpropagated }: Claim, words: CheckWords): string {
  const at = words.at(place);
  if (!Number.isFinite(checked)) return words.checkedGives[against](name, formatNumber(checked), at);
  if (!Number.isFinite(backpropagated)) return words.backpropagationGives(name, formatNumber(backpropagated), at);
  return words.notAllFinite(name);
}
