/** Reads norms off an execution after its backward pass. Nothing here changes the numbers. */
import type { Execution } from "./program/backend.js";
import { type FloatArray, sequencePlaces } from "./program/program.js";

/** Seeds of the backward pass by loss term: 1 for the sum over time, 1/T for the mean. */
export function seedsFor({ program }: Pick<Execution, "program">, reduction: "sum" | "mean"): Float64Array {
  return new Float64Array(program.losses.length).fill(reduction === "mean" ? 1 / program.timeSteps : 1);
}

/** The time of the last loss; 0 when there is none. */
export function lastLossTime({ program }: Execution): number {
  return program.losses.reduce((latest, { time }) => Math.max(latest, time), 0);
}

/** Seeds that differentiate the losses of one time step alone. */
export function seedsAt({ program }: Pick<Execution, "program">, time: number, weight = 1): Float64Array {
  const { losses } = program;
  const seeds = new Float64Array(losses.length);
  for (let i = 0; i < seeds.length; i++) if (losses[i]!.time === time) seeds[i] = weight;
  return seeds;
}

/** Σ seed · loss, each loss its mean over the batch: the number that a backward pass with these seeds differentiates. */
export class SeededLoss {
  /** Of each loss of the program, where its first number stands, and how many there are. */
  readonly #offsets: Int32Array;
  readonly #samples: Int32Array;

  constructor(private readonly execution: Execution) {
    const { losses, batchSize } = execution.program;
    this.#offsets = Int32Array.from(losses, ({ operand }) => operand.offset);
    this.#samples = Int32Array.from(losses, ({ operand }) => (operand.stride === 0 ? 1 : batchSize));
  }

  /** After a forward pass. */
  read(seeds: Float64Array): number {
    const { values } = this.execution;
    let total = 0;
    for (let i = 0; i < this.#offsets.length; i++) {
      const seed = seeds[i]!;
      if (seed === 0) continue;
      const [offset, samples] = [this.#offsets[i]!, this.#samples[i]!];
      total += samples === 1 ? seed * values[offset]! : (seed * sumOf(values, offset, samples)) / samples;
    }
    return total;
  }
}

function sumOf(numbers: FloatArray, start: number, length: number): number {
  let sum = numbers[start]!;
  for (let i = start + 1; i < start + length; i++) sum += numbers[i]!;
  return sum;
}

/**
 * ‖∂E/∂s_t‖ for t = 1…T; 0 where the sequence has no value. [T]
 * With a batch the mean over the batch of each sequence's own norm: the backward pass seeds each sequence's loss with
 * 1/B, so the sum of its norms is that mean.
 * @throws RangeError for a name whose adjoints the program does not compute
 */
export function adjointNorms(
  execution: Execution,
  sequence: string,
  into: Float64Array = new Float64Array(execution.program.timeSteps),
): Float64Array {
  const { timeSteps, batchSize } = execution.program;
  const at = sequencePlaces(execution.program, sequence)?.at ?? [];
  const start = at.findIndex((place) => place?.differentiable); // from there to T one behind the other
  if (start < 0) throw new RangeError(`this program computes no adjoints of ${sequence}`);
  into.fill(0);
  const { offset, size } = at[start]!;
  const norms = execution.adjointNorms(offset, (timeSteps - start + 1) * batchSize, size);
  for (let t = start, first = 0; t <= timeSteps; t++, first += batchSize) into[t - 1] = sumOf(norms, first, batchSize);
  return into;
}

/** The first value that is not finite, in the order of computation; undefined when all are. */
export function firstNonFinite({
  program,
  values,
}: Pick<Execution, "program" | "values">): { name: string; time: number; value: number } | undefined {
  const named = new Map<number, { name: string; time: number }>();
  for (const [name, { at }] of program.sequences) {
    at.forEach((operand, time) => {
      if (operand) named.set(operand.offset, { name, time });
    });
  }
  for (const { out, samples } of program.forward) {
    const at = named.get(out.offset);
    if (!at) continue;
    for (let i = out.offset; i < out.offset + samples * out.size; i++) {
      if (!Number.isFinite(values[i])) return { ...at, value: values[i]! };
    }
  }
  return undefined;
}

/** The first adjoint of a named sequence that is not finite, in backward order. */
export function firstNonFiniteAdjoint({
  program,
  adjoints,
}: Pick<Execution, "program" | "adjoints">): { name: string; time: number; value: number } | undefined {
  for (let t = program.timeSteps; t >= 1; t--) {
    for (const [name, { at }] of program.sequences) {
      const operand = at[t];
      if (!operand) continue;
      const end = operand.offset + (operand.stride === 0 ? 1 : program.batchSize) * operand.size;
      for (let i = operand.offset; i < end; i++)
        if (!Number.isFinite(adjoints[i])) return { name, time: t, value: adjoints[i]! };
    }
  }
  return undefined;
}
