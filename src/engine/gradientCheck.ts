import type { Batch, PreparedBatch } from "./batch.js";
import { checkedEntries, type Entries } from "./checkedEntries.js";
import { oneOf, positiveNumber, wholeNumber } from "./checkedNumbers.js";
import { contributionSizes } from "./contributionSizes.js";
import type { Shape } from "./language/index.js";
import type { Model } from "./model.js";
import { SeededLoss, seedsFor } from "./observe.js";
import { checkOptions } from "./options.js";
import { type Execution, shakenExecution } from "./program/backend.js";
import { termsOf } from "./shake.js";
import { backward } from "./trace.js";

export interface GradientCheckOptions {
  readonly reduction?: "sum" | "mean";
  /** Step of the differences, relative to max(1, |w|). Default 1e-3 in float64 (fourth-order differences), 1e-2 in float32. */
  readonly step?: number;
  /** Largest difference that counts as equal. Default 1e-7 in float64, 1e-2 in float32. */
  readonly tolerance?: number;
  /**
   * How many entries of all parameters together are checked (four evaluations of the loss each), or "all". Default: all of at
   * most 1,000, and 400 of more: of each parameter the largest of its gradient, and others by chance, always the same.
   */
  readonly entries?: Entries;
}

/** One parameter's comparison. */
export interface ParameterCheck {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** How many of its entries were checked. */
  readonly checked: number;
  /** The largest |backpropagated - numerical| of an entry, relative to the sum of its absolute terms; see {@link gradientCheck}. */
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
    return Math.max(0, ...this.rows.map(({ difference }) => difference));
  }

  /** Largest relative difference by parameter. */
  get byParameter(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.rows.map(({ name, difference }) => [name, difference]));
  }

  get passed(): boolean {
    return this.largest <= this.tolerance;
  }

  /** How many entries were checked, of how many. */
  get entries(): { readonly checked: number; readonly all: number } {
    const sum = (of: (row: ParameterCheck) => number): number => this.rows.reduce((total, row) => total + of(row), 0);
    return { checked: sum(({ checked }) => checked), all: sum(({ rows, columns }) => rows * columns) };
  }
}

/**
 * Compares backpropagation with fourth-order central differences,
 * (8 (E(w+h) - E(w-h)) - (E(w+2h) - E(w-2h))) / 12h, entry by entry. The model is not changed.
 *
 * A difference is relative to the sum of the entry's absolute terms: Σ over sequences and time steps of the size of what that
 * step adds to the entry. So a gradient that cancels to zero may differ from zero by as much as rounding makes of its terms.
 * Terms count as no smaller than a thousandth of the parameter's largest, as the differences' own error goes by all of them; and
 * as no smaller than what the rounding of the loss hides: 16 units in its last place, over h, are within the tolerance.
 * Where an entry differs in float64 at the default step, steps of a tenth to a thousandth of it are tried: a kink of relu may
 * lie between the points, or the loss may be steep. A gradient that is wrong differs at all of them.
 * @throws EquationError without a loss; DataError when the batch does not fit; OptionError for wrong options
 */
