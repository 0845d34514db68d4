/**
 * What a recording says, in codes and numbers: how the gradient of the last loss fares on its way back through time,
 * and whether the run learns. The sentences are in diagnosisSentences.ts.
 */
import { diagnoseNorms, type GradientFlow, type NonFiniteFlow, nameOf, UNDERFLOW } from "./gradientFlow.js";
import { type Learning, learningCurve } from "./learning.js";
import type { Recording } from "./payload.js";
import { decodeSeries, type NumericSeries } from "./series.js";

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
