import { Decisions } from "./decisions.js";
import { cuts, partOf } from "./part.js";
import type { RuleCall } from "./ruleCall.js";
import { type Run, rowsOf } from "./run.js";
import { Tape } from "./tape.js";

/**
 * What the threads do side by side, by thread: instructions, nothing, or (the first thread only) a reference rule.
 * Before the next stretch all wait for each other.
 */
export type Stretch = readonly (Int32Array | RuleCall | undefined)[];

/**
 * How the instructions since the last barrier were divided: "samples" by the sequences of the batch, each always in the
 * same thread, so that nobody waits through a recurrence; "rows" by rows over all time steps; "entries" of a shared
 * result; "alone" not at all. In each case every number is computed by one thread, in the same order as without threads.
 */
type Division = "samples" | "rows" | "entries" | "alone";

/** Whether instructions that are divided in this way may follow each other without a barrier. */
const goesOn = (division: Division): boolean => division === "samples" || division === "alone";

/** Instructions under construction, for one thread or several that share the work. */
export class Tapes {
  readonly #tapes: readonly Tape[];
  readonly #stretches: Stretch[] = [];
  #division: Division | undefined;

  /** @param decisions that were made of what is written here */
  constructor(
    readonly threads = 1,
    readonly decisions = new Decisions(),
  ) {
    this.#tapes = Array.from({ length: threads }, () => new Tape());
  }

  /** A run whose rows do not depend on each other. */
  rows(run: Run, write: (tape: Tape, part: Run) => void): void {
    this.rowsOfAll([run], (tape, [part]) => write(tape, part!));
  }

  /** Runs over the same time steps, whose rows are divided alike. */
  rowsOfAll(runs: readonly Run[], write: (tape: Tape, parts: readonly Run[]) => void): void {
    const [run] = runs as readonly [Run];
    if (run.operation.out.stride === 0) {
      this.alone((tape) => write(tape, runs));
      return;
    }
    const rows = rowsOf(run);
    this.#divided(run.steps === 1 ? "samples" : "rows", rows, (tape, from, to) =>
      write(tape, to - from === rows ? runs : runs.map((one) => partOf(one, from, to))),
    );
  }

  /** The sequences of one time step. */
  samples(count: number, write: (tape: Tape, from: number, to: number) => void): void {
    this.#divided("samples", count, write);
  }

  /** The rows or columns of a result that the batch shares. */
  entries(count: number, write: (tape: Tape, from: number, to: number) => void): void {
    this.#divided("entries", count, write);
  }

  /** What one thread does while the others wait. */
  alone(write: (tape: Tape) => void): void {
    this.#enter("alone");
    write(this.#tapes[0]!);
  }

  /** A reference rule comes next. */
  call(rule: RuleCall): void {
    this.#close();
    this.#stretches.push([rule]);
  }

  stretches(): readonly Stretch[] {
    this.#close();
    return this.#stretches;
  }

  #divided(division: Division, count: number, write: (tape: Tape, from: number, to: number) => void): void {
    this.#enter(division);
    const at = cuts(count, this.threads);
    this.#tapes.forEach((tape, p) => {
      if (at[p + 1]! > at[p]!) write(tape, at[p]!, at[p + 1]!);
    });
  }

  #enter(division: Division): void {
    if (this.threads > 1 && !(division === this.#division && goesOn(division))) this.#close();
    this.#division = division;
  }

  #close(): void {
    this.#division = undefined;
    const taken = this.#tapes.map((tape) => tape.take());
    const most = Math.max(...taken.map(({ length }) => length));
    for (let k = 0; k < most; k++) this.#stretches.push(taken.map((segments) => segments[k]));
  }
}
