import { ELEMENTWISE, type FunctionName, isElementwise, softplusOf } from "../functions/index.js";
import { impossible } from "../impossible.js";
import type { Shape } from "../language/index.js";
import type { Shaker } from "../shake.js";
import type { At, Formula, Quantity } from "./formula.js";
import type { GradientLine } from "./lines.js";
import {
  diagonalMatrix,
  diagonalOf,
  type Matrix,
  mapEntries,
  matrixOf,
  meet,
  multiply,
  rowsOf,
  scaledRows,
  stacked,
  sumOf,
  totalOf,
  transposed,
  zeroMatrix,
} from "./matrix.js";

/** Where the numbers of a formula come from. */
export interface Numbers {
  readonly timeSteps: number;
  /**
   * @param time 1…T, or outside of it (an initial state); null for what stands outside time
   * @param by the time of the state, for a Jacobian
   */
  read(quantity: Quantity, shape: Shape, time: number | null, by: number | null): Matrix;
}

/** The steps that t and τ stand for; 0 where there is none. */
interface Steps {
  readonly t: number;
  readonly τ: number;
}

/**
 * The value of a formula at step t (0 where it has no step).
 * @param shaker changes every number on the way a little
 */
export function evaluate(formula: Formula, numbers: Numbers, t: number, shaker?: Shaker): Matrix {
  return new Evaluation(numbers, shaker).value(formula, { t, τ: 0 });
}

/** The sum over time of a gradient's line, and what comes once. */
export function evaluateGradient({ summand, once }: GradientLine, numbers: Numbers, shaker?: Shaker): Matrix {
  const at = (formula: Formula, t: number): Matrix => evaluate(formula, numbers, t, shaker);
  const steps = summand ? Array.from({ length: numbers.timeSteps }, (_, i) => at(summand, i + 1)) : [];
  return sumOf(once ? [...steps, at(once, 0)] : steps);
}

export function resolve({ base, offset }: At, { t, τ }: Steps, timeSteps: number): number {
  return { t, τ, T: timeSteps, "0": 0 }[base] + offset;
}

export type Asked = Parameters<Numbers["read"]>;

/** What a symbol asks for at a step. */
export function askedAt(quantity: Quantity, shape: Shape, steps: Steps, timeSteps: number): Asked {
  const at = (index: At): number => resolve(index, steps, timeSteps);
  return [
    quantity,
    shape,
    quantity.index && at(quantity.index),
    quantity.of === "jacobian" ? at(quantity.byIndex) : null,
  ];
}

/** Whether a value is shaken by itself: a product of shaken numbers is shaken enough, but where it is a sum of products. */
const isRounded = (formula: Formula): boolean =>
  formula.kind === "product" ? formula.left.shape.columns > 1 : ROUNDED.has(formula.kind);
const ROUNDED: ReadonlySet<Formula["kind"]> = new Set([
  "number",
  "perStep",
  "symbol",
  "sum",
  "call",
  "total",
  "power",
  "overTime",
]);

class Evaluation {
  constructor(
    private readonly numbers: Numbers,
    private readonly shaker: Shaker | undefined,
  ) {}

  value(formula: Formula, steps: Steps): Matrix {
    const value = this.#value(formula, steps);
    if (!this.shaker || !isRounded(formula)) return value;
    const isFixed = formula.kind === "symbol" && formula.quantity.index === null;
    return isFixed ? this.shaker.shakenOnce(value) : this.shaker.shaken(value);
  }

  #value(formula: Formula, steps: Steps): Matrix {
    const go = (f: Formula): Matrix => this.value(f, steps);
    const { rows, columns } = formula.shape;
    const { numbers } = this;
    const { timeSteps } = numbers;
    switch (formula.kind) {
      case "number":
        return matrixOf(rows, columns, () => formula.value);
      case "perStep":
        return matrixOf(rows, columns, () => 1 / timeSteps);
      case "ones":
        return matrixOf(rows, columns, () => 1);
      case "identity":
        return matrixOf(rows, columns, (i, j) => (i === j ? 1 : 0));
      case "symbol":
        return numbers.read(...askedAt(formula.quantity, formula.shape, steps, timeSteps));
      case "sum":
        return sumOf(formula.terms.map(go));
      case "times":
        return meet(go(formula.left), go(formula.right), (x, y) => x * y);
      case "divide":
        // a class that the target rules out costs nothing, however small its probability: 0/0 is 0
        return meet(go(formula.left), go(formula.right), (x, y) => (x === 0 ? 0 : x / y));
      case "product":
        return this.#product(formula, go);
      case "call":
        return called(formula, go);
      case "stack":
        return stacked(formula.parts.map(go));
      case "within": {
        const at = resolve(formula.at, steps, timeSteps);
        return at >= 1 && at <= timeSteps ? go(formula.operand) : zeroMatrix(rows, columns);
      }
      case "atEnd":
        return resolve(formula.at, steps, timeSteps) === timeSteps + formula.offset
          ? go(formula.operand)
          : zeroMatrix(rows, columns);
      case "overTime":
        return sumOf(Array.from({ length: timeSteps }, (_, i) => this.value(formula.operand, { ...steps, τ: i + 1 })));
      default:
        return unary(formula, go(formula.operand));
    }
  }

  #product({ left, right }: Extract<Formula, { kind: "product" }>, go: (f: Formula) => Matrix): Matrix {
    if (left.kind === "diag") return scaledRows(go(left.operand), go(right));
    const isLarge = left.kind === "transpose" && left.shape.columns > 1 && left.shape.rows > 1;
    return isLarge ? multiply(go(left.operand), go(right), true) : multiply(go(left), go(right));
  }
}

