/** Makes formulas, and simplifies on the way: 1·a, −(−a), 2·(3·a), (aᵀ)ᵀ, (a²)³. */
import type { FunctionName, Shape } from "../language/index.js";
import { type At, type Formula, isScalar, type Quantity } from "./formula.js";

const SCALAR: Shape = { rows: 1, columns: 1 };

const isNumber = (f: Formula, value: number): boolean => f.kind === "number" && f.value === value;
const turned = ({ rows, columns }: Shape): Shape => ({ rows: columns, columns: rows });
/** The shape of two operands that meet element by element, a number meeting each element. */
const meeting = (a: Formula, b: Formula): Shape => (isScalar(a) ? b.shape : a.shape);

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

function apart(f: Formula): Scaled {
  if (f.kind === "number") return { by: f.value, over: 1, rest: null };
  const scaled = (inner: Scaled, by: number, over: number): Scaled => ({
    ...inner,
    by: multiplied(inner.by, by),
    over: multiplied(inner.over, over),
  });
  if (f.kind === "negate") return scaled(apart(f.operand), -1, 1);
  if (f.kind === "times" && f.left.kind === "number") return scaled(apart(f.right), f.left.value, 1);
  if (f.kind === "divide" && f.right.kind === "number") return scaled(apart(f.left), 1, f.right.value);
  return { by: 1, over: 1, rest: f };
}

/** One number stands before the rest, a whole one may stand below it, and a minus before both. */
function together({ by, over, rest }: Scaled): Formula {
  if (by * over < 0) return minus(together({ by: Math.abs(by), over: Math.abs(over), rest }));
  const [above, below] = reduced(Math.abs(by), Math.abs(over));
  const times: Formula = rest === null ? number(above) : above === 1 ? rest : scaledBy(above, rest);
  return below === 1 ? times : { kind: "divide", left: times, right: number(below), shape: times.shape };
}

const scaledBy = (value: number, right: Formula): Formula => ({
  kind: "times",
  left: number(value),
  right,
  shape: right.shape,
});

function minus(operand: Formula): Formula {
  if (operand.kind === "number") return number(operand.value === 0 ? 0 : -operand.value);
  return { kind: "negate", operand, shape: operand.shape };
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
  const { by, over, rest } = apart(operand);
  const { by: alsoBy, over: alsoOver, rest: left } = apart(map(rest ?? number(1)));
  return together({ by: multiplied(by, alsoBy), over: multiplied(over, alsoOver), rest: left });
}

