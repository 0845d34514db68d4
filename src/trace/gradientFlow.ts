/** How the gradient of the last loss fares on its way back through time: norms by time step in, a verdict in numbers out. */
import { medianSorted } from "simple-statistics";

/** A gradient that changes by about the same factor at each step back. */
export interface SteadyFlow {
  readonly code: "vanishing" | "steady" | "exploding";
  /** What one step back in time multiplies the gradient's norm by: exp of the robust slope of its logarithm. */
  readonly factor: number;
  /**
   * Steps back after which 1 % is left (vanishing) or it is a hundredfold (exploding): as measured where that happens
   * within the recording, else at the same factor. Null when steady.
   */
  readonly hundredthAfter: number | null;
  /** Norm at the first time over norm at the last one, as measured. */
  readonly ratio: number;
  /** The first and the last time that were compared. */
  readonly from: number;
  readonly to: number;
}

export type GradientFlow =
  | SteadyFlow
  /** The norm is exactly zero at `time` and before; 0 when there never was a gradient to send back. */
  | { readonly code: "dead"; readonly time: number }
  | NonFiniteFlow
  | { readonly code: "tooShort"; readonly timeSteps: number }
  /** No sequence looks back in time. */
  | { readonly code: "noRecurrence" }
  /** The state looks ahead, so its gradient travels forward in time and the last loss meets it once. */
  | { readonly code: "lookAhead"; readonly state: string };

export interface NonFiniteFlow {
  readonly code: "nonFinite";
  readonly what: "value" | "loss" | "gradient" | "parameter";
  readonly name: string;
  readonly value: "Infinity" | "-Infinity" | "NaN";
  /** Training step at which it was first seen. */
  readonly step: number;
  /** Time step; 0 when it is no time step's. */
  readonly time: number;
}

/** Fewer points than this do not make a line. */
const FEWEST_POINTS = 3;
/** The slope is the median over pairs of at most this many columns: 1,770 pairs. */
const MOST_POINTS = 60;
/** Below this a float64 norm is about to underflow: the zeros that follow are vanished, not dead. */
export const UNDERFLOW = { float32: 1e-36, float64: 1e-290 } as const;
/** A factor is judged over the recorded span, or over this many steps when the span is shorter. */
const SHORTEST_SPAN = 20;
/** Vanishing: less than this share is left over the span; exploding: more than its inverse. */
const VANISHING_SHARE = 0.1;

/**
 * Judges the norms ‖∂E_last/∂s_t‖ of one state.
 * @param norms by column. [T]
 * @param times the columns' time steps, ascending. [T]
 * @param underflow norms below it count as vanished when zeros follow; default that of float64
 */
export function diagnoseNorms(
  norms: ArrayLike<number>,
  times: ArrayLike<number>,
  underflow: number = UNDERFLOW.float64,
): GradientFlow {
  const points = Array.from(norms, (norm, i) => ({ time: times[i]!, norm }));
  const broken = points.findLast(({ norm }) => !Number.isFinite(norm));
  if (broken) return brokenNorm(broken);
  const alive = points.filter(({ norm }) => norm > 0);
  const [earliest] = alive;
  if (!earliest) return { code: "dead", time: 0 };
  const dead = points[points.indexOf(earliest) - 1];
  if (dead && earliest.norm > underflow) return { code: "dead", time: dead.time };
  if (alive.length < FEWEST_POINTS) return { code: "tooShort", timeSteps: points.length };
  return judge(alive, points);
}

const brokenNorm = ({ time, norm }: Point): NonFiniteFlow => ({
  code: "nonFinite",
  what: "gradient",
  name: "",
  value: nameOf(norm),
  step: 0,
  time,
});

/** What a number that is not finite is called. */
export const nameOf = (value: number): NonFiniteFlow["value"] =>
  Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

interface Point {
  readonly time: number;
  readonly norm: number;
}

function judge(alive: readonly Point[], all: readonly Point[]): SteadyFlow {
  const first = all[0]!;
  const last = all.at(-1)!;
  const slope = -theilSen(thin(alive));
  const span = Math.max(last.time - first.time, SHORTEST_SPAN);
  const limit = Math.log(VANISHING_SHARE);
  const code = slope * span < limit ? "vanishing" : slope * span > -limit ? "exploding" : "steady";
  return {
    code,
    factor: Math.exp(slope),
    hundredthAfter: code === "steady" ? null : (measuredHundredth(all, code) ?? stepsToHundredth(slope)),
    ratio: first.norm / last.norm,
    from: first.time,
    to: last.time,
  };
}

/** Steps back to the first time whose norm is a hundredth of the last one's (or its hundredfold); null when none is. */
function measuredHundredth(points: readonly Point[], code: "vanishing" | "exploding"): number | null {
  const last = points.at(-1)!;
  const passed = ({ norm }: Point) =>
    code === "vanishing" ? norm <= last.norm * 0.01 * (1 + 1e-9) : norm >= last.norm * 100 * (1 - 1e-9);
  const point = points.findLast(passed);
  return point && last.norm > 0 ? last.time - point.time : null;
}

/** ln 100 over the slope's size, rounded up but for the last rounding error. */
const stepsToHundredth = (slope: number) => Math.ceil(Math.log(100) / Math.abs(slope) - 1e-9);

/** At most MOST_POINTS of the points, evenly, ends kept. */
function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  const stride = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, k) => points[Math.round(k * stride)]!);
}

/** The median slope of ln(norm) over all pairs of points (Theil 1950, Sen 1968): a quarter of the points may be outliers. */
function theilSen(points: readonly Point[]): number {
  const slopes = points.flatMap((a, i) =>
    points.slice(i + 1).map((b) => (Math.log(b.norm) - Math.log(a.norm)) / (b.time - a.time)),
  );
  return medianSorted(slopes.sort((a, b) => a - b));
}
