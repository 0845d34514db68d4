/** Reads the stored PyTorch cases of test/golden (see its README for the format). */
import { readFileSync } from "node:fs";
import { type Batch, type BatchData, Definition, learned, type Model, type Sizes } from "../../src/engine/index.js";

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
export function modelOf(c: GoldenCase): Model {
  const given = Object.entries(c.initial).filter(([name]) => !c.learnedInitial.includes(name));
  const initial = Object.fromEntries([...given, ...c.learnedInitial.map((name) => [name, learned] as const)]);
  const model = new Definition(c.equations).build(c.sizes, { initial });
  model.set(c.parameters);
  for (const name of c.learnedInitial) if (c.initial[name]) model.set({ [`${name}[0]`]: c.initial[name] });
  return model;
}

export const flatten = (stored: Stored): number[] =>
  Array.isArray(stored) ? stored.flatMap(flatten) : [Number(stored)];

/**
 * The largest difference relative to the largest expected number (entries that are tiny beside their neighbours carry
 * their neighbours' rounding). Infinities and NaN must be the same on both sides.
 */
export function relativeDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(...expected.map((e) => (Number.isFinite(e) ? Math.abs(e) : 0)));
  let largest = 0;
  expected.forEach((e, i) => {
    const gap = Object.is(actual[i], e) || actual[i] === e ? 0 : Math.abs(actual[i]! - e);
    largest = Math.max(largest, Number.isFinite(gap) ? gap / (scale || 1) : Number.POSITIVE_INFINITY);
  });
  return largest;
}
