import { type Batch, type Definition, Random, type Sizes } from "../../../src/engine/index.js";

/** T×I numbers for each input; B of them, or one without a batch. */
export function batchFor(definition: Definition, sizes: Sizes, T: number, B: number | null): Batch {
  const random = new Random(3);
  const inputs = definition.build(sizes).inputSpecs;
  const vector = (n: number) => Array.from({ length: n }, () => random.uniform(0, 1));
  const one = ({ size, time }: (typeof inputs)[number]) =>
    time === "t" ? Array.from({ length: T }, () => vector(size)) : vector(size);
  const all = (spec: (typeof inputs)[number]) => Array.from({ length: B ?? 1 }, () => one(spec));
  return Object.fromEntries(inputs.map((spec) => [spec.name, B === null ? one(spec) : all(spec)])) as Batch;
}

/** Sizes that leave numbers over beside whole vectors and tiles. */
export const sizesOf = (text: string): Sizes => ({
  ...(text.includes("x[t]") || text.includes("W x") ? { x: 7 } : {}),
  ...Object.fromEntries(
    ["s", "h", "z", "f", "r"].flatMap((state) => (states(text).includes(state) ? [[state, 13]] : [])),
  ),
  ...(text.includes("a = ") ? { a: 13 } : {}),
  y: 5,
});
const states = (text: string): string[] => [...text.matchAll(/(\w)\[t[-+]1\]/g)].map(([, name]) => name!);
