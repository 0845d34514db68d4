/** Makes formulas, and simplifies on the way: 1·a, −(−a), 2·(3·a), (aᵀ)ᵀ, (a²)³. */
import type { FunctionName, Shape } from "../language/index.js";
import { type At, type Formula, isNumber, isScalar, type Quantity } from "./formula.js";

const SCALAR: Shape = { rows: 1, columns: 1 };

/** The shape of two operands that meet element by element, a number meeting each element. */
const meeting = (a: Formula, b: Formula): Shape => (isScalar(a) ? b.shape : a.shape);

type UnaryKind = "negate" | "transpose" | "diag" | "diagonal" | "total" | "spread" | "overTime";
const unary = (kind: UnaryKind, operand: Formula, shape = operand.shape): Formula => ({ kind, operand, shape });
const binary = (kind: "times" | "product" | "divide", left: Formula, right: Formula, shape: Shape): Formula => ({
  kind,
  left,
  right,
  shape,
});

export const number = (value: number): Formula => ({ kind: "number", value, shape: SCALAR });
export const perStep: Formula = { kind: "perStep", shape: SCALAR };
export const symbol = (quantity: Quantity, shape: Shape): Formula => ({ kind: "symbol", quantity, shape });
export const identity = (size: number): Formula =>
  size === 1 ? number(1) : { kind: "identity", shape: { rows: size, columns: size } };
export const ones = (rows: number, columns: number): Formula => ({ kind: "ones", shape: { rows, columns } });

/** A formula as a number times what is left: by / over · rest; `rest` null for a plain number. */
interface Scaled {
  readonly by: number;
  readonly over: number;
  readonly rest: Formula | null;
}

const factor = (by: number, over = 1, rest: Formula | null = null): Scaled => ({ by, over, rest });

/** The numbers of both, beside the rest of the second. */
const scaled = (a: Scaled, b: Scaled): Scaled => factor(multiplied(a.by, b.by), multiplied(a.over, b.over), b.rest);

function apart(f: Formula): Scaled {
  if (f.kind === "number") return factor(f.value);
  if (f.kind === "negate") return scaled(factor(-1), apart(f.operand));
  if (f.kind === "times" && f.left.kind === "number") return scaled(factor(f.left.value), apart(f.right));
  if (f.kind === "divide" && f.right.kind === "number") return scaled(factor(1, f.right.value), apart(f.left));
  return factor(1, 1, f);
}

/** One number stands before the rest, a whole one may stand below it, and a minus before both. */
function together({ by, over, rest }: Scaled): Formula {
  const [above, below] = reduced(Math.abs(by), Math.abs(over));
  const isNegative = by * over < 0;
  if (rest === null && below === 1) return number(isNegative ? -above : above);
  const times = rest === null ? number(above) : above === 1 ? rest : binary("times", number(above), rest, rest.shape);
  const whole = below === 1 ? times : binary("divide", times, number(below), times.shape);
  return isNegative ? unary("negate", whole) : whole;
}

/** Without what rounding adds at the end: 0.1 · 3 is 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(15));

const multiplied = (a: number, b: number): number => (a === 1 ? b : b === 1 ? a : tidy(a * b));

/** A fraction of whole numbers in lowest terms; of all others one number. */
function reduced(by: number, over: number): readonly [number, number] {
  if (!Number.isSafeInteger(by) || !Number.isSafeInteger(over) || over === 0) return [tidy(by / over), 1];
  let [a, b] = [by, over];
  while (b !== 0) [a, b] = [b, a % b];
  return [by / a, over / a];
}

/** The number of a formula beside what `map` makes of its rest, for a map that is linear. */
function linear(operand: Formula, map: (rest: Formula) => Formula): Formula {
  const own = apart(operand);
  return together(scaled(own, apart(map(own.rest ?? number(1)))));
}

