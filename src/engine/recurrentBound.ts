import { type CheckedEquations, type ElementwiseFunction, type Expression, namesIn } from "./language/index.js";
import { largestSingularValue } from "./linearAlgebra.js";
import type { Model } from "./model.js";
import type { FloatArray } from "./program/program.js";

/** γ = max |f'|, which bounds how much the activation can stretch a gradient (Pascanu, Mikolov & Bengio 2013). */
const STEEPEST: { readonly [F in ElementwiseFunction]?: number } = {
  tanh: 1,
  sigmoid: 1 / 4,
  relu: 1,
  softplus: 1,
  identity: 1,
};

/** A state whose only way back is `s[t] = f(… + W s[t-1] …)`: one matrix and one activation. */
export interface SimpleRecurrence {
  readonly state: string;
  readonly matrix: string;
  /** β_f: the largest slope of the activation. */
  readonly steepest: number;
}

/**
 * The simple recurrence of a state; undefined for any other form (gates, several layers that feed back, deeper lags),
 * for which (β_W β_f)^(T-t) is no bound.
 */
export function simpleRecurrence(checked: CheckedEquations, state: string): SimpleRecurrence | undefined {
  const statement = checked.statements.find(({ name }) => name === state);
  const info = checked.states.find(({ name }) => name === state);
  if (!statement || !info || info.maxLag + info.maxLead !== 1 || checked.states.length !== 1) return undefined;
  const { expression } = statement;
  const activation = expression.kind === "call" && expression.arguments.length === 1 ? expression : undefined;
  const steepest = activation ? STEEPEST[activation.function as ElementwiseFunction] : 1;
  const terms = termsOf(activation ? activation.arguments[0]! : expression);
  const recurrent = terms.filter((term) => reads(term, state));
  const matrix = recurrent.length === 1 ? matrixOf(recurrent[0]!, state, checked) : undefined;
  return matrix && steepest !== undefined ? { state, matrix, steepest } : undefined;
}

/**
 * @param numbers parameters laid out as `model.places`; default those of now
 * @returns β_W β_f of a simple recurrence: the most that one step back in time can multiply a gradient's norm by
 */
export function recurrentBound(
  model: Model,
  { matrix, steepest }: SimpleRecurrence,
  numbers: FloatArray = model.store,
): number {
  const place = model.places.find(({ name }) => name === matrix)!;
  const data = numbers.subarray(place.offset, place.offset + place.size);
  return largestSingularValue(data, place.shape.rows, place.shape.columns) * steepest;
}

function termsOf(expression: Expression): Expression[] {
  if (expression.kind !== "binary" || (expression.operator !== "add" && expression.operator !== "subtract"))
    return [expression];
  return [...termsOf(expression.left), ...termsOf(expression.right)];
}

const reads = (expression: Expression, name: string): boolean => namesIn(expression).some((read) => read.name === name);

/** W of the term `W s[t-1]`. */
function matrixOf(term: Expression, state: string, { parameters }: CheckedEquations): string | undefined {
  if (term.kind !== "binary" || term.operator !== "product") return undefined;
  const { left, right } = term;
  const isState = right.kind === "name" && right.name === state;
  const isParameter = left.kind === "name" && parameters.some(({ name }) => name === left.name);
  return isState && isParameter && left.kind === "name" ? left.name : undefined;
}
