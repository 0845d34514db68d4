import { isFusedPrediction } from "../program/contributions.js";
import type { Operation, Program } from "../program/program.js";
import { BackwardTape } from "./backwardTape.js";
import { Decision, Decisions } from "./decisions.js";
import { isForeign } from "./foreign.js";
import { ForwardTape } from "./forwardTape.js";
import { areApart, groupsOf, isEvenProduct } from "./groups.js";
import type { Places } from "./memory.js";
import { planOf, type Stage } from "./plan.js";
import type { Run } from "./run.js";
import { reserveStepSums } from "./stepSums.js";
import { withSumsAsTerms } from "./sums.js";
import { Code } from "./tape.js";
import { type Stretch, Tapes } from "./tapes.js";
import { Written } from "./written.js";

/** The whole of a pass, stretch after stretch. */
export type Pass = readonly Stretch[];

/** Turns a plan into tapes. */
export class TapeWriter {
  /** The forward list, sums as their terms. */
  readonly operations: readonly Operation[];
  readonly stages: readonly Stage[];
  /** Made for the training passes. */
  readonly decisions = new Decisions();
  /** In backward order; index 0: those outside time. Made when first needed. */
  #byTime: readonly Operation[][] | undefined;

  constructor(
    private readonly program: Program,
    private readonly places: Places,
  ) {
    this.operations = withSumsAsTerms(program.forward);
    this.stages = planOf(this.operations, program.batchSize);
    for (const run of this.stages.flatMap(({ merged }) => merged)) reserveStepSums(run, places);
  }

  forward(threads = 1): Pass {
    const tapes = new Tapes(threads, this.decisions);
    const writer = new ForwardTape(tapes, this.places, new Written(this.program.batchSize));
    for (const group of this.stages.flatMap(({ runs }) => groupsOf(runs))) {
      const { operation } = group[0]!;
      if (!isForeign(operation)) writer.write(group);
      else {
        this.decisions.add(Decision.byTheReferenceRule, group[0]!, -1);
        tapes.call({ does: "forward", operation });
      }
    }
    return tapes.stretches();
  }

  /** @param isFresh whether the losses' seeds are all there is, so that the first to reach an adjoint sets it */
  backward(isFresh: boolean, threads = 1): Pass {
    const tapes = new Tapes(threads, isFresh ? this.decisions : undefined);
    const writer = new BackwardTape(tapes, this.places, isFresh ? this.#seeded() : undefined);
    for (const stage of [...this.stages].reverse()) this.#stage(writer, stage);
    for (const run of this.stages.flatMap(({ merged }) => merged)) this.#pull(writer, run, isFusedPrediction);
    return tapes.stretches();
  }

  /** What one time step alone adds to the shared adjoints, made in a place of its own. */
  contribution(time: number): Pass {
    // derived parameters (A = (W + W') / 2) hand their share on to the parameters they are made of
    this.#byTime ??= this.#backwardByTime();
    return this.#contribution([...this.#byTime[time]!, ...this.#byTime[0]!]);
  }

  #backwardByTime(): Operation[][] {
    const byTime: Operation[][] = Array.from({ length: this.program.timeSteps + 1 }, () => []);
    for (const operation of [...this.operations].reverse()) byTime[operation.time]!.push(operation);
    return byTime;
  }

  #contribution(operations: readonly Operation[]): Pass {
    const { sharedSize } = this.program;
    const tapes = new Tapes();
    tapes.alone((tape) => tape.emit(Code.zero, this.places.contribution, sharedSize));
    const writer = new BackwardTape(tapes, this.places.forContribution(sharedSize), undefined);
    for (const operation of operations) {
      operation.inputs.forEach((input, index) => {
        if (!input.differentiable || input.stride !== 0) return;
        if (isForeign(operation)) tapes.call({ does: "contribution", operation, index });
        else writer.write({ operation, steps: 1 }, index);
      });
    }
    return tapes.stretches();
  }

  #seeded(): Written {
    const { batchSize, losses } = this.program;
    const written = new Written(batchSize);
    for (const { operand } of losses) written.markAt(operand.offset);
    return written;
  }

  #stage(writer: BackwardTape, { isRecurrent, runs, merged }: Stage): void {
    const isShared = ({ inputs }: Operation, index: number): boolean => inputs[index]!.stride === 0;
    const isNow = (operation: Operation, index: number): boolean =>
      !isFusedPrediction(operation, index) && !(isRecurrent && isShared(operation, index));
    for (const group of groupsOf(runs).reverse()) {
      const [{ operation }] = group as [Run];
      const areGates = isRecurrent && group.length > 1 && operation.kind === "matmul";
      if (areGates) writer.writeGates(group.reverse());
      else for (const run of group.reverse()) this.#pull(writer, run, isNow);
    }
    if (!isRecurrent) return;
    // what all time steps share waits until the recurrence is done, and is then summed over all of them at once
    for (const run of [...merged].reverse()) this.#pull(writer, run, isShared);
  }

  #pull(writer: BackwardTape, run: Run, isWanted: (operation: Operation, index: number) => boolean): void {
    const { operation } = run;
    const [a, b] = operation.inputs;
    const isBoth = isEvenProduct(operation) && a!.differentiable && b!.differentiable && areApart(run, a!, b!);
    if (isBoth && isWanted(operation, 0)) {
      writer.writeProduct(run);
      return;
    }
    operation.inputs.forEach((input, index) => {
      if (!input.differentiable || !isWanted(operation, index)) return;
      if (isForeign(operation)) writer.call(run, index);
      else writer.write(run, index);
    });
  }
}
