import { DataError } from "./errors.js";
import type { StatementTime } from "./language/index.js";
import { ownValue } from "./ownValue.js";
import { allocate, type Dtype, type FloatArray } from "./program/program.js";

/** Nested arrays or typed arrays of numbers, as the caller gives them. */
export type BatchData = number | ArrayLike<number> | ReadonlyArray<BatchData>;

/**
 * What one step trains on: for each input and target of the equations either one sequence or B of them.
 * A sequence of vectors is T×size numbers; of classes, T indices from 0 (they are expanded to one-hot vectors); of
 * single numbers, T numbers. `T` may give the number of steps where no sequence tells it.
 */
export type Batch = Readonly<Record<string, BatchData>>;

/** An input as the network reads it. */
export interface InputSpec {
  readonly name: string;
  readonly time: StatementTime;
  /** Numbers at one time step. */
  readonly size: number;
}

/**
 * A checked batch: numbers ready to be copied into an arena, of the type that the model computes with. They do not change:
 * an execution that holds them does not copy them again.
 */
export interface PreparedBatch {
  readonly timeSteps: number;
  readonly batchSize: number;
  /** False when the caller gave single sequences: results then come back without a batch dimension. */
  readonly batched: boolean;
  /** By input: [T, B, size] row-major, or [1, B, size] for an input that stands at T only or outside time. */
  readonly data: ReadonlyMap<string, FloatArray>;
}

/** One way to read an input's data. `batchSize` and `timeSteps` are null where the data does not tell. */
interface Reading {
  readonly batchSize: number | null;
  readonly timeSteps: number | null;
  fill(dtype: Dtype): FloatArray;
}

/**
 * Checks a batch against the network's inputs.
 * @throws DataError when an input is missing, has another size, is not finite, or the sequences' lengths differ
 */
export function prepareBatch(
  batch: Batch,
  inputs: readonly InputSpec[],
  timeless: boolean,
  dtype: Dtype,
): PreparedBatch {
  if (typeof batch !== "object" || batch === null)
    throw new DataError(`a batch is an object such as { x: [[…]], target: […] }, got ${describe(batch)}`);
  const readings = inputs.map((spec) => ({ spec, readings: readingsOf(spec, dataOf(batch, spec, inputs)) }));
  const chosen = consistent(readings.map(({ readings }) => readings));
  if (!chosen)
    throw new DataError(
      `the sequences of the batch do not fit together: ${readings.map(({ spec, readings }) => describeReading(spec, readings[0]!)).join(", ")}`,
    );
  const timeSteps = chosen.find((r) => r.timeSteps !== null)?.timeSteps ?? stepsOf(batch, timeless);
  const batchSize = chosen.find((r) => r.batchSize !== null)?.batchSize ?? null;
  if (timeSteps < 1 || batchSize === 0)
    throw new DataError("the batch is empty: it needs at least one sequence of at least one time step");
  const data = new Map(inputs.map(({ name }, i) => [name, chosen[i]!.fill(dtype)]));
  return { timeSteps, batchSize: batchSize ?? 1, batched: batchSize !== null, data };
}

function dataOf(batch: Batch, { name }: InputSpec, inputs: readonly InputSpec[]): BatchData {
  const data = ownValue(batch, name);
  if (data !== undefined) return data;
  const wanted = inputs.map((i) => i.name).join(", ");
  const found = Object.keys(batch).join(", ") || "nothing";
  throw new DataError(`the batch has no ${name}: the equations read ${wanted}, the batch gives ${found}`);
}

function stepsOf(batch: Batch, timeless: boolean): number {
  if (timeless) return 1;
  const steps = batch.T;
  if (typeof steps === "number" && Number.isInteger(steps) && steps >= 1) return steps;
  throw new DataError("no sequence tells the number of time steps: give it as T, e.g. { T: 20, target: … }");
}

/** The first combination of readings, one for each input, whose B and T agree. */
function consistent(options: readonly (readonly Reading[])[]): Reading[] | undefined {
  const extend = (chosen: readonly Reading[]): Reading[] | undefined => {
    if (chosen.length === options.length) return [...chosen];
    for (const reading of options[chosen.length]!) {
      if (!chosen.every((other) => agree(other, reading))) continue;
      const whole = extend([...chosen, reading]);
      if (whole) return whole;
    }
    return undefined;
  };
  return extend([]);
}

function agree(a: Reading, b: Reading): boolean {
  const sameTime = a.timeSteps === null || b.timeSteps === null || a.timeSteps === b.timeSteps;
  return sameTime && a.batchSize === b.batchSize;
}

function describeReading({ name, time }: InputSpec, { batchSize, timeSteps }: Reading): string {
  const sequences = batchSize === null ? "one sequence" : `${batchSize} sequences`;
  return `${name} gives ${sequences}${timeSteps === null ? "" : ` of ${timeSteps} steps`}${time === "t" ? "" : " (one entry each)"}`;
}

const isList = (data: BatchData): data is ReadonlyArray<BatchData> =>
  typeof data === "object" && data !== null && (Array.isArray(data) || ArrayBuffer.isView(data));

/** How deep the lists are nested, following first elements. */
function depthOf(data: BatchData): number {
  return isList(data) ? 1 + (data.length > 0 ? depthOf(data[0]!) : 0) : 0;
}

function readingsOf(spec: InputSpec, data: BatchData): Reading[] {
  const reader = new Reader(spec, data);
  const found = spec.time === "t" ? reader.sequence() : reader.single();
  if (found.length === 0) throw reader.mismatch();
  return found;
}

/** Reads one input's data in every way that its nesting allows. */
class Reader {
  readonly #depth: number;

