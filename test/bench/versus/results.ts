/** What one run of the benchmark found, and what is read off it. */
import { type Case, flopsOf } from "./cases.js";
import type { Left, Measured } from "./measure.js";
import type { PeerName } from "./peers.js";
import { ratioOf, type Spread, spreadOfRounds } from "./statistics.js";

export interface CaseResult {
  readonly case: Case;
  readonly measured: readonly Measured[];
  readonly left: readonly Left[];
}

/** Speed of a product of two matrices of 512 × 512, GFLOP/s. */
export interface Peak {
  readonly dtype: Case["dtype"];
  readonly by: PeerName;
  readonly gflops: number;
}

export interface GrowthPoint {
  readonly varied: "H" | "T" | "B";
  readonly result: CaseResult;
}

export interface Results {
  readonly machine: string;
  /** Of one minute, at the start and at the end. */
  readonly load: readonly [number, number];
  readonly quick: boolean;
  /** By peer: versions, or why it took no part. */
  readonly versions: Readonly<Partial<Record<PeerName, string>>>;
  readonly peaks: readonly Peak[];
  readonly cases: readonly CaseResult[];
  readonly growth: readonly GrowthPoint[];
}

export function timeOf(result: CaseResult, peer: PeerName): Spread | undefined {
  return spreadOfRounds(result.measured.find((one) => one.peer === peer)?.rounds ?? []);
}

/** PyTorch at its better thread count: by the median. */
export function bestTorch(result: CaseResult): PeerName | undefined {
  const ran = (["torch1", "torch2"] as const).filter((peer) => timeOf(result, peer));
  return ran.sort((a, b) => timeOf(result, a)!.median - timeOf(result, b)!.median)[0];
}

/** The peer's time over ours. */
export function ratioTo(result: CaseResult, peer: PeerName | undefined): Spread | undefined {
  const of = (name: PeerName) => result.measured.find((one) => one.peer === name)?.rounds ?? [];
  return peer && ratioOf(of(peer), of("unroll"));
}

/** GFLOP/s of the matrix products in our step; what else a step does is not counted. */
export function gflopsOf(result: CaseResult): number | undefined {
  const time = timeOf(result, "unroll");
  return time && result.case.task !== "credit" ? flopsOf(result.case.shape) / time.median / 1e6 : undefined;
}

/** Of one core, by whichever library is fastest at it. */
export function peakOf(peaks: readonly Peak[], dtype: Case["dtype"]): number | undefined {
  const found = peaks.filter((peak) => peak.dtype === dtype && peak.by !== "torch2").map(({ gflops }) => gflops);
  return found.length > 0 ? Math.max(...found) : undefined;
}

/** Of two measurements the higher speeds: one of them may have fallen on a busy moment. */
export function higherPeaks(first: readonly Peak[], second: readonly Peak[]): Peak[] {
  const again = (peak: Peak) => second.find(({ by, dtype }) => by === peak.by && dtype === peak.dtype)?.gflops ?? 0;
  return first.map((peak) => ({ ...peak, gflops: Math.max(peak.gflops, again(peak)) }));
}
