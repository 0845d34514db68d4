import {
  adjointNorms,
  type Execution,
  type FloatArray,
  lastLossTime,
  lossesOf,
  type Model,
  type Operand,
  recurrentBoundLater,
  type SequencePlaces,
  type SimpleRecurrence,
  seedsAt,
  simpleRecurrence,
} from "../engine/index.js";
import { predictedSequence } from "./network.js";

/** All numbers of one kept step, for the node that is clicked. Of the batch's first sequence. */
export interface Detail {
  /** By sequence, [T, size]. */
  readonly values: ReadonlyMap<string, Float64Array>;
  readonly adjoints: ReadonlyMap<string, Float64Array>;
  /** Value before time 1 (after T for a layer that runs backward), by state. [size] */
  readonly initial: ReadonlyMap<string, Float64Array>;
  /** By parameter; empty when they are large. */
  readonly parameters: ReadonlyMap<string, Float64Array>;
  readonly gradients: ReadonlyMap<string, Float64Array>;
}

/** What is kept of one training step: seen before its update. */
export interface Frame {
  readonly step: number;
  readonly losses: Float64Array;
  readonly adjointNorms: ReadonlyMap<string, Float64Array>;
  readonly lastLossNorms: ReadonlyMap<string, Float64Array>;
  readonly stepGradientNorms: ReadonlyMap<string, Float64Array>;
  readonly gradientNorm: number;
  /** By state, found when it is first asked for. */
  readonly bounds: ReadonlyMap<string, number>;
  /** Index of the largest output by time step. [T] */
  readonly predictions: Float64Array | undefined;
  readonly detail: Detail | undefined;
}

/** Parameters larger than this (in all) are not stored with each detail: the panel shows their norms instead. */
const LARGEST_PARAMETERS = 4_000;
/** A detail larger than this many numbers is not kept at all. */
const LARGEST_DETAIL = 60_000;

/** Reads frames off executions of one model. Its backward passes replace the adjoints in the execution. */
export class FrameReader {
  readonly #states: readonly string[];
  readonly #recurrences: readonly SimpleRecurrence[];
  readonly #predicted: string | undefined;

  constructor(private readonly model: Model) {
    const { checked } = model.definition;
    this.#states = checked.states.map(({ name }) => name);
    this.#recurrences = this.#states.flatMap((state) => simpleRecurrence(model, state) ?? []);
    this.#predicted = predictedSequence(checked);
  }

  /**
   * @param execution after its backward pass of the whole loss
   * @param gradientNorm global norm of the gradient before clipping
   */
  read(step: number, execution: Execution, gradientNorm: number): Frame {
    const { program } = execution;
    const bounds = this.#bounds(execution);
    return {
      step,
      gradientNorm,
      losses: lossesOf(execution),
      adjointNorms: new Map([...program.sequences.keys()].map((name) => [name, adjointNorms(execution, name)])),
      stepGradientNorms: execution.contributionNorms(),
      get bounds() {
        return new Map(bounds.map(([state, bound]) => [state, bound()]));
      },
      predictions: this.#predictions(execution),
      detail: this.#detail(execution),
      lastLossNorms: this.#lastLossNorms(execution),
    };
  }

  /** Seeds the last loss alone: this comes last, since it replaces the adjoints. */
  #lastLossNorms(execution: Execution): Map<string, Float64Array> {
    execution.backward(seedsAt(execution, lastLossTime(execution)));
    return new Map(this.#states.map((name) => [name, adjointNorms(execution, name)]));
  }

  /** Of most frames nobody ever asks for them. */
  #bounds({ values }: Execution): (readonly [string, () => number])[] {
    return this.#recurrences.map((one) => [one.state, recurrentBoundLater(this.model, one, values)] as const);
  }

  #predictions({ program, values }: Execution): Float64Array | undefined {
    const places = this.#predicted === undefined ? undefined : program.sequences.get(this.#predicted);
    if (!places || places.shape.rows < 2) return undefined;
    const predictions = new Float64Array(program.timeSteps);
    for (let i = 0; i < predictions.length; i++) {
      const operand = places.at[i + 1];
      predictions[i] = operand ? indexOfLargest(values, operand.offset, operand.size) : Number.NaN;
    }
    return predictions;
  }

  #detail(execution: Execution): Detail | undefined {
    const { program, values, adjoints } = execution;
    const size = [...program.sequences.values(), ...program.inputs.values()].reduce(
      (n, { shape }) => n + shape.rows * shape.columns,
      0,
    );
    if (2 * size * program.timeSteps > LARGEST_DETAIL) return undefined;
    const inTime = (arena: FloatArray, [name, places]: [string, SequencePlaces]) =>
      [name, overTime(arena, places, program.batchSize)] as const;
    const named = (arena: FloatArray, [name, operand]: [string, Operand]) =>
      [name, new Float64Array(arena.subarray(operand.offset, operand.offset + operand.size))] as const;
    const isSmall = program.parameterSize <= LARGEST_PARAMETERS;
    const parameters = isSmall ? [...program.parameters] : [];
    return {
      values: new Map([...program.inputs, ...program.sequences].map((entry) => inTime(values, entry))),
      adjoints: new Map([...program.sequences].map((entry) => inTime(adjoints, entry))),
      initial: new Map([...program.sequences].flatMap(([name, { boundary }]) => firstBoundary(values, name, boundary))),
      parameters: new Map(parameters.map((entry) => named(values, entry))),
      gradients: new Map(parameters.map((entry) => named(adjoints, entry))),
    };
  }
}

/** The batch's first sequence at every time step; NaN where the sequence has no value. [T, size] */
function overTime(arena: FloatArray, { at, shape }: SequencePlaces, batchSize: number): Float64Array {
  const size = shape.rows * shape.columns;
  const out = new Float64Array((at.length - 1) * size);
  const first = at.findIndex(Boolean); // from there to T one behind the other
  out.fill(Number.NaN, 0, first < 0 ? out.length : (first - 1) * size);
  if (first < 0) return out;
  const { offset } = at[first]!;
  const steps = at.length - first;
  if (batchSize === 1) out.set(arena.subarray(offset, offset + steps * size), (first - 1) * size);
  else
    for (let i = 0; i < steps; i++) {
      const from = offset + i * size * batchSize;
      out.set(arena.subarray(from, from + size), (first - 1 + i) * size);
    }
  return out;
}

function firstBoundary(
  values: FloatArray,
  name: string,
  boundary: ReadonlyMap<number, Operand>,
): [string, Float64Array][] {
  const nearest = boundary.get(0) ?? boundary.values().next().value;
  if (!nearest) return [];
  return [[name, new Float64Array(values.subarray(nearest.offset, nearest.offset + nearest.size))]];
}

function indexOfLargest(values: FloatArray, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}
