import { type Backend, type Execution, seedLosses } from "../program/backend.js";
import { isFusedPrediction } from "../program/contributions.js";
import type { FloatArray, Operation, Program } from "../program/program.js";
import { rules } from "../program/rules.js";
import { BackwardTape } from "./backwardTape.js";
import { isForeign } from "./foreign.js";
import { ForwardTape } from "./forwardTape.js";
import { type Machine, newMachine } from "./kernels.js";
import { Places } from "./memory.js";
import { planOf, type Stage } from "./plan.js";
import type { Run } from "./run.js";
import { withSumsAsTerms } from "./sums.js";
import { Code, type Segment, Tape } from "./tape.js";
import { Written } from "./written.js";

/** An address to run the machine from, or something to do outside of it. */
type Step = number | (() => void);

class SimdExecution implements Execution {
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
  readonly #machine: Machine;
  readonly #pack: number;
  readonly #forward: readonly Step[];
  readonly #backward: readonly Step[];
  readonly #propagate: readonly Step[];
  readonly #contributions: readonly (readonly Step[])[];
  /** One time step's contributions, laid out like the shared part of the arena. */
  readonly contribution: FloatArray;
  /** Whether adjoints may hold what the backward pass does not overwrite. */
  #isDirty = false;

  constructor(readonly program: Program) {
    const { dtype, arenaSize, sharedSize, constants, batchSize } = program;
    const places = new Places(program);
    const operations = withSumsAsTerms(program.forward);
    const tapes = new TapeWriter(this, planOf(operations, batchSize), places);
    const segments = [tapes.forward(), tapes.backward(true), tapes.backward(false), ...tapes.contributions(operations)];
    const words = segments
      .flat()
      .reduce((sum, segment) => sum + (typeof segment === "function" ? 0 : segment.length), 0);
    this.#machine = newMachine(dtype, places.end + 4 * words);
    this.#pack = places.pack;
    const Numbers = dtype === "float32" ? Float32Array : Float64Array;
    this.values = new Numbers(this.#machine.buffer, places.values, arenaSize);
    this.adjoints = new Numbers(this.#machine.buffer, places.adjoints, arenaSize);
    this.contribution = new Numbers(this.#machine.buffer, places.contribution, sharedSize);
    for (const { offset, value } of constants) this.values[offset] = value;
    const load = loader(this.#machine.buffer, places.end);
    const [forward, backward, propagate, ...contributions] = segments.map((list) => list.map(load));
    [this.#forward, this.#backward, this.#propagate] = [forward!, backward!, propagate!];
    this.#contributions = contributions;
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
    this.#run(this.#propagate);
  }

  contributions(time: number, into: FloatArray): void {
    this.#run(this.#contributions[time - 1]!);
    into.set(this.contribution);
  }

  #run(steps: readonly Step[]): void {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!;
      if (typeof step === "number") this.#machine.run(step, this.#pack);
      else step();
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

/** Turns a plan into tapes. */
class TapeWriter {
  constructor(
    private readonly execution: SimdExecution,
    private readonly stages: readonly Stage[],
    private readonly places: Places,
  ) {}

  forward(): readonly Segment[] {
    const tape = new Tape();
    const writer = new ForwardTape(tape, this.places, new Written(this.execution.program.batchSize));
    for (const run of this.stages.flatMap(({ runs }) => runs)) {
      const { operation } = run;
      if (isForeign(operation)) tape.call(() => rules[operation.kind].forward(this.execution.values, operation));
      else writer.write(run);
    }
    return tape.segments();
  }

  /** @param isFresh whether the losses' seeds are all there is, so that the first to reach an adjoint sets it */
  backward(isFresh: boolean): readonly Segment[] {
    const tape = new Tape();
    const writer = new BackwardTape(tape, this.places, isFresh ? this.#seeded() : undefined);
    for (const stage of [...this.stages].reverse()) this.#stage(writer, stage);
    for (const run of this.stages.flatMap(({ merged }) => merged)) this.#pull(writer, run, isFusedPrediction);
    return tape.segments();
  }

  /** For each time step what it alone adds to the shared adjoints, made in a place of its own. */
  contributions(operations: readonly Operation[]): readonly (readonly Segment[])[] {
    const { timeSteps } = this.execution.program;
    const byTime: Operation[][] = Array.from({ length: timeSteps + 1 }, () => []);
    for (const operation of [...operations].reverse()) byTime[operation.time]!.push(operation);
    // derived parameters (A = (W + W') / 2) hand their share on to the parameters they are made of
    return byTime.slice(1).map((ofStep) => this.#contribution([...ofStep, ...byTime[0]!]));
  }

  #contribution(operations: readonly Operation[]): readonly Segment[] {
    const { sharedSize } = this.execution.program;
    const tape = new Tape();
    tape.emit(Code.zero, this.places.contribution, sharedSize);
    const writer = new BackwardTape(tape, this.places.forContribution(sharedSize), undefined);
    for (const operation of operations) {
      operation.inputs.forEach((input, index) => {
        if (!input.differentiable || input.stride !== 0 || isFusedPrediction(operation, index)) return;
        if (isForeign(operation)) tape.call(() => this.#foreignContribution(operation, index));
        else writer.write({ operation, steps: 1 }, index);
      });
    }
    return tape.segments();
  }

  #foreignContribution(operation: Operation, index: number): void {
    const { values, adjoints, contribution } = this.execution;
    const registers = { values, adjoints: operation.time === 0 ? contribution : adjoints };
    rules[operation.kind].vectorJacobianProduct(
      registers,
      operation,
      index,
      contribution,
      operation.inputs[index]!.offset,
    );
  }

  #seeded(): Written {
    const { batchSize, losses } = this.execution.program;
    const written = new Written(batchSize);
    for (const { operand } of losses) written.markAt(operand.offset);
    return written;
  }

  #stage(writer: BackwardTape, { isRecurrent, runs, merged }: Stage): void {
    const isShared = ({ inputs, out }: Operation, index: number): boolean =>
      inputs[index]!.stride === 0 && out.stride !== 0;
    const propagates = (operation: Operation, index: number): boolean => !isFusedPrediction(operation, index);
    for (const run of [...runs].reverse())
      this.#pull(writer, run, (o, i) => propagates(o, i) && !(isRecurrent && isShared(o, i)));
    if (!isRecurrent) return;
    // what all time steps share waits until the recurrence is done, and is then summed over all of them at once
    for (const run of [...merged].reverse()) this.#pull(writer, run, (o, i) => propagates(o, i) && isShared(o, i));
  }

  #pull(writer: BackwardTape, run: Run, isWanted: (operation: Operation, index: number) => boolean): void {
    const { operation } = run;
    operation.inputs.forEach((input, index) => {
      if (!input.differentiable || !isWanted(operation, index)) return;
      if (isForeign(operation)) writer.call(run, index, () => this.#foreignPull(operation, index));
      else writer.write(run, index);
    });
  }

  #foreignPull(operation: Operation, index: number): void {
    const { adjoints } = this.execution;
    rules[operation.kind].vectorJacobianProduct(
      this.execution,
      operation,
      index,
      adjoints,
      operation.inputs[index]!.offset,
    );
  }
}

/** WebAssembly SIMD kernels over one memory; the whole of a pass is one call. */
export const simdBackend: Backend = {
  name: "simd",
  execution: (program) => new SimdExecution(program),
};
