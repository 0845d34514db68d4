/** Which goals a run reached. */
import { nameOf } from "./cases.js";
import { goalOf } from "./goalTable.js";
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
  const judged = results.flatMap((result) =>
    [bestTorch(result), "tfjs" as const, "brain" as const].flatMap((peer) => (peer ? judge(result, peer) : [])),
  );
  const missed = judged.filter(({ ratio, goal }) => ratio < goal);
  return { measured: judged.length, missed: missed.map(textOf) };
}

interface Judged {
  readonly subject: string;
  readonly ratio: number;
  readonly goal: number;
}

/** @returns one, or none where there is no goal or no ratio */
function judge(result: CaseResult, peer: PeerName): Judged[] {
  const ratio = ratioTo(result, peer)?.median;
  const goal = goalOf(result.case, peer);
  if (ratio === undefined || goal === undefined) return [];
  return [{ subject: `${nameOf(result.case)}: ${TITLES[peer]}`, ratio, goal }];
}

function textOf({ subject, ratio, goal }: Judged): string {
  const short = Math.round(100 * (1 - ratio / goal));
  return `${subject} ÷ Unroll is ${digits(ratio)}, the goal is ${goal} (${short} % short)`;
}
