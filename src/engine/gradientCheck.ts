import type { Batch } from "./batch.js";
import { oneOf, positiveNumber } from "./checkedNumbers.js";
import type { Model } from "./model.js";
import { SeededLoss, seedsFor } from "./observe.js";
import { checkOptions } from "./options.js";
import { backward } from "./trace.js";

export interface GradientCheckOptions {
  readonly reduction?: "sum" | "mean";
  /** Step of the differences, relative to max(1, |w|). Default 1e-3 in float64 (fourth-order differences), 1e-2 in float32. */
  readonly step?: number;
  /** Largest difference that counts as equal. Default 1e-7 in float64, 1e-2 in float32. */
  readonly tolerance?: number;
}

/** One parameter's comparison. */
export interface ParameterCheck {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** max |backpropagated - numerical| over the entries, relative to the largest entry of either; 0 when both are 0. */
  readonly difference: number;
  /** The entry that differs most, row and column from 1, with both gradients. */
  readonly worst: {
    readonly row: number;
    readonly column: number;
    readonly backpropagated: number;
    readonly numerical: number;
  };
}

/** The result of {@link gradientCheck}: one row for each parameter. */
export class GradientCheck {
  constructor(
    readonly rows: readonly ParameterCheck[],
    readonly tolerance: number,
  ) {}

  /** The largest relative difference of any parameter. */
  get largest(): number {
    return this.rows.reduce(
      (largest, { difference }) => (difference > largest || Number.isNaN(difference) ? difference : largest),
      0,
    );
  }

  /** Largest relative difference by parameter. */
  get byParameter(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.rows.map(({ name, difference }) => [name, difference]));
  }

  get passed(): boolean {
    return this.largest <= this.tolerance;
  }
}

/**
 * Compares backpropagation with fourth-order central differences,
 * (8 (E(w+h) - E(w-h)) - (E(w+2h) - E(w-2h))) / 12h, entry by entry. The model is not changed.
 * @throws EquationError without a loss; DataError when the batch does not fit; OptionError for a wrong option
 */
export function gradientCheck(model: Model, batch: Batch, options: GradientCheckOptions = {}): GradientCheck {
  checkOptions("gradientCheck", options, ["reduction", "step", "tolerance"]);
  const exact = model.dtype === "float64";
  const step = positiveNumber("gradientCheck: step", options.step ?? (exact ? 1e-3 : 1e-2));
  const tolerance = positiveNumber("gradientCheck: tolerance", options.tolerance ?? (exact ? 1e-7 : 1e-2));
  const reduction = oneOf("gradientCheck: reduction", options.reduction ?? "sum", ["sum", "mean"]);
  const trace = backward(model, batch, { reduction });
  const lossAt = lossOf(model.clone(), batch, reduction);
  const rows = model.places.map(({ name, shape, offset }) => {
    const { data } = trace.gradient(name);
    const numerical = Float64Array.from(data, (_, i) => lossAt.derivative(offset + i, step));
    return compare(name, shape.rows, shape.columns, data, numerical);
  });
  return new GradientCheck(rows, tolerance);
}

/** Evaluates the loss of a model at changed parameters. */
function lossOf(model: Model, batch: Batch, reduction: "sum" | "mean") {
  const prepared = model.prepare(batch);
  const execution = model.newExecution(prepared.timeSteps, prepared.batchSize);
  const seeds = seedsFor(execution, reduction);
  const seededLoss = new SeededLoss(execution);
  const loss = (): number => {
    model.load(execution, prepared);
    execution.forward();
    return seededLoss.read(seeds);
  };
  const derivative = (index: number, step: number): number => {
    const { store } = model;
    const w = store[index]!;
    const h = step * Math.max(1, Math.abs(w));
    const at = (shift: number): number => {
      store[index] = w + shift * h;
      return loss();
    };
    const slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
    store[index] = w;
    return slope;
  };
  return { derivative };
}

function compare(
  name: string,
  rows: number,
  columns: number,
  exact: ArrayLike<number>,
  numerical: Float64Array,
): ParameterCheck {
  let largest = 0;
  let worst = 0;
  const gap = (i: number): number => Math.abs(exact[i]! - numerical[i]!);
  for (let i = 0; i < numerical.length; i++) {
    largest = Math.max(largest, Math.abs(exact[i]!), Math.abs(numerical[i]!));
    if (!(gap(i) <= gap(worst))) worst = i;
  }
  const place = { row: Math.floor(worst / columns) + 1, column: (worst % columns) + 1 };
  const difference = largest === 0 ? 0 : gap(worst) / largest;
  return {
    name,
    rows,
    columns,
    difference,
    worst: { ...place, backpropagated: exact[worst]!, numerical: numerical[worst]! },
  };
}
