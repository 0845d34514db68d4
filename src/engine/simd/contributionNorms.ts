/**
 * ‖∇_{W_t}E‖ of all time steps without the contributions themselves: see singleNorms.ts for one sequence, stepNorms.ts
 * for a batch.
 */
import { norm } from "../clipping.js";
import type { Execution } from "../program/backend.js";
import { allocate, type Program } from "../program/program.js";
import { BatchNorms, type RunNorms } from "./batchNorms.js";
import type { Places } from "./memory.js";
import { type ParameterUse, parameterUses } from "./parameterUses.js";
import type { Stage } from "./plan.js";
import { SingleNorms, type Unsafe } from "./singleNorms.js";
import { StepNorms } from "./stepNorms.js";

/** Runs instructions on the execution's machine. */
export interface NormRuns {
  readonly norms: RunNorms;
  readonly segment: (words: Int32Array) => void;
}

const NONE: readonly Unsafe[] = [];

export class ContributionNorms {
  readonly #names: readonly string[];
  readonly #singles: SingleNorms | undefined;
  readonly #batches: readonly BatchNorms[] = [];
  /** The contributions of more than one product or sum, by time: they are looked at themselves. */
  readonly #others: readonly Unsafe[];

  constructor(
    private readonly execution: Execution,
    stages: readonly Stage[],
    private readonly places: Places,
    private readonly runs: NormRuns,
  ) {
    const { program } = execution;
    this.#names = [...program.parameters.keys()];
    const uses = usesIn(program, stages);
    this.#others = this.#names
      .flatMap((parameter) => otherTimes(uses, parameter, program.timeSteps).map((time) => ({ parameter, time })))
      .sort(byTime);
    const plain = uses.filter(isPlain);
    if (program.batchSize === 1) this.#singles = this.#singlesOf(plain);
    else this.#batches = this.#batchesOf(plain);
  }

  /** Makes room for what will be needed, before the memory is made. */
  static reserve(program: Program, stages: readonly Stage[], places: Places): void {
    if (program.batchSize === 1) SingleNorms.reserve(usesIn(program, stages).filter(isPlain), places);
  }

  #singlesOf(uses: readonly ParameterUse[]): SingleNorms {
    const { program, values } = this.execution;
    const memory = { dtype: program.dtype, buffer: values.buffer };
    return new SingleNorms(uses, (use) => this.#startOf(use), memory, this.places, this.runs.segment);
  }

  #batchesOf(uses: readonly ParameterUse[]): BatchNorms[] {
    const { places, runs } = this;
    const quick = uses.map((use) => StepNorms.of(use, places, this.execution.values, runs.norms));
    return uses.map((use, i) => {
      const withTerm = quick.find((norms) => norms?.hasTerm(use));
      withTerm?.wantTerms();
      return new BatchNorms(use, places, runs.norms, withTerm ?? quick[i]);
    });
  }

  /** By parameter, [T] */
  read(): Map<string, Float64Array> {
    const { timeSteps } = this.execution.program;
    // one array for all: to make one takes as long as to find the norms of a small network
    const all = new Float64Array(this.#names.length * timeSteps);
    const unsafe = this.#singles?.read(all) ?? NONE;
    for (const batch of this.#batches) {
      const start = this.#startOf(batch.use);
      batch.read(all.subarray(start, start + batch.use.run.steps));
    }
    this.#readThemselves(all, unsafe.length === 0 ? this.#others : [...this.#others, ...unsafe].sort(byTime));
    const norms = new Map<string, Float64Array>();
    this.#names.forEach((name, k) => {
      norms.set(name, all.subarray(k * timeSteps, (k + 1) * timeSteps));
    });
    return norms;
  }

  /** Index of a use's first norm among those of all parameters. */
  #startOf({ parameter, run }: ParameterUse): number {
    return this.#indexOf({ parameter, time: run.operation.time });
  }

  #indexOf({ parameter, time }: Unsafe): number {
    return this.#names.indexOf(parameter) * this.execution.program.timeSteps + time - 1;
  }

  #readThemselves(norms: Float64Array, wanted: readonly Unsafe[]): void {
    if (wanted.length === 0) return;
    const { program } = this.execution;
    const share = allocate(program.dtype, program.sharedSize);
    let now = 0;
    for (const one of wanted) {
      if (one.time !== now) this.execution.contributions(one.time, share);
      now = one.time;
      const { offset, size } = program.parameters.get(one.parameter)!;
      norms[this.#indexOf(one)] = norm(share, offset, size);
    }
  }
}

const byTime = (a: Unsafe, b: Unsafe): number => a.time - b.time;
const isPlain = ({ as }: ParameterUse): boolean => as !== "other";

function usesIn({ parameters }: Program, stages: readonly Stage[]): ParameterUse[] {
  const names = new Map([...parameters].map(([name, { offset }]) => [offset, name]));
  return stages.flatMap(({ merged }) => merged).flatMap((run) => parameterUses(run, names));
}

const firstOf = ({ run }: ParameterUse): number => run.operation.time;

/** The times with a use that is no plain product or term, or with more than one. */
function otherTimes(all: readonly ParameterUse[], parameter: string, timeSteps: number): number[] {
  const uses = all.filter((use) => use.parameter === parameter);
  const times = Array.from({ length: timeSteps }, (_, i) => i + 1);
  if (uses.some((use) => firstOf(use) === 0)) return times;
  const at = (use: ParameterUse, time: number): boolean => time >= firstOf(use) && time < firstOf(use) + use.run.steps;
  return times.filter((time) => {
    const found = uses.filter((use) => at(use, time));
    return found.length > 1 || found.some(({ as }) => as === "other");
  });
}