/** The numbers of two formulas together, beside what `join` makes of their rests. */
function joined(left: Formula, right: Formula, join: (a: Formula, b: Formula) => Formula): Formula {
  const [a, b] = [apart(left), apart(right)];
  const rests = a.rest && b.rest ? join(a.rest, b.rest) : (a.rest ?? b.rest ?? number(1));
  return together(scaled(scaled(a, b), apart(rests)));
}

export function sum(terms: readonly Formula[]): Formula {
  const flat = withOneNumber(terms.flatMap((term) => (term.kind === "sum" ? term.terms : [term]))).filter(
    (term) => !isNumber(term, 0),
  );
  if (flat.length === 0) return number(0);
  const widest = flat.reduce((a, b) => (isScalar(a) ? b : a));
  return flat.length === 1 ? flat[0]! : { kind: "sum", terms: flat, shape: widest.shape };
}

/** The plain numbers of a sum in the place of the first of them. */
function withOneNumber(terms: readonly Formula[]): Formula[] {
  const numbers = terms.flatMap((term) => (term.kind === "number" ? [term.value] : []));
  const first = terms.findIndex(({ kind }) => kind === "number");
  if (numbers.length < 2) return [...terms];
  const total = number(tidy(numbers.reduce((a, b) => a + b)));
  return terms.flatMap((term, i) => (i === first ? [total] : term.kind === "number" ? [] : [term]));
}

export const negate = (operand: Formula): Formula => times(number(-1), operand);

/** Element by element. */
export const times = (left: Formula, right: Formula): Formula => joined(left, right, timesRests);

function timesRests(left: Formula, right: Formula): Formula {
  for (const [f, other] of [
    [right, left],
    [left, right],
  ] as const) {
    if (f.kind === "ones") return isScalar(other) ? spread(other, f.shape) : other;
    // a number in every entry multiplies as the number itself
    if (f.kind === "spread" && !isScalar(other)) return times(f.operand, other);
  }
  return binary("times", left, right, meeting(left, right));
}

/** The matrix product; with a number the same as `times`. */
export const product = (left: Formula, right: Formula): Formula =>
  isScalar(left) || isScalar(right) ? times(left, right) : joined(left, right, productOfRests);

function productOfRests(left: Formula, right: Formula): Formula {
  if (left.kind === "identity") return right;
  if (right.kind === "identity") return left;
  if (left.kind === "diag" && right.kind === "diag") return diag(times(left.operand, right.operand));
  if (left.kind === "diag" && right.kind === "product" && right.left.kind === "diag")
    return product(product(left, right.left), right.right);
  return binary("product", left, right, { rows: left.shape.rows, columns: right.shape.columns });
}

export function transpose(operand: Formula): Formula {
  if (isScalar(operand)) return operand;
  return linear(operand, (rest) => {
    const { rows, columns } = rest.shape;
    if (rest.kind === "transpose") return rest.operand;
    if (rest.kind === "ones") return ones(columns, rows);
    if (rest.kind === "times" && (isScalar(rest.left) || isScalar(rest.right)))
      return times(transpose(rest.left), transpose(rest.right));
    const hasTransposed = rest.kind === "product" && [rest.left.kind, rest.right.kind].includes("transpose");
    if (hasTransposed) return product(transpose(rest.right), transpose(rest.left));
    if (rest.kind === "divide" && isScalar(rest.right)) return divide(transpose(rest.left), rest.right);
    return unary("transpose", rest, { rows: columns, columns: rows });
  });
}

export function divide(left: Formula, right: Formula): Formula {
  const [a, b] = [apart(left), apart(right)];
  const { by, over } = scaled(a, factor(b.over, b.by));
  if (b.rest === null) return together({ by, over, rest: a.rest });
  const shape = meeting(left, right);
  // a number in every entry is divided as the number itself
  if (!isScalar(right) && (a.rest?.kind === "spread" || a.rest?.kind === "ones"))
    return divide(together({ ...a, rest: a.rest.kind === "spread" ? a.rest.operand : null }), right);
  if (a.rest) return together({ by, over, rest: binary("divide", a.rest, b.rest, shape) });
  const [above, below] = reduced(Math.abs(by), Math.abs(over));
  return together({ by: Math.sign(by * over) || 1, over: below, rest: binary("divide", number(above), b.rest, shape) });
}

