/** Reads the stored PyTorch cases of test/golden (see its README for the format). */
import { readFileSync } from "node:fs";
import {
  type Batch,
  type BatchData,
  Definition,
  type Dtype,
  learned,
  type Model,
  type Sizes,
} from "../../src/engine/index.js";

/** Numbers with "Infinity" and "NaN" as strings, where JSON has none. */
export type Stored = number | string | Stored[];
/** A whole list over time, or some times of it. */
export type StoredInTime = Stored[] | { at: number[]; values: Stored[] };

export interface GoldenCase {
  name: string;
  preset: string | null;
  equations: string;
  sizes: Sizes;
  T: number;
  batchSize: number | null;
  reduction: "sum" | "mean";
  parameters: Record<string, BatchData>;
  initial: Record<string, number[]>;
  learnedInitial: string[];
  batch: Batch;
  expected: {
    loss: Stored;
    losses: Stored[];
    values: Record<string, StoredInTime>;
    adjoints: Record<string, StoredInTime>;
    /** By given data, where the case stores them. */
    inputAdjoints?: Record<string, StoredInTime>;
    gradients: Record<string, Stored>;
    stepGradients?: Record<string, StoredInTime>;
    initialGradients?: Record<string, Stored>;
    adjointNorms?: Record<string, Stored[]>;
    stepGradientNorms?: Record<string, Stored[]>;
    derived?: Record<string, { value: Stored; gradient: Stored }>;
  };
}

export function readGolden<File>(file: string): File {
  return JSON.parse(readFileSync(new URL(`../golden/${file}.json`, import.meta.url), "utf8")) as File;
}

export const goldenCases = (file: string): GoldenCase[] => readGolden<{ cases: GoldenCase[] }>(file).cases;

/** Builds the case's network with the case's numbers. */
export function modelOf(c: GoldenCase, dtype: Dtype = "float64"): Model {
  const given = Object.entries(c.initial).filter(([name]) => !c.learnedInitial.includes(name));
  const initial = Object.fromEntries([...given, ...c.learnedInitial.map((name) => [name, learned] as const)]);
  const model = new Definition(c.equations).build(c.sizes, { initial, dtype });
  model.set(c.parameters);
  for (const name of c.learnedInitial) if (c.initial[name]) model.set({ [`${name}[0]`]: c.initial[name] });
  return model;
}

export const flatten = (stored: Stored): number[] =>
  Array.isArray(stored) ? stored.flatMap(flatten) : [Number(stored)];

/** Every number of what was stored. */
export const numbersIn = (stored: unknown): number[] =>
  typeof stored === "object" && stored !== null ? Object.values(stored).flatMap(numbersIn) : [Number(stored)];

/** The largest finite size of any of them; 0 without one. */
export const largestOf = (numbers: ArrayLike<number>): number =>
  Array.from(numbers).reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);

/** What a number type can be held to. */
export interface Precision {
  /** Largest {@link relativeDifference} to the stored number. */
  readonly bound: number;
  /** Below the first its numbers lose digits, above the second they are infinite. */
  readonly range: readonly [smallest: number, largest: number];
  /**
   * Numbers that are small because larger ones cancel have the rounding of these: this share of the largest number of the
   * same kind counts as part of their size.
   */
  readonly cancelled: number;
}

/** PyTorch's numbers are of float64: against them it is held to their digits, float32 to its own. */
export const PRECISION: Readonly<Record<Dtype, Precision>> = {
  float64: { bound: 1e-10, range: [0, Number.MAX_VALUE], cancelled: 0 },
  float32: { bound: 1e-5, range: [2 ** -126, (2 - 2 ** -23) * 2 ** 127], cancelled: 0.1 },
};

/**
 * The largest difference relative to the largest expected number (entries that are tiny beside their neighbours carry
 * their neighbours' rounding). Infinities and NaN must be the same on both sides.
 * @param more  added to that largest number
 */
export function relativeDifference(actual: ArrayLike<number>, expected: readonly number[], more = 0): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = largestOf(expected) + more;
  let largest = 0;
  expected.forEach((e, i) => {
    const gap = Object.is(actual[i], e) || actual[i] === e ? 0 : Math.abs(actual[i]! - e);
    largest = Math.max(largest, Number.isFinite(gap) ? gap / (scale || 1) : Number.POSITIVE_INFINITY);
  });
  return largest;
}