export function gradientCheck(model: Model, batch: Batch, options: GradientCheckOptions = {}): GradientCheck {
  checkOptions("gradientCheck", options, ["reduction", "step", "tolerance", "entries"]);
  const { entries = "all" } = options;
  if (entries !== "all") wholeNumber("gradientCheck: entries", entries, { hint: 'or "all"' });
  const exact = model.dtype === "float64";
  const step = positiveNumber("gradientCheck: step", options.step ?? (exact ? 1e-3 : 1e-2));
  const tolerance = positiveNumber("gradientCheck: tolerance", options.tolerance ?? (exact ? 1e-7 : 1e-2));
  const reduction = oneOf("gradientCheck: reduction", options.reduction ?? "sum", ["sum", "mean"]);
  const trace = backward(model, batch, { reduction });
  const sizes = contributionSizes(model, trace.batch, reduction);
  const loss = new ShiftedLoss(model.clone(), trace.batch, reduction);
  const hidden = (h: number): number => (ROUNDING * (exact ? Number.EPSILON : 2 ** -23) * loss.size) / (h * tolerance);
  const smaller = exact && options.step === undefined ? [step / 10, step / 100, step / 1000] : [];
  const gradients = model.places.map(({ name }) => trace.gradient(name).data);
  const chosen = checkedEntries(gradients, options.entries);
  const rows = model.places.map(({ name, shape, offset }, i) => {
    const terms = sizes.get(name)!;
    const least = terms.reduce((a, b) => Math.max(a, b), 0) / 1000;
    const comparedAt = (entry: number, h: number): Compared => {
      const [backpropagated, numerical] = [gradients[i]![entry]!, loss.derivative(offset + entry, h)];
      const gap = Math.abs(backpropagated - numerical);
      const scale = Math.max(terms[entry]!, least, hidden(h));
      return { entry, backpropagated, numerical, difference: gap === 0 ? 0 : gap / scale };
    };
    const compared = chosen[i]!.map((entry): Compared => {
      let best = comparedAt(entry, step);
      for (const h of smaller) {
        if (best.difference <= tolerance) break;
        const other = comparedAt(entry, h);
        if (other.difference < best.difference) best = other;
      }
      return best;
    });
    return rowOf(name, shape, compared);
  });
  return new GradientCheck(rows, tolerance);
}

/** Rounding of a loss, in units of its last place. */
const ROUNDING = 16;

/** The loss of a model at changed parameters. */
class ShiftedLoss {
  readonly #read: () => number;
  /** The size of the loss where nothing is changed: the sum of the sizes of its terms, see `sizeOfLoss`. */
  readonly size: number;

  constructor(
    private readonly model: Model,
    batch: PreparedBatch,
    reduction: "sum" | "mean",
  ) {
    const execution = model.newExecution(batch.timeSteps, batch.batchSize);
    const seeds = seedsFor(execution, reduction);
    const seededLoss = new SeededLoss(execution);
    this.#read = () => {
      model.load(execution, batch);
      execution.forward();
      return seededLoss.read(seeds);
    };
    this.#read();
    this.size = sizeOfLoss(execution, seeds);
  }

  /** Four evaluations. @param index of the parameter in the model's store */
  derivative(index: number, step: number): number {
    const { store } = this.model;
    const w = store[index]!;
    const h = step * Math.max(1, Math.abs(w));
    const at = (shift: number): number => {
      store[index] = w + shift * h;
      return this.#read();
    };
    const slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
    store[index] = w;
    return slope;
  }
}

/** Σ |seed · loss|, each loss its mean over the batch; more where terms cancel on the way to a loss. */
function sizeOfLoss({ program, values }: Execution, seeds: Float64Array): number {
  const losses = program.losses.reduce((sum, { operand: { offset, stride } }, i) => {
    const samples = stride === 0 ? 1 : program.batchSize;
    const own = Array.from({ length: samples }, (_, b) => Math.abs(values[offset + b * stride]!));
    return sum + (seeds[i]! * own.reduce((a, b) => a + b)) / samples;
  }, 0);
  const terms = termsOf((shaker) => {
    const shaken = shakenExecution({ program, values }, shaker?.shake);
    shaken.forward();
    return [new SeededLoss(shaken).read(seeds)];
  });
  return Math.max(losses, terms[0]!);
}

/** One entry, row-major, with both gradients. */
interface Compared {
  readonly entry: number;
  readonly backpropagated: number;
  readonly numerical: number;
  readonly difference: number;
}

function rowOf(name: string, { rows, columns }: Shape, compared: readonly Compared[]): ParameterCheck {
  // a difference that is no number is the worst
  const worst = compared.reduce((a, b) => (b.difference <= a.difference || Number.isNaN(a.difference) ? a : b));
  const { entry, backpropagated, numerical, difference } = worst;
  const place = { row: Math.floor(entry / columns) + 1, column: (entry % columns) + 1 };
  return { name, rows, columns, checked: compared.length, difference, worst: { ...place, backpropagated, numerical } };
}
