import type { Run } from "./run.js";

/** What the planner may decide of an operation. */
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
  "zeroes what is missing",
  "nothing comes back",
] as const;
export type Decision = (typeof DECISIONS)[number];
const NUMBERS = new Map<string, number>(DECISIONS.map((kind, i) => [kind, i]));

/** More than an operation has. */
const MOST_OPERANDS = 128;

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

  /** The same text for the same decisions. */
  toString(): string {
    return [...this.#numbers].sort((a, b) => a - b).join(" ");
  }
}