/** The numbers of two formulas together, beside what `join` makes of their rests. */
function joined(left: Formula, right: Formula, join: (a: Formula, b: Formula) => Formula): Formula {
  const [a, b] = [apart(left), apart(right)];
  const { by, over, rest } = a.rest && b.rest ? apart(join(a.rest, b.rest)) : apart(a.rest ?? b.rest ?? number(1));
  return together({
    by: multiplied(multiplied(a.by, b.by), by),
    over: multiplied(multiplied(a.over, b.over), over),
    rest,
  });
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

export const negate = (operand: Formula): Formula => joined(number(-1), operand, timesRests);

/** Element by element. */
export const times = (left: Formula, right: Formula): Formula => joined(left, right, timesRests);

function timesRests(left: Formula, right: Formula): Formula {
  if (left.kind === "ones") return isScalar(right) ? spread(right, left.shape) : right;
  if (right.kind === "ones") return isScalar(left) ? spread(left, right.shape) : left;
  // a number in every entry multiplies as the number itself
  if (right.kind === "spread" && !isScalar(left)) return times(right.operand, left);
  if (left.kind === "spread" && !isScalar(right)) return times(left.operand, right);
  return { kind: "times", left, right, shape: meeting(left, right) };
}

/** The matrix product; with a number the same as `times`. */
export const product = (left: Formula, right: Formula): Formula =>
  isScalar(left) || isScalar(right) ? times(left, right) : joined(left, right, productOfRests);

function productOfRests(left: Formula, right: Formula): Formula {
  if (left.kind === "identity") return right;
  if (right.kind === "identity") return left;
  if (left.kind === "diag" && right.kind === "diag") return diag(times(left.operand, right.operand));
  if (left.kind === "diag" && right.kind === "product" && right.left.kind === "diag")
    return product(diag(times(left.operand, right.left.operand)), right.right);
  return { kind: "product", left, right, shape: { rows: left.shape.rows, columns: right.shape.columns } };
}

export function transpose(operand: Formula): Formula {
  if (isScalar(operand)) return operand;
  return linear(operand, (rest) => {
    if (rest.kind === "transpose") return rest.operand;
    if (rest.kind === "ones") return ones(rest.shape.columns, rest.shape.rows);
    if (rest.kind === "times" && isScalar(rest.left)) return times(rest.left, transpose(rest.right));
    if (rest.kind === "times" && isScalar(rest.right)) return times(transpose(rest.left), rest.right);
    const hasTransposed = rest.kind === "product" && [rest.left.kind, rest.right.kind].includes("transpose");
    if (hasTransposed) return product(transpose(rest.right), transpose(rest.left));
    if (rest.kind === "divide" && isScalar(rest.right)) return divide(transpose(rest.left), rest.right);
    return { kind: "transpose", operand: rest, shape: turned(rest.shape) };
  });
}

export function divide(left: Formula, right: Formula): Formula {
  const [a, b] = [apart(left), apart(right)];
  const [by, over] = [multiplied(a.by, b.over), multiplied(a.over, b.by)];
  if (b.rest === null) return together({ by, over, rest: a.rest });
  const shape = meeting(left, right);
  // a number in every entry is divided as the number itself
  if (!isScalar(right) && a.rest?.kind === "spread") return divide(together({ ...a, rest: a.rest.operand }), right);
  if (!isScalar(right) && a.rest?.kind === "ones") return divide(together({ ...a, rest: null }), right);
  if (a.rest) return together({ by, over, rest: { kind: "divide", left: a.rest, right: b.rest, shape } });
  const [above, below] = reduced(Math.abs(by), Math.abs(over));
  const rest: Formula = { kind: "divide", left: number(above), right: b.rest, shape };
  return together({ by: Math.sign(by * over) || 1, over: below, rest });
}

/** A whole power of a power is one power; the root of a square is no power of what is squared, which may be negative. */
export function power(operand: Formula, exponent: number): Formula {
  if (exponent === 0) return isScalar(operand) ? number(1) : ones(operand.shape.rows, operand.shape.columns);
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
export const diag = (operand: Formula): Formula =>
  isScalar(operand)
    ? operand
    : { kind: "diag", operand, shape: { rows: operand.shape.rows, columns: operand.shape.rows } };

/** The diagonal of a square matrix as a vector; of an outer product of vectors it is their product entry by entry. */
export function diagonal(operand: Formula): Formula {
  if (isScalar(operand)) return operand;
  const shape = { rows: operand.shape.rows, columns: 1 };
  if (operand.kind === "sum") return sum(operand.terms.map(diagonal));
  return linear(operand, (rest) => {
    if (rest.kind === "diag") return rest.operand;
    if (rest.kind !== "product" || rest.left.shape.columns > 1) return { kind: "diagonal", operand: rest, shape };
    return times(rest.left, transpose(rest.right));
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
    return { kind: "total", operand: rest, shape: SCALAR };
  });
}

/** A number in every entry of a shape. */
export function spread(operand: Formula, shape: Shape): Formula {
  if (shape.rows === 1 && shape.columns === 1) return operand;
  return linear(operand, (rest) =>
    rest.kind === "number" ? ones(shape.rows, shape.columns) : { kind: "spread", operand: rest, shape },
  );
}

/** 1 where an entry is positive, else 0: the slope of ReLU, and a part of others. */
export const positive = (operand: Formula, slopeOf?: FunctionName): Formula => ({
  kind: "positive",
  operand,
  ...(slopeOf ? { slopeOf } : {}),
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
export const overTime = (operand: Formula): Formula => ({ kind: "overTime", operand, shape: operand.shape });
