import { OptionError, ShapeError } from "../errors.js";
import type { CheckedEquations, Expression, InferredShapes, Shape, Span, Statement } from "./ast.js";
import { suggestion } from "./check.js";
import {
  assign,
  countsRows,
  type Dimension,
  known,
  knownShape,
  lengthOf,
  type ShapeVariable,
  unify,
  unknownShape,
} from "./dimensions.js";
import { formatExpression } from "./format.js";
import { FUNCTIONS } from "./functions.js";
import { namesIn } from "./reads.js";

/** Sizes as `build` takes them: n for a vector of n numbers, [rows, columns] for a matrix. */
export type GivenSizes = Readonly<Record<string, number | readonly [number, number]>>;

/**
 * Finds the shape of every name and expression from the sizes given for some of them.
 * @throws ShapeError when two shapes cannot stand together or a size is missing; OptionError for sizes that are no sizes
 */
export function inferShapes(checked: CheckedEquations, sizes: GivenSizes): InferredShapes {
  return new ShapeInference(checked, sizes).result();
}

type Concat = { readonly result: Dimension; readonly parts: readonly Dimension[]; readonly expression: Expression };

class ShapeInference {
  readonly #names = new Map<string, ShapeVariable>();
  readonly #expressions = new Map<Expression, ShapeVariable>();
  readonly #concats: Concat[] = [];
  readonly #byName: ReadonlyMap<string, Statement>;

  constructor(
    private readonly checked: CheckedEquations,
    private readonly sizes: GivenSizes,
  ) {
    this.#byName = new Map(checked.statements.map((s) => [s.name, s]));
    this.#declare();
    for (const statement of checked.statements) this.#statement(statement);
    this.#solveConcats();
  }

  result(): InferredShapes {
    const ofName = new Map<string, Shape>();
    for (const [name, shape] of this.#names) ofName.set(name, this.#resolve(shape));
    const ofExpression = new Map<Expression, Shape>();
    for (const [expression, { rows, columns }] of this.#expressions)
      ofExpression.set(expression, { rows: lengthOf(rows)!, columns: lengthOf(columns) ?? 1 });
    return { ofName, ofExpression };
  }

  #declare(): void {
    const { inputs, parameters, statements } = this.checked;
    const names = [...inputs, ...parameters, ...statements].map(({ name }) => name);
    for (const [name, size] of Object.entries(this.sizes)) {
      if (!names.includes(name))
        throw new OptionError(
          `build was given a size for ${name}, which is not in the equations. ${suggestion(name, names)}`,
        );
      checkSize(name, size);
    }
    const inputNames = new Set(inputs.map(({ name }) => name));
    for (const name of names) this.#names.set(name, this.#declared(name, inputNames.has(name)));
  }

  #declared(name: string, isInput: boolean): ShapeVariable {
    const size = this.sizes[name];
    if (size === undefined) return isInput ? { ...unknownShape(), columns: known(1) } : unknownShape();
    return typeof size === "number" ? knownShape(size, 1) : knownShape(size[0], size[1]);
  }

