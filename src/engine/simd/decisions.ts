import type { Run } from "./run.js";

/** What the planner may decide of an operation, or of two together. */
export const DECISIONS = [
  "forward sets",
  "forward adds",
  "backward sets",
  "backward adds",
  "by the reference rule",
  "reads a packed matrix",
  "reads the matrix as it is",
  "sums each time step",
  "sums all time steps at once",
  "goes back to both factors at once",
  "zeroes what is missing",
  "nothing comes back",
  "same instruction",
] as const;
export type Decision = (typeof DECISIONS)[number];
const NUMBERS = new Map<string, number>(DECISIONS.map((kind, i) => [kind, i]));

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
    this.#numbers.add((at * DECISIONS.length + NUMBERS.get(decision)!) * 2 + (steps > 1 ? 1 : 0));
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
