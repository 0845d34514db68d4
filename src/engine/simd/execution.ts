import { type Backend, type Execution, seedLosses } from "../program/backend.js";
import type { FloatArray, Program } from "../program/program.js";
import { ContributionNorms } from "./contributionNorms.js";
import { type Machine, newMachine } from "./kernels.js";
import { Places } from "./memory.js";
import { planOf, type Stage } from "./plan.js";
import { withSumsAsTerms } from "./sums.js";
import { Code, LONGEST_SEGMENT, type Segment } from "./tape.js";
import { TapeWriter } from "./tapeWriter.js";

/** An address to run the machine from, or something to do outside of it. */
type Step = number | (() => void);

class SimdExecution implements Execution {
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
  readonly contribution: FloatArray;
  readonly #machine: Machine;
  readonly #places: Places;
  readonly #stages: readonly Stage[];
  readonly #tapes: TapeWriter;
  readonly #forward: readonly Step[];
  readonly #backward: readonly Step[];
  /** What is asked for seldom is written when it first is, and copied into the machine for each run. */
  #propagate: readonly Segment[] | undefined;
  readonly #contributions = new Map<number, readonly Segment[]>();
  #contributionNorms: ContributionNorms | undefined;
  readonly #once: Int32Array;
  readonly #norms: Float64Array;
  /** Whether adjoints may hold what the backward pass does not overwrite. */
  #isDirty = false;

  constructor(readonly program: Program) {
    const { dtype, arenaSize, sharedSize, constants, batchSize } = program;
    const operations = withSumsAsTerms(program.forward);
    this.#stages = planOf(operations, batchSize);
    this.#places = new Places(program);
    this.#tapes = new TapeWriter(this, this.#stages, this.#places, operations);
    const [forward, backward] = [this.#tapes.forward(), this.#tapes.backward(true)];
    this.#places.close(operations);
    const places = this.#places;
    const words = [...forward, ...backward].reduce(
      (sum, segment) => sum + (typeof segment === "function" ? 0 : segment.length),
      0,
    );
    this.#machine = newMachine(dtype, places.end + 4 * words);
    const { buffer } = this.#machine;
    const Numbers = dtype === "float32" ? Float32Array : Float64Array;
    this.values = new Numbers(buffer, places.values, arenaSize);
    this.adjoints = new Numbers(buffer, places.adjoints, arenaSize);
    this.contribution = new Numbers(buffer, places.contribution, sharedSize);
    this.#once = new Int32Array(buffer, places.once, LONGEST_SEGMENT);
    this.#norms = new Float64Array(buffer, places.norms, places.mostNorms);
    new Numbers(buffer, places.one, 1)[0] = 1;
    for (const { offset, value } of constants) this.values[offset] = value;
    const load = loader(buffer, places.end);
    this.#forward = forward.map(load);
    this.#backward = backward.map(load);
  }

  forward(): void {
    this.#run(this.#forward);
  }

  backward(seeds: ArrayLike<number>): void {
    if (this.#isDirty) this.adjoints.fill(0);
    this.#isDirty = false;
    seedLosses(this, seeds);
    this.#run(this.#backward);
  }

  propagate(): void {
    this.#isDirty = true;
    this.#propagate ??= this.#tapes.backward(false);
    this.#runOnce(this.#propagate);
  }

  contributions(time: number, into: FloatArray): void {
    const known = this.#contributions.get(time);
    const tape = known ?? this.#tapes.contribution(time);
    if (!known) this.#contributions.set(time, tape);
    this.#runOnce(tape);
    into.set(this.contribution);
  }

  adjointNorms(offset: number, rows: number, size: number): Float64Array {
    return this.#normsOf([Code.norms, rows, size, this.#places.adjoint({ offset })], rows);
  }

  contributionNorms(): Map<string, Float64Array> {
    this.#contributionNorms ??= new ContributionNorms(this, this.#stages, this.#places, (words, rows) =>
      this.#normsOf(words, rows),
    );
    return this.#contributionNorms.read();
  }

  /** Runs an instruction that makes norms. @returns valid until the next */
  #normsOf(words: readonly number[], rows: number): Float64Array {
    this.#once.set(words);
    this.#once[words.length] = this.#places.norms;
    this.#once[words.length + 1] = Code.end;
    this.#machine.run(this.#places.once, this.#places.pack);
    return this.#norms.subarray(0, rows);
  }

  #run(steps: readonly Step[]): void {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!;
      if (typeof step === "number") this.#machine.run(step, this.#places.pack);
      else step();
    }
  }

  #runOnce(segments: readonly Segment[]): void {
    const { once, pack } = this.#places;
    for (const segment of segments) {
      if (typeof segment === "function") {
        segment();
        continue;
      }
      this.#once.set(segment);
      this.#machine.run(once, pack);
    }
  }
}

/** Puts stretches of tape into memory, one behind the other. */
function loader(buffer: ArrayBuffer, start: number): (segment: Segment) => Step {
  let next = start;
  return (segment) => {
    if (typeof segment === "function") return segment;
    const address = next;
    new Int32Array(buffer, address, segment.length).set(segment);
    next += 4 * segment.length;
    return address;
  };
}

/** WebAssembly SIMD kernels over one memory; the whole of a pass is one call. */
export const simdBackend: Backend = {
  name: "simd",
  execution: (program) => new SimdExecution(program),
};
