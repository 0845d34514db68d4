import type { Model } from "../engine/index.js";
import { encodeSeries, type FrameDetail, type Frames, type Recording, type Training } from "../trace/index.js";
import { thinnedIndices } from "./curve.js";
import type { Detail, Frame } from "./frame.js";
import { describeNetwork } from "./network.js";
import type { Baseline, Task } from "./tasks/task.js";

/** At most this many bytes of numbers (before base64 adds a third) go into one output. */
const BUDGET = { frames: 360_000, details: 280_000, curve: 2_000 } as const;
/** Columns beyond this are thinned: a screen has no more. */
const LARGEST_TIMES = 1_000;

/** What a recording is made of. */
export interface RecordingSource {
  readonly kind: "run" | "trace";
  readonly model: Model;
  readonly timeSteps: number;
  readonly batchSize: number;
  readonly reduction: "sum" | "mean";
  readonly frames: readonly Frame[];
  readonly training?: TrainingFacts;
  readonly task?: Task | undefined;
  /** What the numbers at each time step mean, by sequence; only where it is the same at every training step. */
  readonly tokens?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly nonFinite?: Recording["nonFinite"];
  /** ‖∂E_k/∂s_t‖ by state, [T, T]. */
  readonly credit?: ReadonlyMap<string, Float64Array>;
  /** False leaves the numbers of single nodes out, for a live update. Default true. */
  readonly withDetails?: boolean;
}

/** The facts of a training run so far. */
export type TrainingFacts = Omit<Training, "lossSteps" | "losses" | "gradientNorms"> & {
  /** One a training step. */
  readonly losses: Float64Array;
  readonly gradientNorms: Float64Array;
};

/** Encodes what was kept; thins frames, time steps and details by rule to stay under the output's budget. */
export function makeRecording(source: RecordingSource): Recording {
  const { model, timeSteps, frames } = source;
  const columns = chosenColumns(timeSteps, frames);
  const kept = frames.length > 0 ? thinFrames(frames, columns.length) : [];
  const details = source.withDetails === false ? lastDetail(frames) : thinDetails(frames);
  return {
    kind: source.kind,
    network: describeNetwork(model.definition, model),
    timeSteps,
    batchSize: source.batchSize,
    dtype: model.dtype,
    reduction: source.reduction,
    ...(source.task ? { task: describeTask(source, columns) } : {}),
    ...(source.training ? { training: encodeTraining(source.training) } : {}),
    frames: encodeFrames(kept, columns),
    details: details.map((frame) => encodeDetail(frame, columns)),
    ...(source.credit ? { credit: encodeCredit(source.credit, timeSteps, columns) } : {}),
    thinned: {
      times: columns.length < timeSteps,
      steps: kept.length < frames.length,
      details: details.length < frames.length,
    },
    ...(source.nonFinite ? { nonFinite: source.nonFinite } : {}),
  };
}

/** Bytes a series needs: 4 a number where float32 holds all of them, else 8. */
export function packSeries(data: ArrayLike<number>, shape: readonly number[]): string {
  let fits = true;
  for (let i = 0; i < data.length && fits; i++) fits = fitsFloat32(data[i]!);
  return encodeSeries(data, shape, fits ? "f32" : "f64");
}

/** Neither overflows nor loses digits to underflow in float32. */
function fitsFloat32(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || !Number.isFinite(value) || (size > 1e-30 && size < 1e30);
}

/** Time steps (from 1) that are stored: all of them, or the extremes of the last frame's norms and losses. */
function chosenColumns(timeSteps: number, frames: readonly Frame[]): number[] {
  const all = Array.from({ length: timeSteps }, (_, i) => i + 1);
  if (timeSteps <= LARGEST_TIMES) return all;
  const last = frames[frames.length - 1];
  const curve = last ? ([...last.lastLossNorms.values()][0] ?? last.losses) : all;
  return thinnedIndices(curve, LARGEST_TIMES).map((i) => i + 1);
}

function seriesOf(frame: Frame): number {
  return frame.adjointNorms.size + frame.lastLossNorms.size + frame.stepGradientNorms.size + 2;
}

/** As many frames as the budget allows, evenly spaced, with the first and the last. */
function thinFrames(frames: readonly Frame[], columns: number): readonly Frame[] {
  const bytes = 6 * columns * seriesOf(frames[0]!);
  return evenly(frames, Math.max(2, Math.floor(BUDGET.frames / bytes)));
}

function detailNumbers({ values, adjoints, initial, parameters, gradients }: Detail): number {
  const sizes = [values, adjoints, initial, parameters, gradients].flatMap((map) =>
    [...map.values()].map(({ length }) => length),
  );
  return sizes.reduce((a, b) => a + b, 0);
}

function thinDetails(frames: readonly Frame[]): readonly Frame[] {
  const detailed = frames.filter(({ detail }) => detail);
  if (detailed.length === 0) return [];
  const bytes = 5 * detailNumbers(detailed[detailed.length - 1]!.detail!);
  return evenly(detailed, Math.max(1, Math.floor(BUDGET.details / bytes)));
}

function lastDetail(frames: readonly Frame[]): readonly Frame[] {
  return frames.filter(({ detail }) => detail).slice(-1);
}

