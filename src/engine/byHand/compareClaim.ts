import type { Execution } from "../program/backend.js";
import type { Operand } from "../program/program.js";
import type { Claim } from "./claim.js";
import type { ClaimCheck } from "./handCheck.js";
import type { NetworkNames } from "./networkNames.js";

type Numbers = ArrayLike<number>;

/** A claim and backpropagation at one time step; `time` null where the claim has none. */
interface Pair {
  readonly time: number | null;
  readonly yours: Numbers;
  readonly right: Numbers;
}

/**
 * How far apart two computations of one gradient may be by rounding alone, in units of the last place of its largest
 * entry: terms that cancel leave the rounding of the larger ones behind.
 */
const ROUNDING = 45;

/** What counts as equal: differences up to `tolerance`, of numbers that were computed with `epsilon`. */
export interface Precision {
  readonly tolerance: number;
  readonly epsilon: number;
}

/** Compares a claim with what backpropagation found, at each time step that it speaks of. */
export function compareClaim(claim: Claim, hand: Execution, network: NetworkNames, precision: Precision): ClaimCheck {
  const pairs = pairsOf(claim, hand, network);
  const { rows, columns, isParameter } = network.byName.get(claim.of)!;
  const smallest = ((ROUNDING * precision.epsilon) / precision.tolerance) * Math.max(...pairs.map(largestOf));
  const gaps = pairs.map((pair) => gapOf(pair, smallest));
  const isTimed = claim.statement.time === "t";
  const differing = pairs.flatMap(({ time }, i) => (gaps[i]!.difference <= precision.tolerance ? [] : [time ?? 0]));
  const last = differing[differing.length - 1] ?? 0;
  const largest = gaps.reduce((a, b) => (isWorse(b.difference, a.difference) ? b : a));
  const latest = gaps.findLast(({ difference }) => !(difference <= precision.tolerance));
  return {
    name: claim.statement.name,
    of: claim.of,
    at: isTimed ? "t" : claim.statement.time === "T" && !isParameter ? "T" : null,
    rows,
    columns,
    difference: largest.difference,
    worst: placeOf(latest ?? largest, columns),
    differing: isTimed ? differing : null,
    agreesFrom: isTimed && last < network.timeSteps ? last + 1 : null,
    sumDifference: isTimed && isParameter ? sumGap(claim, pairs, network, smallest) : null,
  };
}

/** `[t]` claims one thing at each step; `[T]` and no index claim one thing, of a parameter the whole gradient. */
function pairsOf({ of, statement }: Claim, hand: Execution, network: NetworkNames): Pair[] {
  const { name, time } = statement;
  const { derived, sequences } = hand.program;
  const read = ({ offset, size }: Operand): Numbers => hand.values.subarray(offset, offset + size);
  if (time !== "t") {
    const place = derived.get(name) ?? sequences.get(name)!.at[network.timeSteps]!;
    const isOneStep = time === "T" && !network.byName.get(of)!.isParameter;
    return [
      {
        time: time === "T" ? network.timeSteps : null,
        yours: read(place),
        right: network.gradient(of, isOneStep ? network.timeSteps : null)!,
      },
    ];
  }
  return sequences.get(name)!.at.flatMap((place, t) => {
    const yours = place && read(place);
    return yours ? [{ time: t, yours, right: network.gradient(of, t) ?? new Float64Array(yours.length) }] : [];
  });
}

interface Gap {
  readonly pair: Pair;
  readonly entry: number;
  readonly difference: number;
}

/** The entry of a time step that differs most, relative to the step's largest entry, or to `smallest` if that is larger. */
function gapOf(pair: Pair, smallest: number): Gap {
  const { yours, right } = pair;
  let entry = 0;
  const gap = (i: number): number => (yours[i] === right[i] ? 0 : Math.abs(yours[i]! - right[i]!));
  for (let i = 1; i < right.length; i++) if (isWorse(gap(i), gap(entry))) entry = i;
  const scale = Math.max(largestOf(pair), smallest);
  return { pair, entry, difference: gap(entry) === 0 ? 0 : gap(entry) / scale };
}

/** The sum of all time steps' claims against the gradient. */
function sumGap({ of }: Claim, pairs: readonly Pair[], network: NetworkNames, smallest: number): number {
  const right = network.gradient(of, null)!;
  const yours = Float64Array.from(right, (_, i) => pairs.reduce((sum, pair) => sum + pair.yours[i]!, 0));
  return gapOf({ time: null, yours, right }, smallest).difference;
}

const isWorse = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b));

/** The largest finite size of a pair's entries. */
const largestOf = ({ yours, right }: Pair): number =>
  [...Array.from(yours), ...Array.from(right)].reduce(
    (most, n) => (Number.isFinite(n) ? Math.max(most, Math.abs(n)) : most),
    0,
  );

function placeOf({ pair, entry }: Gap, columns: number): ClaimCheck["worst"] {
  return {
    time: pair.time,
    row: Math.floor(entry / columns) + 1,
    column: (entry % columns) + 1,
    yours: pair.yours[entry]!,
    right: pair.right[entry]!,
  };
}
