/** A recording with all its series decoded once, so that models read numbers and never base64. */
import { decodeSeries, type FrameDetail, type NumericSeries, type Recording } from "../trace/index.js";

/** Numbers by the name of a sequence, state or parameter. */
export type SeriesByName = Pick<ReadonlyMap<string, NumericSeries>, "get" | "has" | "keys">;

/** The K kept frames over the T kept times; see `frames` in the payload for what each series means. */
export interface DecodedFrames {
  /** Training step of each frame, ascending. [K] */
  readonly steps: NumericSeries["data"];
  /** Time step of each column, ascending, from 1. [T] */
  readonly times: NumericSeries["data"];
  /** Nats. [K, T] */
  readonly losses: NumericSeries;
  readonly adjointNorms: SeriesByName;
  readonly lastLossNorms: SeriesByName;
  readonly stepGradientNorms: SeriesByName;
  /** Global norm before clipping. [K] */
  readonly gradientNorms: NumericSeries;
  /** By state. [K] */
  readonly bounds: SeriesByName;
  /** Indices into the vocabulary. [K, T] */
  readonly predictions: NumericSeries | null;
}

/** All numbers of one kept frame. */
export interface DecodedDetail {
  readonly step: number;
  readonly values: SeriesByName;
  readonly adjoints: SeriesByName;
  readonly initial: SeriesByName;
  readonly parameters: SeriesByName;
  readonly gradients: SeriesByName;
}

/** The total-loss curve of a run. [N] each */
export interface DecodedTraining {
  readonly lossSteps: NumericSeries["data"];
  readonly losses: NumericSeries["data"];
  readonly gradientNorms: NumericSeries["data"];
}

export interface DecodedRecording {
  /** The payload's own recording: names, texts and counts. */
  readonly recording: Recording;
  readonly frames: DecodedFrames;
  readonly details: readonly DecodedDetail[];
  readonly training: DecodedTraining | null;
  /** ‖∂E_k/∂s_t‖ by state. [T, T] */
  readonly credit: SeriesByName;
}

/** Decodes a series when it is first read: most of a payload's bytes are numbers that nobody looks at. */
class LazySeries implements SeriesByName {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #decoded = new Map<string, NumericSeries>();

  constructor(texts: Readonly<Record<string, string>> = {}) {
    this.#texts = new Map(Object.entries(texts));
  }

  get(name: string): NumericSeries | undefined {
    const text = this.#texts.get(name);
    const found = this.#decoded.get(name);
    if (found || text === undefined) return found;
    const series = decodeSeries(text);
    this.#decoded.set(name, series);
    return series;
  }

  has(name: string): boolean {
    return this.#texts.has(name);
  }

  keys() {
    return this.#texts.keys();
  }
}

/**
 * Decodes the series of a parsed recording; those that have names when they are first read.
 * @throws RangeError when a series is malformed; `parsePayload` has refused such a payload before
 */
export function decodeRecording(recording: Recording): DecodedRecording {
  return {
    recording,
    frames: decodeFrames(recording),
    details: recording.details.map(decodeDetail),
    training: decodeTraining(recording),
    credit: new LazySeries(recording.credit),
  };
}

function decodeFrames({ frames }: Recording): DecodedFrames {
  return {
    steps: decodeSeries(frames.steps).data,
    times: decodeSeries(frames.times).data,
    losses: decodeSeries(frames.losses),
    adjointNorms: new LazySeries(frames.adjointNorms),
    lastLossNorms: new LazySeries(frames.lastLossNorms),
    stepGradientNorms: new LazySeries(frames.stepGradientNorms),
    gradientNorms: decodeSeries(frames.gradientNorms),
    bounds: new LazySeries(frames.bounds),
    predictions: frames.predictions ? decodeSeries(frames.predictions) : null,
  };
}

const decodeDetail = ({ step, values, adjoints, initial, parameters, gradients }: FrameDetail): DecodedDetail => ({
  step,
  values: new LazySeries(values),
  adjoints: new LazySeries(adjoints),
  initial: new LazySeries(initial),
  parameters: new LazySeries(parameters),
  gradients: new LazySeries(gradients),
});

function decodeTraining({ training }: Recording): DecodedTraining | null {
  if (!training) return null;
  return {
    lossSteps: decodeSeries(training.lossSteps).data,
    losses: decodeSeries(training.losses).data,
    gradientNorms: decodeSeries(training.gradientNorms).data,
  };
}

/** The number in row `k`, column `i` of a [K, T] series; NaN outside it. */
export function at(series: NumericSeries, k: number, i: number): number {
  const columns = series.shape[1] ?? 1;
  return i < columns ? (series.data[k * columns + i] ?? Number.NaN) : Number.NaN;
}

/** Row `k` of a [K, T] series, as a view of it (not a copy). */
export function row(series: NumericSeries, k: number): NumericSeries["data"] {
  const columns = series.shape[1] ?? 1;
  return series.data.subarray(k * columns, (k + 1) * columns);
}

/** Index of the entry of `sorted` (ascending) nearest to `value`; the earlier one of two equally near; -1 when empty. */
export function nearestIndex(sorted: ArrayLike<number>, value: number): number {
  let best = sorted.length === 0 ? -1 : 0;
  for (let i = 1; i < sorted.length; i++) {
    if (Math.abs(sorted[i]! - value) < Math.abs(sorted[best]! - value)) best = i;
  }
  return best;
}

/** The recorded detail nearest to frame `k` in training steps; null when no frame kept its numbers. */
export function nearestDetail(decoded: DecodedRecording, k: number): DecodedDetail | null {
  const steps = decoded.details.map((detail) => detail.step);
  return decoded.details[nearestIndex(steps, decoded.frames.steps[k] ?? 0)] ?? null;
}

/** Names of the states (sequences that look back in time), in the order of the equations. */
export function stateNames(recording: Recording): readonly string[] {
  return recording.network.sequences.filter((sequence) => sequence.role === "state").map((sequence) => sequence.name);
}