/** A whole power of a power is one power; the root of a square is no power of what is squared, which may be negative. */
export function power(operand: Formula, exponent: number): Formula {
  if (exponent === 0) return spread(number(1), operand.shape);
  if (exponent === 1) return operand;
  if (operand.kind === "number") return number(tidy(operand.value ** exponent));
  if (operand.kind === "power" && Number.isInteger(exponent))
    return power(operand.operand, multiplied(operand.exponent, exponent));
  return { kind: "power", operand, exponent, shape: operand.shape };
}

export const call = (name: FunctionName, args: readonly Formula[], shape: Shape): Formula => ({
  kind: "call",
  function: name,
  arguments: args,
  shape,
});

/** A vector as a diagonal matrix. */
export function diag(operand: Formula): Formula {
  const { rows } = operand.shape;
  return isScalar(operand) ? operand : unary("diag", operand, { rows, columns: rows });
}

/** The diagonal of a square matrix as a vector; of an outer product of vectors it is their product entry by entry. */
export function diagonal(operand: Formula): Formula {
  if (isScalar(operand)) return operand;
  if (operand.kind === "sum") return sum(operand.terms.map(diagonal));
  return linear(operand, (rest) => {
    if (rest.kind === "diag") return rest.operand;
    const isOuter = rest.kind === "product" && rest.left.shape.columns === 1;
    if (isOuter) return times(rest.left, transpose(rest.right));
    return unary("diagonal", rest, { rows: rest.shape.rows, columns: 1 });
  });
}

/** The sum of all entries; of two vectors multiplied element by element it is their inner product. */
export function total(operand: Formula): Formula {
  if (isScalar(operand)) return operand;
  const count = number(operand.shape.rows * operand.shape.columns);
  return linear(operand, (rest) => {
    if (rest.kind === "ones") return count;
    if (rest.kind === "spread") return times(count, rest.operand);
    const areVectors = rest.kind === "times" && rest.shape.columns === 1;
    if (areVectors && !isScalar(rest.left) && !isScalar(rest.right)) return product(transpose(rest.left), rest.right);
    return unary("total", rest, SCALAR);
  });
}

/** A number in every entry of a shape. */
export function spread(operand: Formula, shape: Shape): Formula {
  if (shape.rows === 1 && shape.columns === 1) return operand;
  return linear(operand, (rest) =>
    rest.kind === "number" ? ones(shape.rows, shape.columns) : unary("spread", rest, shape),
  );
}

/** 1 where an entry is positive, else 0: the slope of ReLU, and a part of others. */
export const positive = (operand: Formula, slopeOf?: FunctionName): Formula => ({
  kind: "positive",
  operand,
  slopeOf,
  shape: operand.shape,
});

export const rows = (operand: Formula, from: number, to: number): Formula => ({
  kind: "rows",
  operand,
  from,
  to,
  shape: { rows: to - from, columns: operand.shape.columns },
});

export const stack = (parts: readonly Formula[]): Formula => ({
  kind: "stack",
  parts,
  shape: { rows: parts.reduce((n, { shape }) => n + shape.rows, 0), columns: parts[0]!.shape.columns },
});

export const within = (operand: Formula, at: At): Formula => ({ kind: "within", operand, at, shape: operand.shape });
export const atEnd = (operand: Formula, at: At, offset: number): Formula => ({
  kind: "atEnd",
  operand,
  at,
  offset,
  shape: operand.shape,
});
export const overTime = (operand: Formula): Formula => unary("overTime", operand);