  #statement({ name, expression, span }: Statement): void {
    const shape = this.#infer(expression);
    const own = this.#names.get(name)!;
    if (unify(own.rows, shape.rows) && unify(own.columns, shape.columns)) return;
    const [left, right] = [describe(own), describe(shape)];
    throw this.#error(
      span,
      `${name} is ${left} but its right side is ${right}`,
      this.#origins([name, ...namesIn(expression).map((n) => n.name)]) || undefined,
    );
  }

  #infer(expression: Expression): ShapeVariable {
    const shape = this.#shapeOf(expression);
    this.#expressions.set(expression, shape);
    return shape;
  }

  #shapeOf(expression: Expression): ShapeVariable {
    switch (expression.kind) {
      case "number":
        return knownShape(1, 1);
      case "name":
        return this.#names.get(expression.name)!;
      case "negate":
        return this.#infer(expression.operand);
      case "transpose": {
        const { rows, columns } = this.#infer(expression.operand);
        return { rows: columns, columns: rows };
      }
      case "call":
        return this.#call(expression);
      case "binary":
        return this.#binary(expression);
    }
  }

  #call(expression: Extract<Expression, { kind: "call" }>): ShapeVariable {
    const shapes = expression.arguments.map((argument) => this.#infer(argument));
    switch (FUNCTIONS[expression.function].kind) {
      case "elementwise":
      case "softmax":
        return shapes[0]!;
      case "reduction":
        return knownShape(1, 1);
      case "loss":
        this.#same(expression.arguments[0]!, expression.arguments[1]!, "a loss compares two of one size");
        return knownShape(1, 1);
      case "concat":
        return this.#concat(expression, shapes);
    }
  }

  #concat(expression: Extract<Expression, { kind: "call" }>, shapes: readonly ShapeVariable[]): ShapeVariable {
    const result = unknownShape();
    shapes.forEach((shape, i) => {
      if (!unify(result.columns, shape.columns))
        this.#failSame(
          expression.arguments[0]!,
          expression.arguments[i]!,
          "concat stacks rows, so all need the same number of columns",
        );
    });
    this.#concats.push({ result: result.rows, parts: shapes.map(({ rows }) => rows), expression });
    return result;
  }

  #binary(expression: Extract<Expression, { kind: "binary" }>): ShapeVariable {
    const { operator, left, right } = expression;
    const [a, b] = [this.#infer(left), this.#infer(right)];
    if (operator === "power" || this.#isScalar(right))
      return operator !== "power" && this.#isScalar(left) ? knownShape(1, 1) : a;
    if (this.#isScalar(left)) return b;
    if (operator === "product") return this.#product(expression, a, b);
    this.#same(
      left,
      right,
      `${operator === "add" || operator === "subtract" ? "a sum" : "an elementwise operation"} needs two of one size`,
    );
    return a;
  }

  #product(
    { left, right, span }: Extract<Expression, { kind: "binary" }>,
    a: ShapeVariable,
    b: ShapeVariable,
  ): ShapeVariable {
    if (unify(a.columns, b.rows)) return { rows: a.rows, columns: b.columns };
    const text = formatExpression;
    const isElementwise =
      describe(a) === describe(b) ? `For the elementwise product write ${text(left)} .* ${text(right)}.` : undefined;
    const names = namesIn(left)
      .concat(namesIn(right))
      .map((n) => n.name);
    throw this.#error(
      span,
      `${text(left)} is ${describe(a)} but ${text(right)} has ${plural(lengthOf(b.rows)!, "row")}`,
      isElementwise ?? (this.#origins(names) || undefined),
    );
  }

  #same(left: Expression, right: Expression, rule: string): void {
    const [a, b] = [this.#expressions.get(left)!, this.#expressions.get(right)!];
    if (unify(a.rows, b.rows) && unify(a.columns, b.columns)) return;
    this.#failSame(left, right, rule);
  }

  #failSame(left: Expression, right: Expression, rule: string): never {
    const [a, b] = [this.#expressions.get(left)!, this.#expressions.get(right)!];
    const names = namesIn(left)
      .concat(namesIn(right))
      .map((n) => n.name);
    const hint = [`${rule[0]!.toUpperCase()}${rule.slice(1)}.`, this.#origins(names)].filter(Boolean).join(" ");
    throw this.#error(
      { ...left.span, end: right.span.end },
      `${formatExpression(left)} is ${describe(a)} but ${formatExpression(right)} is ${describe(b)}`,
      hint,
    );
  }

  /** A number that meets every element: a literal, a sum, a loss, or a name of declared size 1. */
  #isScalar(expression: Expression, seen: readonly string[] = []): boolean {
    switch (expression.kind) {
      case "number":
        return true;
      case "name":
        return this.#isScalarName(expression.name, seen);
      case "negate":
      case "transpose":
        return this.#isScalar(expression.operand, seen);
      case "binary":
        return this.#isScalar(expression.left, seen) && this.#isScalar(expression.right, seen);
      case "call": {
        const { kind } = FUNCTIONS[expression.function];
        return (
          kind === "reduction" ||
          kind === "loss" ||
          (kind === "elementwise" && this.#isScalar(expression.arguments[0]!, seen))
        );
      }
    }
  }

  #isScalarName(name: string, seen: readonly string[]): boolean {
    const size = this.sizes[name];
    if (size !== undefined) return size === 1 || (typeof size !== "number" && size[0] === 1 && size[1] === 1);
    const statement = this.#byName.get(name);
    return statement !== undefined && !seen.includes(name) && this.#isScalar(statement.expression, [...seen, name]);
  }

  /** rows(result) = Σ rows(parts): whichever one is missing follows from the others. */
  #solveConcats(): void {
    for (let progress = true; progress; ) {
      progress = false;
      for (const { result, parts, expression } of this.#concats) {
        const missing = parts.filter((part) => lengthOf(part) === undefined);
        const sum = parts.reduce((total, part) => total + (lengthOf(part) ?? 0), 0);
        const whole = lengthOf(result);
        if (missing.length === 0 && whole === undefined) progress = assign(result, sum) || progress;
        else if (missing.length === 0 && whole !== sum)
          throw this.#error(expression.span, `concat gives ${sum} rows but ${whole} are needed`);
        else if (missing.length === 1 && whole !== undefined && whole > sum)
          progress = assign(missing[0]!, whole - sum) || progress;
      }
    }
  }

  #resolve({ rows, columns }: ShapeVariable): Shape {
    const isVector = lengthOf(columns) === undefined && !countsRows(columns);
    if (isVector) assign(columns, 1);
    const [r, c] = [lengthOf(rows), lengthOf(columns)];
    if (r !== undefined && c !== undefined) return { rows: r, columns: c };
    throw this.#missing();
  }

  /** Asks for a size that decides the others: that of a sequence before that of a parameter. */
  #missing(): ShapeError {
    const { inputs, statements, parameters } = this.checked;
    const open = (name: string): boolean => {
      const { rows, columns } = this.#names.get(name)!;
      return lengthOf(rows) === undefined || (lengthOf(columns) === undefined && countsRows(columns));
    };
    const sequences = [...inputs, ...statements.map(({ name, nameSpan }) => ({ name, span: nameSpan }))];
    const sequence = sequences.find(({ name }) => open(name));
    const found = sequence ?? parameters.find(({ name }) => open(name))!;
    const example = sequence ? "…" : "[rows, columns]";
    return this.#error(
      found.span,
      `the size of ${found.name} is not known`,
      `Give it in build({ ${found.name}: ${example} }).`,
    );
  }

  /** Where the sizes of some names come from: what build was told. */
  #origins(names: readonly string[]): string {
    const given = [...new Set(names)].filter((name) => this.sizes[name] !== undefined);
    if (given.length === 0) return "";
    const list = given.map((name) => `${name}: ${JSON.stringify(this.sizes[name])}`).join(", ");
    return `build was given { ${list} }.`;
  }

  #error(span: Span, problem: string, hint?: string): ShapeError {
    return new ShapeError({ source: this.checked.source, span, problem, ...(hint ? { hint } : {}) });
  }
}

function describe({ rows, columns }: ShapeVariable): string {
  const [r, c] = [lengthOf(rows), lengthOf(columns)];
  return `${r ?? "?"}×${c ?? (countsRows(columns) ? "?" : 1)}`;
}

const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

function checkSize(name: string, size: unknown): void {
  const whole = (n: unknown): boolean => Number.isInteger(n) && (n as number) >= 1;
  const fits = Array.isArray(size) ? size.length === 2 && size.every(whole) : whole(size);
  if (fits) return;
  throw new OptionError(
    `the size of ${name} is ${JSON.stringify(size) ?? String(size)}: expected a whole number of at least 1, or [rows, columns]`,
  );
}
