import { isFusedPrediction } from "../program/contributions.js";
import type { FloatArray, Operation, Program } from "../program/program.js";
import { rules } from "../program/rules.js";
import { BackwardTape } from "./backwardTape.js";
import { isForeign } from "./foreign.js";
import { ForwardTape } from "./forwardTape.js";
import type { Places } from "./memory.js";
import type { Stage } from "./plan.js";
import type { Run } from "./run.js";
import { reserveStepSums } from "./stepSums.js";
import { Code, type Segment, Tape } from "./tape.js";
import { Written } from "./written.js";

/** The numbers that operations outside of the machine work on. */
interface Arenas {
  readonly program: Program;
  readonly values: FloatArray;
  readonly adjoints: FloatArray;
  /** One time step's contributions, laid out like the shared part of the arena. */
  readonly contribution: FloatArray;
}

/** Turns a plan into tapes. */
export class TapeWriter {
  /** In backward order; index 0: those outside time. */
  readonly #byTime: Operation[][];

  constructor(
    private readonly execution: Arenas,
    private readonly stages: readonly Stage[],
    private readonly places: Places,
    operations: readonly Operation[],
  ) {
    this.#byTime = Array.from({ length: execution.program.timeSteps + 1 }, () => []);
    for (const operation of [...operations].reverse()) this.#byTime[operation.time]!.push(operation);
    for (const run of stages.flatMap(({ merged }) => merged)) reserveStepSums(run, places);
  }

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

  /** What one time step alone adds to the shared adjoints, made in a place of its own. */
  contribution(time: number): readonly Segment[] {
    // derived parameters (A = (W + W') / 2) hand their share on to the parameters they are made of
    return this.#contribution([...this.#byTime[time]!, ...this.#byTime[0]!]);
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
