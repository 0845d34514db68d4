/**
 * ‖∇_{W_t}E‖ of all time steps without the contributions themselves. What one sequence adds to a matrix is an outer
 * product, of norm ‖δ_t‖ ‖x_t‖; for a batch see stepNorms.ts.
 */
import { norm } from "../clipping.js";
import type { Execution } from "../program/backend.js";
import { allocate } from "../program/program.js";
import { BatchNorms, type RunNorms } from "./batchNorms.js";
import type { Places } from "./memory.js";
import { otherFactor, type ParameterUse, parameterUses } from "./parameterUses.js";
import type { Stage } from "./plan.js";
import { StepNorms } from "./stepNorms.js";
import { Code } from "./tape.js";

/** Vectors that follow one another, and their norms: read once for all that is made of them. */
interface Vectors {
  readonly address: number;
  readonly count: number;
  readonly size: number;
  readonly norms: Float64Array;
}

/** A use by a single sequence: the norm is that of δ, in a product times that of the other factor. */
interface Product {
  readonly use: ParameterUse;
  readonly delta: Vectors;
  readonly vector: Vectors | undefined;
}

/** Outside of these, numbers of a contribution are rounded to 0 or infinity, or lose digits. */
const SAFE = { float32: [1e-30, 1e36], float64: [1e-290, 1e300] } as const;

export class ContributionNorms {
  readonly #batches: readonly BatchNorms[];
  readonly #products: readonly Product[];
  readonly #vectors = new Map<string, Vectors>();
  /** For each parameter the times at which its contribution is more than one product or sum. */
  readonly #others: ReadonlyMap<string, readonly number[]>;
  readonly #hasOthers: boolean;

  constructor(
    private readonly execution: Execution,
    stages: readonly Stage[],
    private readonly places: Places,
    private readonly run: RunNorms,
  ) {
    const { parameters, timeSteps, batchSize } = execution.program;
    const names = new Map([...parameters].map(([name, { offset }]) => [offset, name]));
    const uses = stages.flatMap(({ merged }) => merged).flatMap((run) => parameterUses(run, names));
    const usesOf = (parameter: string) => uses.filter((use) => use.parameter === parameter);
    this.#others = new Map([...parameters.keys()].map((name) => [name, otherTimes(usesOf(name), timeSteps)]));
    this.#hasOthers = [...this.#others.values()].some(({ length }) => length > 0);
    const plain = uses.filter(({ as }) => as !== "other");
    this.#products = batchSize === 1 ? plain.map((use) => this.#productOf(use)) : [];
    this.#batches = batchSize === 1 ? [] : this.#batchesOf(plain);
  }

  #batchesOf(uses: readonly ParameterUse[]): BatchNorms[] {
    const { places, run } = this;
    const quick = uses.map((use) => StepNorms.of(use, places, this.execution.values, run));
    return uses.map((use, i) => {
      const withTerm = quick.find((norms) => norms?.hasTerm(use));
      withTerm?.wantTerms();
      return new BatchNorms(use, places, run, withTerm ?? quick[i]);
    });
  }

  /** By parameter, [T] */
  read(): Map<string, Float64Array> {
    const { parameters, timeSteps, batchSize } = this.execution.program;
    const norms = new Map([...parameters.keys()].map((name) => [name, new Float64Array(timeSteps)]));
    const unsafe = batchSize === 1 ? this.#singles(norms) : new Map<string, number[]>();
    for (const batch of this.#batches) {
      const from = firstOf(batch.use) - 1;
      batch.read(norms.get(batch.use.parameter)!.subarray(from, from + batch.use.run.steps));
    }
    if (unsafe.size === 0 && !this.#hasOthers) return norms;
    const others = new Map([...this.#others].map(([name, times]) => [name, [...times, ...(unsafe.get(name) ?? [])]]));
    this.#readOthers(norms, others);
    return norms;
  }

  /** @returns the times at which the contribution itself has to be looked at, by parameter */
  #singles(norms: ReadonlyMap<string, Float64Array>): Map<string, number[]> {
    const unsafe = new Map<string, number[]>();
    const [least, most] = SAFE[this.execution.program.dtype];
    for (const vectors of this.#vectors.values()) {
      const { count, size, address } = vectors;
      vectors.norms.set(this.run([Code.norms, count, size, address], count));
    }
    for (const { use, delta, vector } of this.#products) {
      const into = norms.get(use.parameter)!;
      for (let i = 0; i < delta.count; i++) {
        const product = vector ? delta.norms[i]! * vector.norms[i]! : delta.norms[i]!;
        const time = firstOf(use) + i;
        into[time - 1] = product;
        const isZero = product === 0 && (delta.norms[i] === 0 || vector?.norms[i] === 0);
        const isSafe = isZero || (product > least && product < most);
        if (!isSafe) unsafe.set(use.parameter, [...(unsafe.get(use.parameter) ?? []), time]);
      }
    }
    return unsafe;
  }

  #productOf(use: ParameterUse): Product {
    const { operation, steps } = use.run;
    const { value, adjoint } = this.places;
    const delta = this.#vectorsAt(adjoint(operation.out), steps, operation.out.size);
    if (use.as === "term") return { use, delta, vector: undefined };
    const other = otherFactor(operation.inputs, use.as === "left" ? 0 : 1);
    return { use, delta, vector: this.#vectorsAt(value(other), steps, other.size) };
  }

  #vectorsAt(address: number, count: number, size: number): Vectors {
    const key = `${address} ${count} ${size}`;
    const vectors = this.#vectors.get(key) ?? { address, count, size, norms: new Float64Array(count) };
    this.#vectors.set(key, vectors);
    return vectors;
  }

  #readOthers(norms: ReadonlyMap<string, Float64Array>, others: ReadonlyMap<string, readonly number[]>): void {
    const { program } = this.execution;
    const times = new Set([...others.values()].flat());
    if (times.size === 0) return;
    const share = allocate(program.dtype, program.sharedSize);
    for (const time of times) {
      this.execution.contributions(time, share);
      for (const [name, { offset, size }] of program.parameters)
        if (others.get(name)!.includes(time)) norms.get(name)![time - 1] = norm(share, offset, size);
    }
  }
}

const firstOf = ({ run }: ParameterUse): number => run.operation.time;

/** The times with a use that is no plain product or term, or with more than one. */
function otherTimes(uses: readonly ParameterUse[], timeSteps: number): number[] {
  const times = Array.from({ length: timeSteps }, (_, i) => i + 1);
  if (uses.some((use) => firstOf(use) === 0)) return times;
  const at = (use: ParameterUse, time: number): boolean => time >= firstOf(use) && time < firstOf(use) + use.run.steps;
  return times.filter((time) => {
    const found = uses.filter((use) => at(use, time));
    return found.length > 1 || found.some(({ as }) => as === "other");
  });
}
