import { ELEMENTWISE, type ElementwiseRow, type FunctionName, isElementwise } from "./functions/index.js";
import { impossible } from "./impossible.js";
import {
  actedOn,
  type CheckedEquations,
  type Expression,
  type NameNode,
  namesIn,
  type Statement,
} from "./language/index.js";
import { largestSingularValue } from "./linearAlgebra.js";
import type { Model } from "./model.js";
import type { ParameterPlace } from "./parameterPlaces.js";
import type { FloatArray } from "./program/program.js";

/**
 * γ = max |f'|, which bounds how much the activation can stretch a gradient (Pascanu, Mikolov & Bengio 2013).
 * @returns undefined for anything but a function of each element whose slope is bounded
 */
function steepestOf(name: FunctionName): number | undefined {
  const row: ElementwiseRow | undefined = isElementwise(name) ? ELEMENTWISE[name] : undefined;
  return row?.steepest;
}

/** Numbers of the largest matrix that is copied: 256×256. */
const LARGEST_COPY = 65_536;

/** A state whose only way back is one matrix and activations: `s[t] = f(… + W s[t-1] …)`, in one statement or in several. */
export interface SimpleRecurrence {
  readonly state: string;
  readonly matrix: string;
  /** β_f: the largest slope of the activation; of several, the product. */
  readonly steepest: number;
}

/**
 * The simple recurrence of a state; undefined for any other form (gates, several layers that feed back, deeper lags, a
 * second way by which a state acts on later ones or on a loss), for which (β_W β_f)^(T-t) is no bound.
 */
export function simpleRecurrence(
  { definition: { checked }, shapes }: Model,
  state: string,
): SimpleRecurrence | undefined {
  const info = checked.states.find(({ name }) => name === state);
  if (!info || info.maxLag + info.maxLead !== 1 || checked.states.length !== 1) return undefined;
  const found = new WayBack(checked, state).whole();
  if (found?.matrix === undefined) return undefined;
  const { rows, columns } = shapes.ofName.get(found.matrix)!;
  // a number that meets each element of a vector gets the gradients of all of them
  return rows === columns ? { state, matrix: found.matrix, steepest: found.steepest } : undefined;
}

/** A part of the way from a state at one time step to its next self. */
interface Stretch {
  /** undefined before a parameter has multiplied the state. */
  readonly matrix: string | undefined;
  readonly steepest: number;
}

/** Follows a state to its next self through the statements between them, where that is the only way. */
class WayBack {
  readonly #byName: ReadonlyMap<string, Statement>;
  readonly #reads: readonly NameNode[];
  /** What the state acts on, at whatever time. */
  readonly #acted: ReadonlySet<string>;

  constructor(
    private readonly checked: CheckedEquations,
    private readonly state: string,
  ) {
    this.#byName = new Map(checked.statements.map((statement) => [statement.name, statement]));
    this.#reads = checked.statements.flatMap(({ expression }) => namesIn(expression));
    this.#acted = actedOn(checked.statements, [state]);
  }

  /** @returns undefined when there is another way beside, or anything but one matrix and activations on it */
  whole(): Stretch | undefined {
    const fromPast = this.#reads.filter(({ name, time }) => time && time.offset !== 0 && this.#byName.has(name));
    return fromPast.length === 1 ? this.#through(this.#byName.get(this.state)!.expression) : undefined;
  }

  #through(expression: Expression): Stretch | undefined {
    switch (expression.kind) {
      case "name":
        return this.#throughName(expression);
      case "call":
        return this.#throughCall(expression);
      case "binary":
        return expression.operator === "product" ? this.#throughProduct(expression) : this.#throughSum(expression);
      case "number":
      case "negate":
      case "transpose":
        return undefined;
      default:
        return impossible(expression);
    }
  }

  /** What stands between the states must have no other reader. */
  #throughName({ name }: NameNode): Stretch | undefined {
    if (name === this.state) return { matrix: undefined, steepest: 1 };
    const statement = this.#byName.get(name);
    const readers = this.#reads.filter((read) => read.name === name).length;
    return statement && readers === 1 ? this.#through(statement.expression) : undefined;
  }

  #throughCall({ function: name, arguments: given }: Extract<Expression, { kind: "call" }>): Stretch | undefined {
    const slope = steepestOf(name);
    if (slope === undefined) return undefined;
    const inner = this.#through(given[0]!);
    return inner && { ...inner, steepest: inner.steepest * slope };
  }

  #throughProduct({ left, right }: Extract<Expression, { kind: "binary" }>): Stretch | undefined {
    if (left.kind !== "name" || !this.checked.parameters.some(({ name }) => name === left.name)) return undefined;
    const inner = this.#through(right);
    return inner && inner.matrix === undefined ? { ...inner, matrix: left.name } : undefined;
  }

  #throughSum(expression: Expression): Stretch | undefined {
    const terms = termsOf(expression);
    const recurrent = terms.filter((term) => namesIn(term).some(({ name }) => this.#acted.has(name)));
    return terms.length > 1 && recurrent.length === 1 ? this.#through(recurrent[0]!) : undefined;
  }
}

/**
 * @param numbers parameters laid out as `model.places`; default those of now
 * @returns β_W β_f of a simple recurrence: the most that one step back in time can multiply a gradient's norm by
 */
export function recurrentBound(model: Model, recurrence: SimpleRecurrence, numbers: FloatArray = model.store): number {
  const { offset, size } = placeOf(model, recurrence);
  return boundOf(model, recurrence, numbers.subarray(offset, offset + size));
}

/**
 * The same of parameters that will change: to find it takes longer than a training step, so it waits until it is asked for.
 * The matrix is copied, unless it is so large that many copies would not fit.
 */
export function recurrentBoundLater(model: Model, recurrence: SimpleRecurrence, numbers: FloatArray): () => number {
  const { offset, size } = placeOf(model, recurrence);
  if (size > LARGEST_COPY) {
    const bound = recurrentBound(model, recurrence, numbers);
    return () => bound;
  }
  const copy = numbers.slice(offset, offset + size);
  let found: number | undefined;
  return () => {
    found ??= boundOf(model, recurrence, copy);
    return found;
  };
}

function boundOf(model: Model, recurrence: SimpleRecurrence, matrix: FloatArray): number {
  const { rows, columns } = placeOf(model, recurrence).shape;
  return largestSingularValue(matrix, rows, columns) * recurrence.steepest;
}

const placeOf = ({ places }: Model, { matrix }: SimpleRecurrence): ParameterPlace =>
  places.find(({ name }) => name === matrix)!;

function termsOf(expression: Expression): Expression[] {
  if (expression.kind !== "binary" || (expression.operator !== "add" && expression.operator !== "subtract"))
    return [expression];
  return [...termsOf(expression.left), ...termsOf(expression.right)];
}
