/**
 * What a text says, read off its syntax tree: each statement evaluated by itself, one sequence and one time step at a time,
 * when somebody asks for its value. Nothing here knows schedules, layouts or fused operations; only the rules of single
 * operations are the reference's.
 */
import type { CheckedEquations, Expression, FunctionName, Shape, Statement } from "../../src/engine/language/index.js";
import { constantOf } from "../../src/engine/language/index.js";
import type { Operand, OperationKind } from "../../src/engine/program/program.js";
import { rules } from "../../src/engine/program/rules.js";

/** Rows and columns of numbers, row-major. */
export interface Matrix extends Shape {
  readonly data: ArrayLike<number>;
  /** 1 - σ(z) = σ(-z) of a sigmoid's result σ(z): to its last digit, where σ(z) rounds to 1. */
  readonly complement?: ArrayLike<number>;
}

/** Where the interpreter finds what the text does not compute: parameters, inputs, and states outside of time 1…T. */
export interface Given {
  parameter(name: string): Matrix;
  input(name: string, time: number | null): Matrix;
  outside(state: string, time: number): Matrix;
}

const ARITHMETIC = { add: "add", subtract: "subtract", times: "times", divide: "divide" } as const;

/** The values of one sequence. */
export class Interpreter {
  readonly #known = new Map<string, Matrix>();
  readonly #statements: ReadonlyMap<string, Statement>;
  readonly #inputs: ReadonlySet<string>;

  constructor(
    { statements, inputs }: CheckedEquations,
    private readonly given: Given,
    private readonly timeSteps: number,
  ) {
    this.#statements = new Map(statements.map((s) => [s.name, s]));
    this.#inputs = new Set(inputs.map(({ name }) => name));
  }

  /** The value of an assigned name at a time step; `null` for one outside time. */
  value(name: string, time: number | null): Matrix {
    const key = `${name} ${time}`;
    const known = this.#known.get(key) ?? this.#evaluate(this.#statements.get(name)!.expression, time);
    this.#known.set(key, known);
    return known;
  }

  #evaluate(e: Expression, time: number | null): Matrix {
    const go = (part: Expression): Matrix => this.#evaluate(part, time);
    switch (e.kind) {
      case "number":
        return { rows: 1, columns: 1, data: [e.value] };
      case "name":
        return this.#name(e, time);
      case "negate":
        return apply("negate", [go(e.operand)]);
      case "transpose":
        return apply("transpose", [go(e.operand)]);
      case "call":
        return call(e.function, e.arguments.map(go));
      case "binary":
        if (e.operator === "power") return apply("power", [go(e.left)], constantOf(e.right));
        if (e.operator === "product") return product(go(e.left), go(e.right));
        return apply(ARITHMETIC[e.operator], [go(e.left), go(e.right)]);
    }
  }

  #name({ name, time: index }: Extract<Expression, { kind: "name" }>, now: number | null): Matrix {
    const time = index ? (index.base === "T" ? this.timeSteps : now!) + index.offset : null;
    if (this.#inputs.has(name)) return this.given.input(name, time);
    const statement = this.#statements.get(name);
    if (!statement) return this.given.parameter(name);
    if (time === null || (time >= 1 && time <= this.timeSteps)) return this.value(name, time);
    return this.given.outside(name, time);
  }
}

/** A matrix product, or a product by a single number where the shapes are no matrices' (a 1×1 beside another shape). */
function product(left: Matrix, right: Matrix): Matrix {
  return apply(left.columns === right.rows ? "matmul" : "scale", [left, right]);
}

/** A function of the language: a loss of a sigmoid's result from both of its probabilities, which rounding leaves alone. */
function call(kind: FunctionName, inputs: readonly Matrix[]): Matrix {
  if (kind === "sigmoid") return { ...apply(kind, inputs), complement: apply(kind, [apply("negate", inputs)]).data };
  const [target, prediction] = inputs;
  if (kind !== "binaryCrossEntropy" || !prediction?.complement) return apply(kind, inputs);
  const { complement, ...of } = prediction;
  const ones = { ...of, data: new Float64Array(of.data.length).fill(1) };
  const other = { ...of, data: complement };
  const [hit, miss] = [target!, apply("subtract", [ones, target!])] as const;
  return apply("add", [apply("crossEntropy", [hit, of]), apply("crossEntropy", [miss, other])]);
}

/** One operation by its reference rule, on numbers of its own. */
function apply(kind: OperationKind, inputs: readonly Matrix[], exponent = 1): Matrix {
  const shape = shapeOf(kind, inputs);
  const sizes = [...inputs, shape].map(({ rows, columns }) => rows * columns);
  const values = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  let offset = 0;
  const operand = ({ rows, columns }: Shape): Operand => {
    const size = rows * columns;
    offset += size;
    return { offset: offset - size, rows, columns, size, stride: size, differentiable: true };
  };
  const operands = inputs.map(operand);
  for (const [i, { data }] of inputs.entries()) values.set(data, operands[i]!.offset);
  const out = operand(shape);
  rules[kind].forward(values, { kind, inputs: operands, out, samples: 1, statement: "", time: 1, slot: 0, exponent });
  return { ...shape, data: values.subarray(out.offset) };
}

function shapeOf(kind: OperationKind, inputs: readonly Matrix[]): Shape {
  const [a, b] = inputs as readonly [Matrix, Matrix];
  const { rows, columns } = a;
  switch (kind) {
    case "matmul":
      return { rows, columns: b.columns };
    case "transpose":
      return { rows: columns, columns: rows };
    case "add":
    case "subtract":
    case "times":
    case "divide":
    case "scale":
      return rows * columns === 1 ? { rows: b.rows, columns: b.columns } : { rows, columns };
    case "concat":
      return { rows: inputs.reduce((sum, input) => sum + input.rows, 0), columns };
    case "diag":
      return { rows, columns: rows };
    case "sum":
    case "mean":
    case "crossEntropy":
    case "binaryCrossEntropy":
    case "squaredError":
    case "halfSquaredError":
      return { rows: 1, columns: 1 };
    default:
      return { rows, columns };
  }
}
