/** Which goals a run reached. */
import { nameOf } from "./cases.js";
import { BROWSER_AT_MOST, goalOf } from "./goalTable.js";
import type { PeerName } from "./peers.js";
import { bestTorch, type CaseResult, ratioTo } from "./results.js";
import { digits, TITLES } from "./tables.js";

export interface Goals {
  /** How many goals met a measured ratio. */
  readonly measured: number;
  /** `RNN (…) f32: PyTorch ÷ Unroll is 0.71, the goal is 1.1 (35 % short)` */
  readonly missed: readonly string[];
}

export function goalsIn(results: readonly CaseResult[]): Goals {
  const judged = results.flatMap((result) => [
    ...[bestTorch(result), "tfjs" as const, "brain" as const].flatMap((peer) => (peer ? judge(result, peer) : [])),
    ...judgeBrowser(result),
  ]);
  return { measured: judged.length, missed: judged.flatMap(({ missed }) => missed ?? []) };
}

interface Judged {
  /** In words; undefined when the goal was reached. */
  readonly missed: string | undefined;
}

/** @returns one, or none where there is no goal or no ratio */
function judge(result: CaseResult, peer: PeerName): Judged[] {
  const ratio = ratioTo(result, peer)?.median;
  const goal = goalOf(result.case, peer);
  if (ratio === undefined || goal === undefined) return [];
  const short = Math.round(100 * (1 - ratio / goal));
  const text = `${TITLES[peer]} ÷ Unroll is ${digits(ratio)}, the goal is ${goal} (${short} % short)`;
  return [{ missed: ratio < goal ? `${nameOf(result.case)}: ${text}` : undefined }];
}

function judgeBrowser(result: CaseResult): Judged[] {
  const ratio = ratioTo(result, "chromium")?.median;
  if (ratio === undefined) return [];
  const over = Math.round(100 * (ratio / BROWSER_AT_MOST - 1));
  const text = `Chromium ÷ Node is ${digits(ratio)}, the goal is at most ${BROWSER_AT_MOST} (${over} % over)`;
  return [{ missed: ratio > BROWSER_AT_MOST ? `${nameOf(result.case)}: ${text}` : undefined }];
}
