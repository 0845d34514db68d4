/** Times engines against one of them, side by side in one process. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Dtype } from "../../../src/engine/index.js";
import { type Case, nameOf } from "./cases.js";
import { type Contestant, contestantOf, expectedNumbers } from "./contestants.js";
import type { Loaded } from "./engines.js";

/** Times a contestant is timed in a round; the shortest counts. */
const BURSTS = 3;
/** ms: about so long a burst takes, unless one run takes longer. */
const BURST = 5;
/** ms and runs: both before the first round, as engines compile what has run often; no further run after the most, ms. */
const WARM_UP = { time: 150, runs: 8, most: 1000 };
/** Bytes of numbers that stand beside each other. */
const MOST_BYTES = 1.5 * 2 ** 30;
/** The largest difference of a number to the reference's, in largest numbers of its array. */
const TOLERANCE: Readonly<Record<Dtype, number>> = { float32: 2e-4, float64: 1e-9 };

/** By round, the ratio of each engine's time to that of the one that it is compared with. */
export type Ratios = ReadonlyMap<string, readonly number[]>;

export interface Contest {
  readonly one: Case;
  readonly rounds: number;
  /** What the others are compared with. */
  readonly base: Loaded;
  readonly others: ReadonlyMap<string, Loaded>;
  /** Whose reference rules tell what is right. */
  readonly reference: Loaded;
}

/** @throws Error when an engine's numbers are not right */
export async function contest({ one, rounds, base, others, reference }: Contest): Promise<Ratios> {
  const expected = expectedNumbers(reference.engine, one);
  const threads = one.task === "threads" || one.task === "busy";
  const clock = threads ? wallTime : processorTime;
  const ratios = new Map<string, number[]>();
  const enter = async (name: string, loaded: Loaded): Promise<Runner> => {
    const contestant = contestantOf(loaded, one, threads);
    checkNumbers(contestant.numbers(), expected, one, name);
    return { name, contestant, clock, runs: await warmUp(contestant, clock, threads) };
  };
  const first = await enter("the whole engine", base);
  const most = Math.max(1, Math.floor(MOST_BYTES / first.contestant.bytes) - 1);
  for (const some of chunks([...others], most)) {
    const runners: Runner[] = [];
    for (const [name, loaded] of some) runners.push(await enter(name, loaded));
    for (const runner of runners) ratios.set(runner.name, []);
    for (let round = 0; round < rounds; round++)
      for (const runner of rotated(runners, round)) ratios.get(runner.name)!.push(ratioOf(runner, first));
    runners.length = 0;
    collectGarbage();
  }
  return ratios;
}

interface Runner {
  readonly name: string;
  readonly contestant: Contestant;
  readonly clock: Clock;
  /** Runs a burst. */
  readonly runs: number;
}

/** ms, from any beginning. */
type Clock = () => number;

/** Of all threads together. */
const wallTime: Clock = () => performance.now();

/** What this process has had of the processor: other programs that take it do not count. */
const processorTime: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** They take turns, so that a busy moment falls on both. */
function ratioOf(runner: Runner, base: Runner): number {
  let [own, other] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let burst = 0; burst < BURSTS; burst++) {
    other = Math.min(other, burstOf(base));
    own = Math.min(own, burstOf(runner));
  }
  return own / other;
}

/** @returns ms a run */
function burstOf({ contestant, clock, runs }: Runner): number {
  if (runs > 1) contestant.run(); // the other's numbers have taken the caches
  const start = clock();
  for (let i = 0; i < runs; i++) contestant.run();
  return (clock() - start) / runs;
}

/** @returns runs a burst */
async function warmUp(contestant: Contestant, clock: Clock, threads: boolean): Promise<number> {
  let done = 0;
  const start = clock();
  const spent = (): number => clock() - start;
  while (spent() < WARM_UP.most && (spent() < WARM_UP.time || done < WARM_UP.runs)) {
    contestant.run();
    // a thread that is to help starts meanwhile
    if (threads && done < WARM_UP.runs) await new Promise((resolve) => setTimeout(resolve, 10));
    done++;
  }
  return burstRuns(contestant, clock);
}

function burstRuns(contestant: Contestant, clock: Clock): number {
  for (let runs = 1; ; runs *= 2) {
    const start = clock();
    for (let i = 0; i < runs; i++) contestant.run();
    const spent = clock() - start;
    if (spent > BURST / 2) return Math.max(1, Math.round((BURST * runs) / spent));
  }
}

function checkNumbers(
  found: readonly Float64Array[],
  expected: readonly Float64Array[],
  one: Case,
  name: string,
): void {
  const bound = TOLERANCE[one.dtype];
  const isRight =
    found.length === expected.length && found.every((numbers, i) => differs(numbers, expected[i]!) < bound);
  if (isRight) return;
  const worst = found.map((numbers, i) => differs(numbers, expected[i]!).toExponential(1));
  throw new Error(`${name}: wrong numbers in ${nameOf(one)}; differences by array: ${worst.join(", ")}`);
}

/** Largest difference over largest number; infinite where one is no number. */
function differs(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let [size, gap] = [Number.MIN_VALUE, 0];
  for (let i = 0; i < a.length; i++) {
    size = Math.max(size, Math.abs(b[i]!));
    const one = Math.abs(a[i]! - b[i]!);
    gap = one <= gap ? gap : Number.isNaN(one) ? Number.POSITIVE_INFINITY : one;
  }
  return gap / size;
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}

const rotated = <Item>(items: readonly Item[], by: number): Item[] => {
  const at = (by * Math.ceil(items.length / 7)) % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
};

/** WebAssembly memories are given back when nothing refers to them any more. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
