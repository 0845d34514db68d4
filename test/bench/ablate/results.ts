/** What runs found, and what follows from it. */
import { spreadOf } from "../versus/statistics.js";
import type { Size } from "./before.js";
import { type Case, isForClass, nameOf } from "./cases.js";

/** One engine on one case: its time over that of the engine it is compared with, by round. */
export interface Measured {
  readonly one: Case;
  readonly ratios: readonly number[];
}

/** By rewriting, the engine without it over the whole engine. */
export type ByRewriting = Readonly<Record<string, readonly Measured[]>>;

export interface Results {
  readonly machine: string;
  /** Of the last minute, at the start and at the end of each run. */
  readonly loads: readonly (readonly [start: number, end: number])[];
  readonly rewritings: ByRewriting;
  /** The whole engine over that before anything was deleted. */
  readonly before: readonly Measured[];
  readonly sizes: { readonly before: Size; readonly now: Size };
}

export interface Largest {
  /** The case's name. */
  readonly name: string;
  readonly ratio: number;
}

export interface Gain {
  /** Geometric mean of the cases' medians; above 1, the engine without it is slower. */
  readonly mean: number;
  /** The smallest and the largest of that mean by round. */
  readonly between: readonly [low: number, high: number];
  /** The case that loses most, of those that a lesson or a class would run; undefined when none is among them. */
  readonly largestForClass: Largest | undefined;
  /** And of all. */
  readonly largest: Largest | undefined;
}

/** From so much on a rewriting is worth its proof. */
export const WORTH = { mean: 1.05, largestForClass: 1.15 } as const;
/** So much slower than before the deletions the engine may be. */
export const AT_MOST = { mean: 1.08, largest: 1.15 } as const;

/** @param measured at least one */
export function gainOf(measured: readonly Measured[]): Gain {
  const rounds = Math.min(...measured.map(({ ratios }) => ratios.length));
  const byRound = Array.from({ length: rounds }, (_, round) =>
    geometricMean(measured.map(({ ratios }) => ratios[round]!)),
  );
  return {
    mean: geometricMean(measured.map(medianOf)),
    between: [Math.min(...byRound), Math.max(...byRound)],
    largestForClass: largestOf(measured.filter(({ one }) => isForClass(one))),
    largest: largestOf(measured),
  };
}

/** Whether it gains enough to stay. */
export const isWorth = ({ mean, largestForClass }: Gain): boolean =>
  mean >= WORTH.mean || (largestForClass?.ratio ?? 1) >= WORTH.largestForClass;

export const medianOf = ({ ratios }: Pick<Measured, "ratios">): number => spreadOf(ratios).median;

/** @param values at least one, above 0 */
export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

function largestOf(measured: readonly Measured[]): Largest | undefined {
  const found = measured.map((of) => ({ name: nameOf(of.one), ratio: medianOf(of) }));
  return found.sort((a, b) => b.ratio - a.ratio)[0];
}

/** Several runs as one: what was measured more than once has the rounds of all. @param runs at least one */
export function merged(runs: readonly Results[]): Results {
  const last = runs[runs.length - 1]!;
  const names = new Set(runs.flatMap(({ rewritings }) => Object.keys(rewritings)));
  const of = (name: string): Measured[] => withAllRounds(runs.flatMap(({ rewritings }) => rewritings[name] ?? []));
  return {
    ...last,
    loads: runs.flatMap(({ loads }) => loads),
    rewritings: Object.fromEntries([...names].map((name) => [name, of(name)])),
    before: withAllRounds(runs.flatMap(({ before }) => before)),
  };
}

function withAllRounds(measured: readonly Measured[]): Measured[] {
  const byCase = new Map<string, Measured>();
  for (const { one, ratios } of measured) {
    const known = byCase.get(nameOf(one));
    byCase.set(nameOf(one), { one, ratios: [...(known?.ratios ?? []), ...ratios] });
  }
  return [...byCase.values()];
}
