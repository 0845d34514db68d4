/** Times the peers on one case, side by side: warmed up, then in rounds, each in another order. */
import { Random } from "../../../src/engine/index.js";
import { type Case, flopsOf } from "./cases.js";
import type { Peer } from "./peer.js";
import type { PeerName, PeerSpec } from "./peers.js";

/** How long it may take. */
export interface Pace {
  readonly rounds: number;
  /** ms: what a peer runs before its first round, at the least the one run of its preparation. */
  readonly warmUp: number;
  /** ms: about how long a peer runs in one round. */
  readonly round: number;
  /** ms: a peer that has run for longer leaves the further rounds out, after two. */
  readonly budget: number;
  /** Floating-point operations of a step from which on slow peers are left out. */
  readonly slowFrom: number;
}

export const FULL: Pace = { rounds: 15, warmUp: 1500, round: 150, budget: 20_000, slowFrom: 5e9 };
export const QUICK: Pace = { rounds: 9, warmUp: 150, round: 15, budget: 250, slowFrom: 1e8 };

/** What one peer took for one case. */
export interface Measured {
  readonly peer: PeerName;
  /** ms a step, by round; null where it left the round out. */
  readonly rounds: (number | undefined)[];
  /** Bytes that its process held at the end. */
  resident: number;
  /** Bytes of values, adjoints and what drives them, where known. */
  readonly arena?: number;
  readonly loss?: number;
}

interface Runner extends Measured {
  readonly process: Peer;
  /** Steps a round. */
  times: number;
  spent: number;
}

/** A peer and why it took no part. */
export type Left = readonly [peer: PeerName, why: string];

const random = new Random(1);

/**
 * @param peers  a running process each
 * @throws Error when Unroll itself fails, or a peer computes something else
 */
export async function measure(one: Case, peers: readonly Peer[], pace: Pace): Promise<[Measured[], Left[]]> {
  const left: Left[] = [];
  const runners: Runner[] = [];
  for (const peer of peers) {
    const made = await enter(peer, one, pace);
    if (typeof made === "string" && peer.spec.name === "unroll") throw new Error(`Unroll cannot do a case: ${made}`);
    if (typeof made === "string") left.push([peer.spec.name, made]);
    else runners.push(made);
  }
  for (let round = 0; round < pace.rounds; round++)
    for (const runner of shuffled(runners)) runner.rounds.push(await oneRound(runner, round, pace));
  const measured = runners.map(({ process: _, times: __, spent: ___, ...rest }) => rest);
  return [measured, left];
}

async function enter(peer: Peer, one: Case, pace: Pace): Promise<Runner | string> {
  const started = performance.now();
  const prepared = await peer.prepare(one);
  if (prepared.refuses !== undefined) return prepared.refuses;
  const { loss, arena } = prepared as { loss?: number; arena?: number };
  checkLoss(loss, one);
  const runner = { peer: peer.spec.name, process: peer, rounds: [], resident: 0, arena, loss, times: 1, spent: 0 };
  if (performance.now() - started < pace.warmUp) await warmUp(runner, pace);
  return runner;
}

/** Why a peer is not even started for a case; undefined when it is. */
export function leftOut({ slow, dtypes }: PeerSpec, { shape, dtype }: Case, pace: Pace): string | undefined {
  if (!dtypes.includes(dtype)) return `${dtypes.join(" and ")} only`;
  return slow && flopsOf(shape) >= pace.slowFrom ? "too slow for this run" : undefined;
}

/** Untrained, a network knows nothing: ln O nats. @throws Error when a peer is far from it: it computes something else */
function checkLoss(loss: number | undefined, { shape }: Case): void {
  const expected = Math.log(shape.inputs);
  if (loss === undefined || Math.abs(loss - expected) < 1.5) return;
  throw new Error(`a first loss of ${loss} nats a time step, expected about ln ${shape.inputs} = ${expected}`);
}

async function warmUp(runner: Runner, pace: Pace): Promise<void> {
  let spent = 0;
  let times = 1;
  let perStep = 0;
  while (spent < pace.warmUp) {
    const { milliseconds } = await runner.process.run(times);
    spent += milliseconds;
    perStep = milliseconds / times;
    times = Math.max(1, Math.min(2 * times, Math.round(pace.round / perStep)));
  }
  runner.times = Math.max(1, Math.round(pace.round / perStep));
}

async function oneRound(runner: Runner, round: number, pace: Pace): Promise<number | undefined> {
  if (round >= 2 && runner.spent > pace.budget) return undefined;
  await new Promise((resolve) => setTimeout(resolve, 5)); // the threads of the one before have stopped spinning
  const { milliseconds, resident } = await runner.process.run(runner.times);
  runner.spent += milliseconds;
  runner.resident = resident;
  return milliseconds / runner.times;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const drawn = items.map((item) => ({ item, key: random.uniform(0, 1) }));
  return drawn.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