/** `count` of the items, evenly spaced; always the last, and the first when there is room for two. */
export function evenly<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  if (count === 1) return items.slice(-1);
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]!);
}

function encodeFrames(frames: readonly Frame[], columns: readonly number[]): Frames {
  const shape = [frames.length, columns.length];
  const matrix = (rowOf: (frame: Frame) => Float64Array): string =>
    packSeries(rowsAt(frames.map(rowOf), columns), shape);
  const byName = (mapOf: (frame: Frame) => ReadonlyMap<string, Float64Array>): Record<string, string> =>
    Object.fromEntries(
      [...(frames[0] ? mapOf(frames[0]).keys() : [])].map((name) => [name, matrix((frame) => mapOf(frame).get(name)!)]),
    );
  const column = (of: (frame: Frame) => number): string => packSeries(frames.map(of), [frames.length]);
  const states = [...(frames[0]?.bounds.keys() ?? [])];
  const hasPredictions = frames.length > 0 && frames.every(({ predictions }) => predictions);
  return {
    steps: column(({ step }) => step),
    times: packSeries(columns, [columns.length]),
    losses: matrix(({ losses }) => losses),
    adjointNorms: byName(({ adjointNorms }) => adjointNorms),
    lastLossNorms: byName(({ lastLossNorms }) => lastLossNorms),
    stepGradientNorms: byName(({ stepGradientNorms }) => stepGradientNorms),
    gradientNorms: column(({ gradientNorm }) => gradientNorm),
    bounds: Object.fromEntries(states.map((state) => [state, column(({ bounds }) => bounds.get(state)!)])),
    ...(hasPredictions ? { predictions: matrix(({ predictions }) => predictions!) } : {}),
  };
}

/** The numbers of every row at these columns (from 1), row after row. A live picture holds tens of thousands of them. */
function rowsAt(rows: readonly Float64Array[], columns: readonly number[]): Float64Array {
  const out = new Float64Array(rows.length * columns.length);
  let place = 0;
  for (const row of rows) for (const t of columns) out[place++] = row[t - 1]!;
  return out;
}

function encodeDetail({ step, detail }: Frame, columns: readonly number[]): FrameDetail {
  const { values, adjoints, initial, parameters, gradients } = detail!;
  const inTime = (map: ReadonlyMap<string, Float64Array>, timeSteps: number): Record<string, string> =>
    mapValues(map, (data) => {
      const size = data.length / timeSteps;
      return packSeries(
        columns.flatMap((t) => [...data.subarray((t - 1) * size, t * size)]),
        [columns.length, size],
      );
    });
  const whole = (map: ReadonlyMap<string, Float64Array>): Record<string, string> =>
    mapValues(map, (data) => packSeries(data, [data.length]));
  const timeSteps = columns[columns.length - 1]!;
  return {
    step,
    values: inTime(values, timeSteps),
    adjoints: inTime(adjoints, timeSteps),
    initial: whole(initial),
    parameters: whole(parameters),
    gradients: whole(gradients),
  };
}

function mapValues(
  map: ReadonlyMap<string, Float64Array>,
  encode: (data: Float64Array) => string,
): Record<string, string> {
  return Object.fromEntries([...map].map(([name, data]) => [name, encode(data)]));
}

function encodeTraining({ losses, gradientNorms, ...facts }: TrainingFacts): Training {
  const indices = thinnedIndices(losses, BUDGET.curve);
  const pick = (values: Float64Array): string =>
    packSeries(
      indices.map((i) => values[i]!),
      [indices.length],
    );
  return {
    ...facts,
    lossSteps: packSeries(indices, [indices.length]),
    losses: pick(losses),
    gradientNorms: pick(gradientNorms),
  };
}

function encodeCredit(
  credit: ReadonlyMap<string, Float64Array>,
  timeSteps: number,
  columns: readonly number[],
): Record<string, string> {
  const shape = [columns.length, columns.length];
  return mapValues(credit, (data) =>
    packSeries(
      columns.flatMap((k) => columns.map((t) => data[(k - 1) * timeSteps + t - 1]!)),
      shape,
    ),
  );
}

function describeTask(
  { task, tokens, reduction, timeSteps }: RecordingSource,
  columns: readonly number[],
): NonNullable<Recording["task"]> {
  const { name, baseline, vocabulary } = task!;
  return {
    name,
    ...(baseline ? describeBaseline(baseline, reduction, timeSteps) : {}),
    tokens: Object.fromEntries(
      Object.entries(tokens ?? {}).map(([key, list]) => [key, columns.map((t) => list[t - 1] ?? "")]),
    ),
    ...(vocabulary ? { vocabulary: [...vocabulary] } : {}),
  };
}

/** The loss of knowing nothing, in the units of the run's own loss. */
export const baselineOf = ({ total }: Baseline, reduction: "sum" | "mean", timeSteps: number): number =>
  reduction === "mean" ? total / timeSteps : total;

function describeBaseline(baseline: Baseline, reduction: "sum" | "mean", timeSteps: number) {
  const { perStep, formula, perStepFormula } = baseline;
  return {
    baseline: baselineOf(baseline, reduction, timeSteps),
    ...(perStep === null ? {} : { baselinePerStep: perStep }),
    baselineFormula: formula,
    ...(perStepFormula ? { baselinePerStepFormula: perStepFormula } : {}),
  };
}
