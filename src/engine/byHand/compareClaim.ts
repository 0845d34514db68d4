import { termsOf } from "../derivation/shake.js";
import type { Claim } from "./claim.js";
import type { ClaimCheck } from "./handCheck.js";
import type { HandValues } from "./handProgram.js";
import type { NetworkNames } from "./networkNames.js";

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

/** What a text comes to. */
export interface HandResult {
  readonly values: HandValues;
  /** The same from numbers that were changed a little. */
  readonly shaken: readonly HandValues[];
}

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
  network: NetworkNames,
  precision: Precision,
): ClaimCheck[] {
  const comparisons = claims.map((claim) => new Comparison(claim, hand, network, precision));
  // all claims at one time step, before the next: backpropagation's contributions are computed for all at once
  for (let t = 1; t <= network.timeSteps; t++) for (const comparison of comparisons) comparison.at(t);
  return comparisons.map((comparison) => comparison.result());
}

class Comparison {
  readonly #gaps: Gap[] = [];
  readonly #size: number;
  readonly #isParameter: boolean;
  /** Over all time steps: both sides, the terms of the claim, and the sizes of backpropagation's contributions. */
  readonly #sum: { readonly yours: Float64Array; readonly terms: Float64Array; readonly sizes: Float64Array };

  constructor(
    private readonly claim: Claim,
    private readonly hand: HandResult,
    private readonly network: NetworkNames,
    private readonly precision: Precision,
  ) {
    const { rows, columns, isParameter } = network.byName.get(claim.of)!;
    this.#size = rows * columns;
    this.#isParameter = isParameter;
    const zeros = () => new Float64Array(this.#size);
    this.#sum = { yours: zeros(), terms: zeros(), sizes: zeros() };
  }

  at(t: number): void {
    const { of, time } = this.claim;
    if (this.#isParameter) {
      const share = this.network.gradient(of, t);
      if (share) addSizes(this.#sum.sizes, share);
    }
    if (time !== "t") return;
    const right = this.network.gradient(of, t) ?? new Float64Array(this.#size);
    const { yours, terms } = this.#read(t);
    const largest = largestOf(yours, right);
    this.#gaps.push(this.#gap(t, yours, right, () => largest, terms));
    for (let i = 0; i < this.#size; i++) {
      this.#sum.yours[i] = this.#sum.yours[i]! + yours[i]!;
      this.#sum.terms[i] = this.#sum.terms[i]! + terms[i]!;
    }
  }

  result(): ClaimCheck {
    const { claim, network, precision } = this;
    const { rows, columns } = network.byName.get(claim.of)!;
    const isTimed = claim.time === "t";
    if (!isTimed) this.#gaps.push(this.#whole());
    const isDiffering = ({ difference }: Gap): boolean => !(difference <= precision.tolerance);
    const differing = this.#gaps.flatMap((gap) => (isDiffering(gap) ? [gap.time ?? 0] : []));
    const last = differing[differing.length - 1] ?? 0;
    const largest = this.#gaps.reduce((a, b) => (isWorse(b.difference, a.difference) ? b : a));
    return {
      name: claim.name,
      of: claim.of,
      at: isTimed ? "t" : claim.time === "T" && !this.#isParameter ? "T" : null,
      rows,
      columns,
      difference: largest.difference,
      worst: placeOf(this.#gaps.findLast(isDiffering) ?? largest, columns),
      differing: isTimed ? differing : null,
      agreesFrom: isTimed && last < network.timeSteps ? last + 1 : null,
      sumDifference: isTimed && this.#isParameter ? this.#sumGap().difference : null,
    };
  }

  /** `[T]` and no index claim one thing, of a parameter the whole gradient. */
  #whole(): Gap {
    const { of, time } = this.claim;
    const isOneStep = time === "T" && !this.#isParameter;
    const right = this.network.gradient(of, isOneStep ? this.network.timeSteps : null)!;
    const { yours, terms } = this.#read(time === "T" ? this.network.timeSteps : 0);
    return this.#gap(time === "T" ? this.network.timeSteps : null, yours, right, this.#sizeOf(yours, right), terms);
  }

  /** The sum of all time steps' claims against the gradient. */
  #sumGap(): Gap {
    const right = this.network.gradient(this.claim.of, null)!;
    const { yours, terms } = this.#sum;
    return this.#gap(null, yours, right, this.#sizeOf(yours, right), terms);
  }

  /** What an entry is measured by: of a gradient, the sum of the sizes of all time steps' contributions to it. */
  #sizeOf(yours: Numbers, right: Numbers): (entry: number) => number {
    const largest = largestOf(yours, right);
    return this.#isParameter ? (i) => Math.max(this.#sum.sizes[i]!, Math.abs(right[i]!)) : () => largest;
  }

  #read(slot: number): { yours: Float64Array; terms: Float64Array } {
    const { name } = this.claim;
    const yours = this.hand.values.at(name, slot)!.data;
    const shaken = this.hand.shaken.map((values) => values.at(name, slot)!.data);
    return { yours, terms: termsOf(yours, shaken) };
  }

  /**
   * The entry that differs most, relative to its size, or to its terms as far as rounding may change their sum. A wrong
   * sign or factor makes many entries differ alike: of them it is the one with the largest gap, for rounding must not choose.
   */
  #gap(time: number | null, yours: Numbers, right: Numbers, sizeAt: (i: number) => number, terms: Numbers): Gap {
    const { tolerance, epsilon } = this.precision;
    const share = (ROUNDING * epsilon) / tolerance;
    const gapAt = (i: number): number => (yours[i] === right[i] ? 0 : Math.abs(yours[i]! - right[i]!));
    const differenceAt = (i: number): number =>
      gapAt(i) === 0 ? 0 : gapAt(i) / Math.max(sizeAt(i), share * terms[i]!);
    let [entry, difference] = [0, 0];
    for (let i = 0; i < right.length; i++) {
      const found = differenceAt(i);
      if (isWorse(found, difference)) [entry, difference] = [i, found];
    }
    const alike = difference * (1 - Math.sqrt(epsilon));
    for (let i = 0; i < right.length; i++) if (differenceAt(i) >= alike && gapAt(i) > gapAt(entry)) entry = i;
    return { time, entry, yours: yours[entry]!, right: right[entry]!, difference };
  }
}

function addSizes(sum: Float64Array, numbers: Numbers): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + Math.abs(numbers[i]!);
}

const isWorse = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b));

/** The largest finite size of either side's entries. */
function largestOf(yours: Numbers, right: Numbers): number {
  let most = 0;
  for (const numbers of [yours, right])
    for (let i = 0; i < numbers.length; i++) {
      const size = Math.abs(numbers[i]!);
      if (size > most && size < Infinity) most = size;
    }
  return most;
}

const placeOf = ({ time, entry, yours, right }: Gap, columns: number): ClaimCheck["worst"] => ({
  time,
  row: Math.floor(entry / columns) + 1,
  column: (entry % columns) + 1,
  yours,
  right,
});
