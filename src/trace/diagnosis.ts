/**
 * What a recording says, in codes and numbers: how the gradient of the last loss fares on its way back through time,
 * and whether the run learns. The sentences are in diagnosisSentences.ts.
 */
import { median } from "simple-statistics";
import type { Recording } from "./payload.js";
import { decodeSeries, type NumericSeries } from "./series.js";

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

/** How the loss stands, in the units of the total loss. */
export interface Learning {
  /**
   * `start` at the first step; else against the baseline where there is one: below a tenth, below it, at it (within 5 %),
   * above; else against the start.
   */
  readonly code: "start" | "learned" | "learning" | "baseline" | "worse" | "fell" | "flat" | "rose";
  readonly step: number;
  readonly loss: number;
  readonly first: number;
  readonly baseline: number | null;
}

export interface Recurrence {
  /** Through gates alone, as an LSTM's cell: no parameter multiplies it on the way. */
  readonly gated: boolean;
  /** The parameter that multiplies the state; null when there is none or more than one. */
  readonly parameter: string | null;
  /** Whether that parameter is a single number. */
  readonly scalar: boolean;
}

export interface Diagnosis {
  /** The state whose gradient is followed; "" without one. */
  readonly state: string;
  readonly flow: GradientFlow;
  /** How the state reaches its next self. */
  readonly recurrence: Recurrence;
  /** Whether a clip keeps an exploding gradient from the parameters. */
  readonly clipped: boolean;
  /** null for a single pass, and where the loss is not finite. */
  readonly learning: Learning | null;
}

/** Fewer points than this do not make a line. */
const FEWEST_POINTS = 3;
/** The slope is the median over pairs of at most this many columns: 1,770 pairs. */
const MOST_POINTS = 60;
/** Below this a float64 norm is about to underflow: the zeros that follow are vanished, not dead. */
const UNDERFLOW = { float32: 1e-36, float64: 1e-290 } as const;
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

const nameOf = (value: number): NonFiniteFlow["value"] =>
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
  return median(slopes);
}

/** Which frame and which state to judge. */
export interface DiagnosisOptions {
  /** Index into the kept frames; default the last. */
  readonly frame?: number;
  /** Name of a state; default the first that looks back in time, else the first. */
  readonly state?: string;
}

/** Judges one frame of a recording. To judge many, keep a `diagnoser`. */
export const diagnose = (recording: Recording, options: DiagnosisOptions = {}): Diagnosis =>
  diagnoser(recording)(options);

/** The series that a judgement reads, decoded once. */
interface Evidence {
  readonly recording: Recording;
  readonly steps: ArrayLike<number>;
  readonly times: NumericSeries["data"];
  readonly losses: NumericSeries;
  readonly norms: ReadonlyMap<string, NumericSeries>;
}

/** Decodes a recording once; the function that it returns judges any frame and state of it. */
export function diagnoser(recording: Recording): (options?: DiagnosisOptions) => Diagnosis {
  const { steps, times, losses, lastLossNorms } = recording.frames;
  const evidence: Evidence = {
    recording,
    steps: decodeSeries(steps).data,
    times: decodeSeries(times).data,
    losses: decodeSeries(losses),
    norms: new Map(Object.entries(lastLossNorms).map(([name, text]) => [name, decodeSeries(text)])),
  };
  const learning = learningCurve(recording);
  return (options = {}) => {
    const frame = options.frame ?? evidence.steps.length - 1;
    const state = options.state || defaultState(recording);
    return {
      state,
      flow: brokenLoss(evidence, frame) ?? diagnoseState(evidence, state, frame),
      recurrence: recurrenceOf(recording, state),
      clipped: recording.training?.clipNorm !== undefined || recording.training?.clipValue !== undefined,
      learning: learning(evidence.steps[frame] ?? 0),
    };
  };
}

/** A state that looks back in time, if there is one. */
function defaultState(recording: Recording): string {
  const states = recording.network.sequences.filter((sequence) => sequence.role === "state").map(({ name }) => name);
  return states.find((name) => !looksAhead(recording, name)) ?? states[0] ?? "";
}

/** Whether a state is read ahead of its time and never behind it. */
function looksAhead(recording: Recording, state: string): boolean {
  const offsets = recording.network.statements
    .flatMap((statement) => statement.reads.filter((read) => read.name === state && statement.time === "t"))
    .map((read) => read.offset);
  return offsets.some((offset) => offset > 0) && !offsets.some((offset) => offset < 0);
}

/** What stands between a state and its own value one step earlier. */
function recurrenceOf({ network }: Recording, state: string): Recurrence {
  const statement = network.statements.find(({ name }) => name === state);
  const own = statement?.reads.find((read) => read.name === state && read.offset !== 0);
  const [parameter, ...others] = own?.through ?? [];
  const shape = network.parameters.find(({ name }) => name === parameter);
  return {
    gated: own !== undefined && parameter === undefined,
    parameter: parameter !== undefined && others.length === 0 ? parameter : null,
    scalar: shape !== undefined && shape.rows * shape.columns === 1,
  };
}

function rowOf({ data, shape }: NumericSeries, k: number): NumericSeries["data"] {
  const columns = shape[1] ?? 1;
  return data.subarray(k * columns, (k + 1) * columns);
}

function diagnoseState({ recording, norms, times, steps }: Evidence, state: string, frame: number): GradientFlow {
  const series = norms.get(state);
  if (!series) return { code: "noRecurrence" };
  if (looksAhead(recording, state)) return { code: "lookAhead", state };
  const flow = diagnoseNorms(rowOf(series, frame), times, UNDERFLOW[recording.dtype]);
  return flow.code === "nonFinite" ? { ...flow, name: state, step: steps[frame] ?? 0 } : flow;
}

/** What was first not finite, at this frame or before it. */
function brokenLoss({ recording, losses, times, steps }: Evidence, frame: number): NonFiniteFlow | null {
  const step = steps[frame] ?? 0;
  if (recording.nonFinite && recording.nonFinite.step <= step) return { code: "nonFinite", ...recording.nonFinite };
  const row = rowOf(losses, frame);
  const column = row.findIndex((loss) => !Number.isFinite(loss));
  if (column < 0) return null;
  const name = recording.network.sequences.find((sequence) => sequence.role === "loss")?.name ?? "";
  return { code: "nonFinite", what: "loss", name, value: nameOf(row[column]!), step, time: times[column]! };
}

/** How the loss stands at a training step. */
function learningCurve({ training, task }: Recording): (step: number) => Learning | null {
  if (!training) return () => null;
  const steps = decodeSeries(training.lossSteps).data;
  const losses = decodeSeries(training.losses).data;
  const first = losses[0];
  const baseline = task?.baseline ?? null;
  return (step) => {
    const after = steps.findIndex((at) => at >= step);
    const loss = losses[after < 0 ? losses.length - 1 : after];
    if (loss === undefined || first === undefined || !Number.isFinite(loss)) return null;
    const compared = baseline === null ? againstStart(loss, first) : againstBaseline(loss, baseline);
    const code = after === 0 ? "start" : compared;
    return { code, step, loss, first, baseline };
  };
}

function againstBaseline(loss: number, baseline: number): Learning["code"] {
  const share = loss / baseline;
  if (share < 0.1) return "learned";
  if (share < 0.95) return "learning";
  return share <= 1.05 ? "baseline" : "worse";
}

function againstStart(loss: number, first: number): Learning["code"] {
  const share = loss / first;
  if (share < 0.95) return "fell";
  return share <= 1.05 ? "flat" : "rose";
}
