/** One claim compared with backpropagation. */
export interface ClaimCheck {
  /** The claim as it was named, `dE_dW`. */
  readonly name: string;
  /** The name of the network that the loss is derived by, `W`. */
  readonly of: string;
  /** The time of the gradient that is claimed: each step's (of a parameter its contribution), the last one's, or none. */
  readonly at: "t" | "T" | null;
  readonly rows: number;
  readonly columns: number;
  /** Largest relative difference of an entry from backpropagation's, see checkByHand; NaN when a number is none. */
  readonly difference: number;
  /**
   * Where to look: of the latest time step that differs, from which a mistake travels back, the entry that differs most,
   * of several that differ alike the one with the largest gap (of a claim that agrees, of all time steps). `time` null for a claim without time; row and column from 1.
   */
  readonly worst: {
    readonly time: number | null;
    readonly row: number;
    readonly column: number;
    /** What the formula gave. */
    readonly yours: number;
    /** What backpropagation gave. */
    readonly right: number;
  };
  /** The time steps at which the claim differs, ascending; null for a claim without time. */
  readonly differing: readonly number[] | null;
  /** The earliest time step from which on the claim agrees up to T; null when it does not even agree at T, or has no time. */
  readonly agreesFrom: number | null;
  /** Of a parameter's claim for each time step: relative difference of its sum over time from the gradient; else null. */
  readonly sumDifference: number | null;
}

/** The result of {@link checkByHand}: one row for each claim, in the order of the text. */
export class HandCheck {
  constructor(
    readonly rows: readonly ClaimCheck[],
    /** Largest difference that counts as equal. */
    readonly tolerance: number,
    readonly timeSteps: number,
  ) {}

  /** The largest relative difference of any claim; NaN when one is. */
  get largest(): number {
    return Math.max(...this.rows.map(({ difference }) => difference));
  }

  get passed(): boolean {
    return this.largest <= this.tolerance;
  }
}
