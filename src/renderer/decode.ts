/** A recording with all its series decoded once, so that models read numbers and never base64. */
import { decodeSeries, type FrameDetail, type NumericSeries, type Recording } from "../trace/index.js";

/** Numbers by the name of a sequence, state or parameter. */
export type SeriesByName = ReadonlyMap<string, NumericSeries>;

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

const byName = (series: Readonly<Record<string, string>> = {}): SeriesByName =>
  new Map(Object.entries(series).map(([name, text]) => [name, decodeSeries(text)]));

/**
 * Decodes the series of a parsed recording; those of its details when they are first read.
 * @throws RangeError when a series is malformed; `parsePayload` has refused such a payload before
 */
export function decodeRecording(recording: Recording): DecodedRecording {
  return {
    recording,
    frames: decodeFrames(recording),
    details: recording.details.map(decodeDetail),
    training: decodeTraining(recording),
    credit: byName(recording.credit),
  };
}

function decodeFrames({ frames }: Recording): DecodedFrames {
  return {
    steps: decodeSeries(frames.steps).data,
    times: decodeSeries(frames.times).data,
    losses: decodeSeries(frames.losses),
    adjointNorms: byName(frames.adjointNorms),
    lastLossNorms: byName(frames.lastLossNorms),
    stepGradientNorms: byName(frames.stepGradientNorms),
    gradientNorms: decodeSeries(frames.gradientNorms),
    bounds: byName(frames.bounds),
    predictions: frames.predictions ? decodeSeries(frames.predictions) : null,
  };
}

/** Decoded when a reader opens a node: most of a payload's bytes are details that nobody looks at. */
function decodeDetail(detail: FrameDetail): DecodedDetail {
  const values = once(() => byName(detail.values));
  const adjoints = once(() => byName(detail.adjoints));
  const initial = once(() => byName(detail.initial));
  const parameters = once(() => byName(detail.parameters));
  const gradients = once(() => byName(detail.gradients));
  return {
    step: detail.step,
    get values() {
      return values();
    },
    get adjoints() {
      return adjoints();
    },
    get initial() {
      return initial();
    },
    get parameters() {
      return parameters();
    },
    get gradients() {
      return gradients();
    },
  };
}

/** What `make` returns, made with the first call. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

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