  constructor(
    private readonly spec: InputSpec,
    private readonly data: BatchData,
  ) {
    this.#depth = depthOf(data);
  }

  /** Readings of `name[t]`: T×size, T classes, or B of either. */
  sequence(): Reading[] {
    const { size } = this.spec;
    const data = this.#list(this.data, this.spec.name);
    if (this.#depth === 1) return [this.#reading(null, data.length, [data])];
    if (this.#depth === 3)
      return [
        this.#reading(
          data.length,
          this.#commonLength(data),
          data.map((d, b) => this.#list(d, `${this.spec.name}[${b}]`)),
        ),
      ];
    if (this.#depth !== 2) return [];
    const rows = data.map((row, t) => this.#list(row, `${this.spec.name}[${t}]`));
    const vectors = rows.every((row) => row.length === size) ? [this.#reading(null, rows.length, [data])] : [];
    const sequences =
      new Set(rows.map((row) => row.length)).size === 1 ? [this.#reading(rows.length, rows[0]!.length, rows)] : [];
    return [...vectors, ...sequences];
  }

  /** Readings of an input that stands at T only or outside time: one entry, or B of them; of a sequence its last. */
  single(): Reading[] {
    const { name, size } = this.spec;
    if (this.#depth === 0) return [this.#reading(null, null, [[this.data]])];
    const data = this.#list(this.data, name);
    const one = (entry: BatchData): BatchData[] => [entry];
    if (this.#depth === 1) {
      const vector = data.length === size ? [this.#reading(null, null, [one(this.data)])] : [];
      return [...vector, this.#reading(data.length, null, data.map(one))];
    }
    const last = (d: BatchData, b: number): BatchData[] => this.#list(d, `${name}[${b}]`).slice(-1);
    if (this.#depth === 2)
      return [this.#reading(data.length, null, data.map(one)), this.#reading(null, data.length, [data.slice(-1)])];
    return [this.#reading(data.length, this.#commonLength(data), data.map(last))];
  }

  mismatch(): DataError {
    const { name, size, time } = this.spec;
    const wanted =
      time === "t"
        ? `T×${size} numbers${size > 1 ? ` or T class indices (0 to ${size - 1})` : ""}, or B of them`
        : `${size} numbers${size > 1 ? " or a class index" : ""}, or B of them`;
    return new DataError(`${name} does not fit: expected ${wanted}, got ${describe(this.data)}`);
  }

  #commonLength(data: readonly BatchData[]): number {
    const lengths = data.map((d, b) => this.#list(d, `${this.spec.name}[${b}]`).length);
    const odd = lengths.findIndex((n) => n !== lengths[0]);
    if (odd > 0)
      throw new DataError(
        `${this.spec.name}[${odd}] has ${lengths[odd]} time steps but ${this.spec.name}[0] has ${lengths[0]}: all sequences of a batch have the same length`,
      );
    return lengths[0] ?? 0;
  }

  #list(data: BatchData, path: string): ReadonlyArray<BatchData> {
    if (isList(data)) return data;
    throw new DataError(`${path} should be a list, got ${describe(data)}`);
  }

  #reading(
    batchSize: number | null,
    timeSteps: number | null,
    sequences: readonly ReadonlyArray<BatchData>[],
  ): Reading {
    const steps = this.spec.time === "t" ? (timeSteps ?? 1) : 1;
    return { batchSize, timeSteps, fill: (dtype) => this.#fill(sequences, steps, batchSize !== null, dtype) };
  }

  #fill(sequences: readonly ReadonlyArray<BatchData>[], steps: number, batched: boolean, dtype: Dtype): FloatArray {
    const { name, size } = this.spec;
    const out = allocate(dtype, steps * sequences.length * size);
    for (let t = 0; t < steps; t++) {
      for (let b = 0; b < sequences.length; b++) {
        this.#entry(
          sequences[b]![t]!,
          out,
          (t * sequences.length + b) * size,
          () => `${name}${batched ? `[${b}]` : ""}[${t}]`,
        );
      }
    }
    return out;
  }

  /** One time step of one sequence: a vector, a single number, or a class index. */
  #entry(entry: BatchData, out: FloatArray, at: number, path: () => string): void {
    const { size } = this.spec;
    if (typeof entry === "number") {
      if (size === 1) out[at] = Number.isFinite(entry) ? entry : finite(entry, path());
      else out[at + classIndex(entry, size, path)] = 1;
      return;
    }
    const vector = isList(entry) ? entry : this.#list(entry, path());
    const numbers = typeof vector[0] === "object" ? vector.flatMap((row) => [...this.#list(row, path())]) : vector;
    if (numbers.length !== size)
      throw new DataError(`${path()} has ${numbers.length} numbers, expected ${size} (the size of ${this.spec.name})`);
    for (let i = 0; i < size; i++) {
      const number = numbers[i];
      out[at + i] = Number.isFinite(number) ? (number as number) : finite(number, `${path()}[${i}]`);
    }
  }
}

function finite(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new DataError(`${path} is ${describe(value)}: expected a finite number`);
}

function classIndex(value: number, size: number, path: () => string): number {
  if (Number.isInteger(value) && value >= 0 && value < size) return value;
  throw new DataError(
    `${path()} is ${value}: expected a class index from 0 to ${size - 1}, or a list of ${size} numbers`,
  );
}

function describe(value: unknown): string {
  if (typeof value === "number" || value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `${typeof value} ${JSON.stringify(value)}`;
  const dimensions: number[] = [];
  for (let v: unknown = value; typeof v === "object" && v !== null && "length" in v; v = (v as ArrayLike<unknown>)[0])
    dimensions.push(Number(v.length));
  return dimensions.length > 0 ? `${dimensions.join("×")} numbers` : "an object";
}
