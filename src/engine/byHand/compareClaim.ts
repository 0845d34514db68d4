import type { Asked } from "../derivation/evaluate.js";
import type { TraceNumbers } from "../derivation/traceNumbers.js";
import { type Shaker, termsOf } from "../shake.js";
import type { Claim } from "./claim.js";
import type { ClaimCheck } from "./handCheck.js";
import type { HandValues } from "./handProgram.js";

type Numbers = ArrayLike<number>;

/**
 * How far apart two computations of one gradient may be by rounding alone, in units of the last place of the terms that it
 * is made of: terms that cancel leave the rounding of the larger ones behind.
 */
const ROUNDING = 45;

/** What counts as equal: differences up to `tolerance`, of numbers that were computed with `epsilon`. */
export interface Precision {
  readonly tolerance: number;
  readonly epsilon: number;
}

/** What a text comes to, from numbers as they are or changed a little by the shaker of that index. */
export type HandResult = (shaker?: Shaker, index?: number) => HandValues;

/** A claim and backpropagation where they differ most, of all entries at one time step or of the whole gradient. */
interface Gap {
  readonly time: number | null;
  readonly entry: number;
  readonly yours: number;
  readonly right: number;
  readonly difference: number;
}

/** Compares claims with what backpropagation found, at each time step that they speak of. */
export function compareClaims(
  claims: readonly Claim[],
  hand: HandResult,
  numbers: TraceNumbers,
  precision: Precision,
): ClaimCheck[] {
  const comparisons = claims.map((claim) => new Comparison(claim, hand, numbers, precision));
  // all claims at one time step, before the next: backpropagation's contributions are computed for all at once
  for (let t = 1; t <= numbers.timeSteps; t++) for (const comparison of comparisons) comparison.at(t);
  return comparisons.map((comparison) => comparison.result());
}

/** Both sides of a claim. */
interface Sides {
  readonly yours: Numbers;
  readonly right: Float64Array;
  /** The sums of the sizes of the terms of an entry, whichever side's are larger. */
  readonly terms: () => Numbers;
}

class Comparison {
  readonly #gaps: Gap[] = [];
  readonly #isTimed: boolean;
  /** Over all time steps: the claim, its terms, and the sizes of backpropagation's contributions. */
  readonly #sum: Omit<Sides, "right"> & Record<"yours" | "sizes", Float64Array>;

  constructor(
    private readonly claim: Claim,
    private readonly hand: HandResult,
    private readonly numbers: TraceNumbers,
    private readonly precision: Precision,
  ) {
    const { rows, columns } = claim.of;
    const zeros = () => new Float64Array(rows * columns);
    this.#isTimed = claim.time === "t";
    this.#sum = { yours: zeros(), sizes: zeros(), terms: () => numbers.terms(...this.#asked(null)) };
  }

