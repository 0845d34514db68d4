/** Times the peers on one case, side by side: warmed up, then in rounds, each in another order. */
import { Random } from "../../../src/engine/index.js";
import { type Case, flopsOf } from "./cases.js";
import type { Peer } from "./peer.js";
import type { PeerName, PeerSpec } from "./peers.js";

/** ms between two contestants; longer after one whose threads go on turning. */
const AFTER_ANOTHER = 30;

/** How long it may take. */
export interface Pace {
  readonly rounds: number;
  /** What a peer runs before its first round. */
  readonly warmUp: WarmUp;
  /** ms: about how long a peer runs in one round. */
  readonly round: number;
  /** ms: a peer that has run for longer leaves the further rounds out, after two. */
  readonly budget: number;
  /** Floating-point operations of a step from which on slow peers are left out. */
  readonly slowFrom: number;
}

/**
 * Both, so many steps and so long: engines compile what has run often, and do so beside the running program, which takes
 * its time. A peer whose steps are long stops at the limit.
 */
export interface WarmUp {
  readonly steps: number;
  /** ms. */
  readonly time: number;
  /** ms: no further step begins after it. */
  readonly limit: number;
}

export const FULL: Pace = {
  rounds: 15,
  warmUp: { steps: 3000, time: 1500, limit: 3000 },
  round: 150,
  budget: 20_000,
  slowFrom: 5e9,
};
export const QUICK: Pace = {
  rounds: 9,
  warmUp: { steps: 2000, time: 400, limit: 800 },
  round: 15,
  budget: 250,
  slowFrom: 1e8,
};

/** What one peer took for one case. */
export interface Measured {
  readonly peer: PeerName;
  /** ms a step, by round; null where it left the round out. */
  readonly rounds: (number | undefined)[];
  /** Bytes that its process held at the end, where it can tell. */
  resident?: number | undefined;
  /** Bytes of values, adjoints and what drives them, where known. */
  readonly arena?: number;
  readonly loss?: number;
}

/** Whoever can be measured. */
export type Contestant = Pick<Peer, "spec" | "prepare" | "run">;

interface Runner extends Measured {
  readonly contestant: Contestant;
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
export async function measure(one: Case, peers: readonly Contestant[], pace: Pace): Promise<[Measured[], Left[]]> {
  const left: Left[] = [];
  const runners: Runner[] = [];
  for (const [i, peer] of peers.entries()) {
    await quietAfter(peers[i - 1]);
    const made = await enter(peer, one, pace);
    if (typeof made === "string" && peer.spec.name === "unroll") throw new Error(`Unroll cannot do a case: ${made}`);
    if (typeof made === "string") left.push([peer.spec.name, made]);
    else runners.push(made);
  }
  let before = peers[peers.length - 1];
  for (let round = 0; round < pace.rounds; round++)
    for (const runner of shuffled(runners)) {
      await quietAfter(before);
      before = runner.contestant;
      runner.rounds.push(await oneRound(runner, round, pace));
    }
  const measured = runners.map(({ contestant: _, times: __, spent: ___, ...rest }) => rest);
  return [measured, left];
}

async function enter(peer: Contestant, one: Case, pace: Pace): Promise<Runner | string> {
  const prepared = await peer.prepare(one);
  if (prepared.refuses !== undefined) return prepared.refuses;
  const { loss, arena } = prepared as { loss?: number; arena?: number };
  checkLoss(loss, one);
  const times = await warmUp(peer, pace);
  return { peer: peer.spec.name, contestant: peer, rounds: [], arena, loss, times, spent: 0 };
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

/** @returns steps a round, by the fastest that it was */
async function warmUp(peer: Contestant, { warmUp: { steps, time, limit }, round }: Pace): Promise<number> {
  let done = 0;
  let spent = 0;
  let times = 1;
  let perStep = Number.POSITIVE_INFINITY;
  while ((done < steps || spent < time) && spent < limit) {
    const { milliseconds } = await peer.run(times);
    done += times;
    spent += milliseconds;
    perStep = Math.min(perStep, milliseconds / times);
    times = Math.max(1, Math.min(2 * times, Math.round(round / perStep)));
  }
  return Math.max(1, Math.round(round / perStep));
}

/** Waits until the threads of the contestant before are still. */
async function quietAfter(before: Contestant | undefined): Promise<void> {
  if (before) await new Promise((resolve) => setTimeout(resolve, Math.max(AFTER_ANOTHER, before.spec.turning)));
}

async function oneRound(runner: Runner, round: number, pace: Pace): Promise<number | undefined> {
  if (round >= 2 && runner.spent > pace.budget) return undefined;
  const { milliseconds, resident } = await runner.contestant.run(runner.times);
  runner.spent += milliseconds;
  runner.resident = resident;
  return milliseconds / runner.times;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const drawn = items.map((item) => ({ item, key: random.uniform(0, 1) }));
  return drawn.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
