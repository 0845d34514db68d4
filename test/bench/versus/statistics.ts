/** Medians with their spread. */
import { quantile } from "simple-statistics";

/** The middle half of what was measured. */
export interface Spread {
  readonly median: number;
  /** A quarter lies below. */
  readonly low: number;
  /** A quarter lies above. */
  readonly high: number;
}

/** @param values at least one. @throws Error for none */
export function spreadOf(values: readonly number[]): Spread {
  const [low, median, high] = quantile([...values], [0.25, 0.5, 0.75]) as [number, number, number];
  return { low, median, high };
}

/** By round; undefined where it did not take part. */
export type Rounds = readonly (number | undefined)[];

/** Peer's time over ours of the rounds in which both ran, so that a busy moment falls on both; undefined without any. */
export function ratioOf(peer: Rounds, ours: Rounds): Spread | undefined {
  const ratios = peer.flatMap((time, round) => {
    const own = ours[round];
    return time === undefined || own === undefined ? [] : [time / own];
  });
  return ratios.length > 0 ? spreadOf(ratios) : undefined;
}

/** The spread of the rounds that were run; undefined without any. */
export function spreadOfRounds(rounds: Rounds): Spread | undefined {
  const ran = rounds.filter((time) => time !== undefined);
  return ran.length > 0 ? spreadOf(ran) : undefined;
}