  at(t: number): void {
    const right = this.#right(t);
    add(this.#sum.sizes, right.map(Math.abs));
    if (!this.#isTimed) return;
    const sides = this.#sides(t, right);
    this.#gaps.push(this.#gap(t, sides, largestOf(sides)));
    add(this.#sum.yours, sides.yours);
  }

  result(): ClaimCheck {
    const { name, of, time } = this.claim;
    const isTimed = this.#isTimed;
    if (!isTimed) this.#gaps.push(this.#whole());
    const isDiffering = ({ difference }: Gap): boolean => !(difference <= this.precision.tolerance);
    const differing = this.#gaps.filter(isDiffering).map((gap) => gap.time ?? 0);
    const last = differing.at(-1) ?? 0;
    const largest = this.#gaps.reduce((a, b) => (isWorse(b.difference, a.difference) ? b : a));
    return {
      name,
      of: of.name,
      at: time === "none" || (time === "T" && of.isParameter) ? null : time,
      rows: of.rows,
      columns: of.columns,
      difference: largest.difference,
      worst: placeOf(this.#gaps.findLast(isDiffering) ?? largest, of.columns),
      differing: isTimed ? differing : null,
      agreesFrom: isTimed && last < this.numbers.timeSteps ? last + 1 : null,
      sumDifference:
        isTimed && of.isParameter ? this.#gapOfWhole({ ...this.#sum, right: this.#right(null) }).difference : null,
    };
  }

  /** `[T]` and no index claim one thing, of a parameter the whole gradient. */
  #whole(): Gap {
    const { of, time } = this.claim;
    const T = time === "T" ? this.numbers.timeSteps : null;
    const asked = of.isParameter ? null : T;
    return this.#gapOfWhole(this.#sides(T ?? 0, this.#right(asked), asked), T);
  }

  /** An entry of a gradient is measured by the sum of the sizes of all time steps' contributions to it. */
  #gapOfWhole(sides: Sides, time: number | null = null): Gap {
    const { sizes } = this.#sum;
    if (!this.claim.of.isParameter) return this.#gap(time, sides, largestOf(sides));
    return this.#gap(time, sides, (i) => Math.max(sizes[i]!, Math.abs(sides.right[i]!)));
  }

  /** Backpropagation's gradient at a time step, of a parameter what that adds; the whole without time. */
  #asked(time: number | null): Asked {
    const { of } = this.claim;
    return [{ of: "adjoint", name: of.name, index: null }, of, time, null];
  }

  #right(time: number | null): Float64Array {
    return this.numbers.read(...this.#asked(time)).data;
  }

  #sides(slot: number, right: Float64Array, time: number | null = slot): Sides {
    const at = (...shaker: Parameters<HandResult>): Float64Array =>
      this.hand(...shaker).at(this.claim.name, slot)!.data;
    const terms = (): Numbers => {
      const own = termsOf(at);
      return this.numbers.terms(...this.#asked(time)).map((term, i) => Math.max(term, own[i]!));
    };
    const yours = at();
    return { yours, right, terms };
  }

  #gap(time: number | null, sides: Sides, sizeAt: (i: number) => number): Gap {
    const { tolerance, epsilon } = this.precision;
    const plain = this.#worst(time, sides, sizeAt);
    if (plain.difference <= tolerance) return plain;
    const terms = sides.terms();
    const share = (ROUNDING * epsilon) / tolerance;
    return this.#worst(time, sides, (i) => Math.max(sizeAt(i), share * terms[i]!));
  }

  /**
   * The entry that differs most, relative to its size, or to its terms as far as rounding may change their sum. A wrong
   * sign or factor makes many entries differ alike: of them it is the one with the largest gap, for rounding must not choose.
   */
  #worst(time: number | null, { yours, right }: Sides, sizeAt: (i: number) => number): Gap {
    const gaps = right.map((entry, i) => (yours[i] === entry ? 0 : Math.abs(yours[i]! - entry)));
    const differences = gaps.map((gap, i) => (gap === 0 ? 0 : gap / sizeAt(i)));
    const difference = differences.reduce((a, b) => (isWorse(b, a) ? b : a));
    const alike = difference * (1 - Math.sqrt(this.precision.epsilon));
    let entry = differences.findIndex((found) => Object.is(found, difference));
    for (let i = 0; i < gaps.length; i++) if (differences[i]! >= alike && gaps[i]! > gaps[entry]!) entry = i;
    return { time, entry, yours: yours[entry]!, right: right[entry]!, difference };
  }
}

function add(sum: Float64Array, numbers: Numbers): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + numbers[i]!;
}

const isWorse = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b));

/** Measures every entry by the largest finite size of either side's entries. */
function largestOf({ yours, right }: Sides): () => number {
  const sizes = [...Array.from(yours), ...right].map(Math.abs).filter(Number.isFinite);
  const most = sizes.reduce((a, b) => Math.max(a, b), 0);
  return () => most;
}

const placeOf = ({ time, entry, yours, right }: Gap, columns: number): ClaimCheck["worst"] => ({
  time,
  row: Math.floor(entry / columns) + 1,
  column: (entry % columns) + 1,
  yours,
  right,
});
