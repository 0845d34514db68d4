import type { Run } from "./run.js";

/** What the planner may decide of an operation, or of two together. */
export enum Decision {
  forwardSets,
  forwardAdds,
  backwardSets,
  backwardAdds,
  byTheReferenceRule,
  readsAPackedMatrix,
  readsTheMatrixAsItIs,
  sumsEachTimeStep,
  sumsAllTimeStepsAtOnce,
  goesBackToBothFactors,
  zeroesWhatIsMissing,
  nothingComesBack,
  sameInstruction,
}
const KINDS = Decision.sameInstruction + 1;

/** More than an operation has operands, or a text has operations. */
const [MOST_OPERANDS, MOST_SLOTS] = [128, 2 ** 20];

/**
 * What was decided for a plan, without sizes, addresses and time steps: two programs of one text with the same decisions
 * are planned alike. Kept as numbers, since a plan has as many as it has instructions.
 */
export class Decisions {
  readonly #numbers = new Set<number>();

  /** @param index of the operand that it is about; -1 for the result */
  add(decision: Decision, { operation, steps }: Run, index: number): void {
    const at = operation.slot * MOST_OPERANDS + index + 1;
    this.#numbers.add((at * KINDS + decision) * 2 + (steps > 1 ? 1 : 0));
  }

  /** Of two that are done together. */
  together({ operation: a }: Run, { operation: b }: Run): void {
    this.#numbers.add(-1 - (a.slot * MOST_SLOTS + b.slot));
  }

  /** The same text for the same decisions. */
  toString(): string {
    return [...this.#numbers].sort((a, b) => a - b).join(" ");
  }
}
