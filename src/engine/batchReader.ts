import { asLists, type BatchData, depthOf, describe, isList } from "./describeData.js";
import { DataError } from "./errors.js";
import type { InputSpec } from "./inputSpec.js";
import { allocate, type Dtype, type FloatArray } from "./program/program.js";

/** One way to read an input's data. `batchSize` and `timeSteps` are null where the data does not tell. */
export interface Reading {
  readonly batchSize: number | null;
  readonly timeSteps: number | null;
  fill(dtype: Dtype): FloatArray;
}

/** All ways to read an input's data. @throws DataError when there is none */
export function readingsOf(spec: InputSpec, given: BatchData): Reading[] {
  const data = asLists(given);
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
    if (this.#depth === 1) return this.#ofNumbers(data.length, [this.#reading(null, data.length, [data])]);
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
    if (vectors.length > 0 && !this.#takesNumbers) return vectors;
    const odd = rows.findIndex((row) => row.length !== rows[0]!.length);
    if (odd > 0)
      throw new DataError(
        `${this.spec.name}[${odd}] has ${rows[odd]!.length} numbers but ${this.spec.name}[0] has ${rows[0]!.length}`,
      );
    const sequences = [this.#reading(rows.length, rows[0]!.length, rows)];
    return [...vectors, ...this.#ofNumbers(rows[0]!.length, sequences)];
  }

  /** Whether one number may stand for a time step: it is all there is, or a class. */
  get #takesNumbers(): boolean {
    return this.spec.size === 1 || this.spec.classes;
  }

  /** @param count of the numbers that a sequence gives @throws DataError when each should be a vector */
  #ofNumbers(count: number, readings: Reading[]): Reading[] {
    if (readings.length === 0 || count === 0 || this.#takesNumbers) return readings;
    const { name, size } = this.spec;
    const numbers = `${count} number${count === 1 ? "" : "s"}`;
    throw new DataError(
      `${name} gives ${numbers} for a sequence of ${size} rows. Class indices are read for targets of a cross-entropy, and for inputs that ` +
        `nothing but matrix products and concat reads. A scalar sequence is ${name}: 1 in build; otherwise give ${size} numbers for each time step`,
    );
  }

  /** Readings of an input that stands at T only or outside time: one entry, or B of them; of a sequence its last. */
  single(): Reading[] {
    const { name, size } = this.spec;
    if (this.#depth === 0) return this.#ofNumbers(1, [this.#reading(null, null, [[this.data]])]);
    const data = this.#list(this.data, name);
    const one = (entry: BatchData): BatchData[] => [entry];
    if (this.#depth === 1) {
      const vector = data.length === size ? [this.#reading(null, null, [one(this.data)])] : [];
      if (vector.length > 0 && !this.#takesNumbers) return vector;
      return [...vector, ...this.#ofNumbers(data.length, [this.#reading(data.length, null, data.map(one))])];
    }
    const last = (d: BatchData, b: number): BatchData[] => this.#list(d, `${name}[${b}]`).slice(-1);
    if (this.#depth === 2)
      return [this.#reading(data.length, null, data.map(one)), this.#reading(null, data.length, [data.slice(-1)])];
    return [this.#reading(data.length, this.#commonLength(data), data.map(last))];
  }

  mismatch(): DataError {
    const { name, size, time, classes } = this.spec;
    const hasClasses = size > 1 && classes;
    const wanted =
      time === "t"
        ? `T×${size} numbers${hasClasses ? ` or T class indices (0 to ${size - 1})` : ""}, or B of them`
        : `${size} numbers${hasClasses ? " or a class index" : ""}, or B of them`;
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
        this.#entry(sequences[b]![t]!, out, (t * sequences.length + b) * size, () => pathOf(name, batched, b, t));
      }
    }
    this.#checkTargets(out, sequences.length, batched);
    return out;
  }

  #checkTargets(numbers: FloatArray, batchSize: number, batched: boolean): void {
    const { name, size, isDistribution, isProbability } = this.spec;
    if (!isDistribution && !isProbability) return;
    // vectors of small whole numbers, one of them above 1, are more likely class indices of a batch
    const areIndices = isDistribution && numbers.every((n) => Number.isInteger(n) && n < size);
    const found = numbers.findIndex((n) => n < 0 || (n > 1 && (isProbability || areIndices)));
    if (found < 0) return;
    const row = Math.floor(found / size);
    const path = pathOf(name, batched, row % batchSize, Math.floor(row / batchSize));
    const wanted = isProbability
      ? "binaryCrossEntropy are between 0 and 1"
      : areIndices
        ? "crossEntropy are between 0 and 1; class indices are one number for each time step"
        : "crossEntropy are not negative";
    throw new DataError(
      `${path}${size > 1 ? `[${found % size}]` : ""} is ${numbers[found]}: the numbers of a target of ${wanted}`,
    );
  }

  /** One time step of one sequence: a vector, a single number, or a class index. */
  #entry(entry: BatchData, out: FloatArray, at: number, path: () => string): void {
    const { size } = this.spec;
    if (typeof entry === "number") {
      if (size === 1) put(entry, out, at, path);
      else out[at + classIndex(entry, this.spec, path)] = 1;
      return;
    }
    const vector = isList(entry) ? entry : this.#list(entry, path());
    const numbers = typeof vector[0] === "object" ? vector.flatMap((row) => [...this.#list(row, path())]) : vector;
    if (numbers.length !== size)
      throw new DataError(`${path()} has ${numbers.length} numbers, expected ${size} (the size of ${this.spec.name})`);
    for (let i = 0; i < size; i++) put(numbers[i], out, at + i, () => `${path()}[${i}]`);
  }
}

/** Writes a number; what `out` then holds is finite, too: float32 makes 1e39 infinite. */
function put(value: unknown, out: FloatArray, at: number, path: () => string): void {
  if (typeof value === "number") out[at] = value;
  if (typeof value === "number" && Number.isFinite(out[at])) return;
  const expected = Number.isFinite(value) ? "one that float32 can hold, at most 3.4e38" : "a finite number";
  throw new DataError(`${path()} is ${describe(value)}: expected ${expected}`);
}

const pathOf = (name: string, batched: boolean, b: number, t: number): string =>
  `${name}${batched ? `[${b}]` : ""}[${t}]`;

function classIndex(value: number, { size, classes }: InputSpec, path: () => string): number {
  if (classes && Number.isInteger(value) && value >= 0 && value < size) return value;
  const expected = classes
    ? `a class index from 0 to ${size - 1}, or a list of ${size} numbers`
    : `a list of ${size} numbers`;
  throw new DataError(`${path()} is ${value}: expected ${expected}`);
}
