import { asLists, depthOf, isList } from "../../engine/describeData.js";
import { type Batch, type BatchData, DataError, type Random } from "../../engine/index.js";
import { shown } from "../../engine/shown.js";
import { countedBy, drawn } from "./common.js";
import { decodeNumbers } from "./outputs.js";
import type { Task } from "./task.js";

/**
 * Sequences of your own, taken in turn: `tasks.sequences([{ x: [[…], …], target: [[…], …] }])`. Of numbers or vectors, or
 * of class indices; with a batch of n, n of them in turn (they must be equally long).
 * @throws DataError when there is none, or one is no object of sequences
 */
export function sequences(batches: readonly Batch[]): Task {
  const given = checked(batches);
  const turns = countedBy(() => ({ next: 0 }));
  const next = (random?: Random) => (): Batch => given[turns(random).next++ % given.length]!;
  const lengths = new Set(given.map(({ x }) => lengthOf(x)));
  return {
    name: "sequences",
    description: `${given.length} given ${given.length === 1 ? "sequence" : "sequences"}.`,
    size: sizeOf(given, "x"),
    sizes: { x: sizeOf(given, "x"), target: sizeOf(given, "target") },
    length: lengths.size === 1 ? [...lengths][0]! : null,
    fixed: given.length === 1,
    stateful: false,
    batch: (n, random) => (n === undefined ? next(random)() : stack(n, next(random))),
    decode: decodeNumbers,
    tokens: () => ({}),
  };
}

function checked(batches: readonly Batch[]): readonly Batch[] {
  const usage = "tasks.sequences takes a list of sequences such as [{ x: [[1], [2]], target: [[0], [1]] }]";
  if (!Array.isArray(batches) || batches.length === 0) throw new DataError(usage);
  const wrong = batches.findIndex(
    (batch: unknown) => typeof batch !== "object" || batch === null || isList(batch as []),
  );
  if (wrong >= 0) throw new DataError(`${usage}; number ${wrong + 1} is ${shown(batches[wrong])}`);
  return [...batches];
}

/** n sequences as one batch. */
function stack(n: number, next: () => Batch): Batch {
  const all = drawn(n, next, ({ x }) => lengthOf(x) ?? 1);
  const names = Object.keys(all[0]!).filter((name) => name !== "T");
  const stacked = names.map((name) => [name, all.map((sequence) => sequence[name]!)] as const);
  return { ...all[0], ...Object.fromEntries(stacked) };
}

/** Time steps; that of the first sequence where there is a batch dimension (only known for vectors). */
function lengthOf(given: BatchData | undefined): number | null {
  const data = given === undefined ? given : asLists(given);
  const sequence = depthOf(data) === 3 ? (data as ReadonlyArray<BatchData>)[0] : data;
  return isList(sequence) ? sequence.length : null;
}

/** Numbers in one vector; the number of classes where whole numbers from 0 stand; 0 when there is no such sequence. */
function sizeOf(batches: readonly Batch[], name: string): number {
  const data = batches.flatMap(({ [name]: values }) => (values === undefined ? [] : [asLists(values)]));
  if (data.length === 0) return 0;
  const depth = depthOf(data[0]);
  if (depth >= 2) return widthOf(data[0]!, depth);
  const entries = data.flatMap((values) => (isList(values) ? Array.from(values) : [values])) as number[];
  return entries.every((entry) => Number.isInteger(entry) && entry >= 0) ? largest(entries) + 1 : 1;
}

const largest = (numbers: readonly number[]): number => numbers.reduce((most, n) => Math.max(most, n), 0);

function widthOf(data: BatchData, depth: number): number {
  const list = data as ReadonlyArray<BatchData>;
  return depth === 1 ? list.length : widthOf(list[0]!, depth - 1);
}