type Unary = Extract<
  Formula,
  { kind: "negate" | "transpose" | "diag" | "diagonal" | "total" | "positive" | "power" | "spread" | "rows" }
>;

function unary(formula: Unary, a: Matrix): Matrix {
  const { rows, columns } = formula.shape;
  switch (formula.kind) {
    case "negate":
      return mapEntries(a, (x) => -x);
    case "transpose":
      return transposed(a);
    case "diag":
      return diagonalMatrix(a);
    case "diagonal":
      return diagonalOf(a);
    case "total":
      return single(totalOf(a));
    case "positive":
      return mapEntries(a, (x) => (x > 0 ? 1 : 0));
    case "power":
      return mapEntries(a, (x) => x ** formula.exponent);
    case "spread":
      return matrixOf(rows, columns, () => a.data[0]!);
    case "rows":
      return rowsOf(a, formula.from, formula.to);
  }
}

/** A function of its arguments; log(1 - p) of a sigmoid p from the sigmoid's argument, as a cross-entropy takes it. */
function called(
  { function: name, arguments: given }: Extract<Formula, { kind: "call" }>,
  go: (f: Formula) => Matrix,
): Matrix {
  const [of] = given;
  const [one, other] = name === "log" && of?.kind === "sum" && of.terms.length === 2 ? of.terms : [];
  if (one?.kind === "number" && one.value === 1 && other?.kind === "negate") return logOf(go(other.operand), true);
  return apply(name, given.map(go));
}

const single = (value: number): Matrix => matrixOf(1, 1, () => value);

function apply(name: FunctionName, given: readonly Matrix[]): Matrix {
  const [a, b] = given;
  // a class that the target rules out costs nothing
  const cost = (isOther = false): number =>
    totalOf(meet(isOther ? mapEntries(a!, (d) => 1 - d) : a!, logOf(b!, isOther), (d, log) => d && d * log));
  if (name === "log") return logOf(a!);
  const made = () => [name, a] as const;
  if (isElementwise(name)) return { ...mapEntries(a!, ELEMENTWISE[name].value), made };
  switch (name) {
    case "softmax":
      return { ...mapEntries(logSoftmax(a!), Math.exp), made };
    case "concat":
      return stacked(given);
    case "sum":
      return single(totalOf(a!));
    case "mean":
      return single(totalOf(a!) / a!.data.length);
    case "diag":
      return diagonalMatrix(a!);
    case "crossEntropy":
      return single(-cost());
    case "binaryCrossEntropy":
      return single(-cost() - cost(true));
    case "squaredError":
    case "halfSquaredError":
      return single(totalOf(meet(a!, b!, (d, p) => (name === "squaredError" ? 1 : 0.5) * (d - p) ** 2)));
    default:
      return impossible(name);
  }
}

/** log p, or log(1 - p): of a softmax or a sigmoid from its argument. */
function logOf(p: Matrix, isOther = false): Matrix {
  const [by, z] = p.made?.() ?? [];
  if (by === "sigmoid") return mapEntries(z!, (x) => -softplusOf(isOther ? x : -x));
  if (by === "softmax" && !isOther) return logSoftmax(z!);
  return mapEntries(p, (x) => Math.log(isOther ? 1 - x : x));
}

/** Of each column. */
function logSoftmax({ rows, columns, data }: Matrix): Matrix {
  const parts = Array.from({ length: columns }, (_, j) => {
    const column = data.filter((_, i) => i % columns === j);
    const largest = Math.max(...column);
    const total = Math.log(column.reduce((sum, x) => sum + Math.exp(x - largest), 0));
    return column.map((x) => x - largest - total);
  });
  return matrixOf(rows, columns, (i, j) => parts[j]![i]!);
}
