import type { ShapeError } from "../errors.js";
import { FUNCTIONS } from "../functions/index.js";
import type { CheckedEquations, Expression, InferredShapes, Shape, Statement } from "./ast.js";
import { vectorTest } from "./columnVectors.js";
import { type ConcatRows, knownRows, solveConcats } from "./concats.js";
import {
  assignUnknown,
  countsRows,
  type Dimension,
  describeShape,
  isSame,
  knownShape,
  lengthOf,
  type ShapeVariable,
  unify,
  unifyShapes,
  unknownShape,
} from "./dimensions.js";
import { expectSize, type ShapesSoFar } from "./expectations.js";
import { formatExpression } from "./format.js";
import { LOSS_NAME } from "./losses.js";
import { scalarTest } from "./scalars.js";
import { plural, ShapeProblems, type SizesFrom } from "./shapeProblems.js";
import { SizeOrigins } from "./sizeOrigins.js";
import { type GivenSizes, namesOf, sizeOf } from "./sizes.js";
import { VectorProducts } from "./vectorProducts.js";

type Binary = Extract<Expression, { kind: "binary" }>;
type Call = Extract<Expression, { kind: "call" }>;

/** Joins lengths that must be equal, statement by statement, until all are known. */
export class ShapeInference {
  readonly #names: ReadonlyMap<string, ShapeVariable>;
  readonly #expressions = new Map<Expression, ShapeVariable>();
  readonly #concats: (ConcatRows & { readonly expression: Call })[] = [];
  /** What stands beside a single number in a sum: one number too, unless something else says its size. */
  readonly #besideScalars: ShapeVariable[] = [];
  readonly #problems: ShapeProblems;
  readonly #isScalar: (e: Expression) => boolean;
  readonly #isVector: (e: Expression) => boolean;
  readonly #vectorProducts: VectorProducts;
  readonly #origins: SizeOrigins;
  /** The statement whose shapes are being found. */
  #current!: Statement;

  constructor(
    private readonly checked: CheckedEquations,
    private readonly sizes: GivenSizes,
    from: SizesFrom,
    private readonly rows: ReadonlyMap<string, number>,
  ) {
    this.#problems = new ShapeProblems(checked, sizes, from);
    this.#isScalar = scalarTest(checked, sizes);
    this.#isVector = vectorTest(checked, sizes, this.#isScalar);
    this.#vectorProducts = new VectorProducts(checked, sizes, this.#problems, this.#isVector);
    const inputs = new Set(checked.inputs.map(({ name }) => name));
    this.#names = new Map(namesOf(checked).map((name) => [name, this.#declared(name, inputs.has(name))]));
    this.#origins = new SizeOrigins(sizes, this.#names);
    for (const statement of checked.statements) this.#statement(statement);
    const losses = new Set(checked.losses);
    for (const statement of checked.statements) if (losses.has(statement.name)) this.#loss(statement);
    this.#settle();
  }

  result(): InferredShapes {
    const shape = ({ rows, columns }: ShapeVariable): Shape => {
      const [r, c] = [lengthOf(rows), lengthOf(columns)];
      if (r === undefined || c === undefined) throw this.#problems.missing(this.#names);
      return { rows: r, columns: c };
    };
    const ofName = new Map([...this.#names].map(([name, variable]) => [name, shape(variable)]));
    const ofExpression = new Map([...this.#expressions].map(([e, variable]) => [e, shape(variable)]));
    return { ofName, ofExpression, origins: this.#origins.all(this.checked, ofName) };
  }

  #declared(name: string, isInput: boolean): ShapeVariable {
    const size = sizeOf(this.sizes, name);
    const rows = this.rows.get(name);
    if (rows !== undefined) return { rows: knownShape(rows, 1, name).rows, columns: unknownShape().columns };
    if (size === undefined) return unknownShape(isInput ? 1 : undefined);
    if (typeof size !== "number") return knownShape(size[0], size[1], name);
    return { rows: knownShape(size, 1, name).rows, columns: knownShape(size, 1).columns };
  }

  #statement(statement: Statement): void {
    const { name, expression } = statement;
    this.#current = statement;
    expectSize(this.#soFar, name, expression);
    const [own, found] = [this.#names.get(name)!, this.#infer(expression)];
    const [left, right] = [describeShape(own), describeShape(found)];
    const conflict = unifyShapes(own, found);
    if (conflict)
      throw this.#problems.error(
        expression.span,
        `${name} is ${left} but its right side is ${right}`,
        this.#problems.asMatrix(name, own, found) ?? this.#problems.origins(conflict),
      );
    this.#origins.read(statement);
  }

  get #soFar(): ShapesSoFar {
    return {
      names: this.#names,
      isScalar: this.#isScalar,
      isVector: this.#isVector,
      refuseAtRight: (product, own) => {
        const left = product.left.kind === "name" ? this.#names.get(product.left.name)! : unknownShape();
        this.#vectorProducts.refuseAtRight(product, this.#current, left, own);
      },
      problems: this.#problems,
    };
  }

  #loss({ name, expression }: Statement): void {
    const shape = this.#names.get(name)!;
    if (!unifyShapes(shape, knownShape(1, 1))) return;
    throw this.#problems.error(
      expression.span,
      `${name} is a loss, which is one number, but its right side is ${describeShape(shape)}`,
      `Wrap it in sum(…) or mean(…). ${LOSS_NAME.test(name) ? "If it is no loss, give it a name other than E, L, J or loss." : "It is a loss because a loss function stands in it, and no line reads it."}`,
    );
  }

  /** What the statements leave open: one column, the rows of concats, and then a number beside numbers. */
  #settle(): void {
    this.#solveConcats();
    for (const { rows, columns } of this.#besideScalars) {
      assignUnknown(rows, 1);
      assignUnknown(columns, 1);
    }
    for (const { columns } of this.#names.values()) if (!countsRows(columns)) assignUnknown(columns, 1);
    while (this.#vectorProducts.settle()) this.#solveConcats();
    this.#vectorProducts.refuseOpen();
    this.#solveConcats();
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

  #call(expression: Call): ShapeVariable {
    const shapes = expression.arguments.map((argument) => this.#infer(argument));
    const [first, second] = expression.arguments;
    switch (FUNCTIONS[expression.function].kind) {
      case "elementwise":
      case "softmax":
        return shapes[0]!;
      case "reduction":
        return knownShape(1, 1);
      case "loss":
        this.#same(first!, second!, "A loss compares two of one size.");
        return knownShape(1, 1);
      case "concat":
        return this.#concat(expression, shapes);
      case "diagonal":
        return this.#diagonal(first!, shapes[0]!);
    }
  }

  /** A vector of n becomes n×n. */
  #diagonal(argument: Expression, shape: ShapeVariable): ShapeVariable {
    if (unify(shape.columns, knownShape(1, 1).columns)) return { rows: shape.rows, columns: shape.rows };
    throw this.#problems.error(
      argument.span,
      `diag takes a vector, but ${formatExpression(argument)} is ${describeShape(shape)}`,
      "It puts a vector of n numbers on the diagonal of an n×n matrix.",
    );
  }

  #concat(expression: Call, shapes: readonly ShapeVariable[]): ShapeVariable {
    const columns = shapes[0]!.columns;
    const other = shapes.findIndex((shape) => !unify(columns, shape.columns));
    if (other > 0)
      throw this.#different(
        expression.arguments[0]!,
        expression.arguments[other]!,
        "concat puts one below the other, so both need the same number of columns.",
        [columns, shapes[other]!.columns],
      );
    const { rows } = unknownShape();
    this.#concats.push({ result: rows, parts: shapes.map((shape) => shape.rows), expression });
    return { rows, columns };
  }

  #solveConcats(): void {
    const [concat] = solveConcats(this.#concats);
    if (!concat) return;
    const isAll = concat.parts.every((part) => lengthOf(part) !== undefined);
    throw this.#problems.error(
      concat.expression.span,
      `concat puts ${knownRows(concat)} rows ${isAll ? "" : "and more "}together, but ${lengthOf(concat.result)} are needed here`,
      this.#problems.origins([concat.result, ...concat.parts]),
    );
  }

  #binary(node: Binary): ShapeVariable {
    const { operator, left, right } = node;
    const [a, b] = [this.#infer(left), this.#infer(right)];
    if (operator === "power") return a;
    const [isLeft, isRight] = [this.#isScalar(left), this.#isScalar(right)];
    if (isLeft && isRight) return knownShape(1, 1);
    if (isLeft || isRight) return this.#scaled(operator, isLeft ? left : right, isLeft ? b : a);
    if (operator === "product") return this.#product(node);
    if (this.#isFoundScalar(a, b)) return b;
    if (this.#isFoundScalar(b, a)) return a;
    const isSum = operator === "add" || operator === "subtract";
    this.#same(left, right, isSum ? "A sum needs two of one size." : "Element by element needs two of one size.");
    return a;
  }

  #scaled(operator: Binary["operator"], scalar: Expression, shape: ShapeVariable): ShapeVariable {
    const isSum = operator === "add" || operator === "subtract";
    if (isSum && scalar.kind === "name") this.#besideScalars.push(shape);
    return shape;
  }

  #product(node: Binary): ShapeVariable {
    const { left, right } = node;
    const [a, b] = [this.#expressions.get(left)!, this.#expressions.get(right)!];
    if (isSingle(a) && this.#isConcat(b)) return b;
    if (this.#vectorProducts.isOpen(node, b)) return this.#vectorTimesOpen(node, a, b);
    // of a vector that a later line makes, the columns are not known yet
    const isVectorOpen = lengthOf(a.columns) === undefined && (lengthOf(b.rows) ?? 1) > 1 && this.#isVector(left);
    if (!isVectorOpen && unify(a.columns, b.rows)) return { rows: a.rows, columns: b.columns };
    if (this.#isFoundScalar(a, b)) return b;
    if (this.#isFoundScalar(b, a)) return a;
    throw this.#noProduct(node, a, b);
  }

  /** One number may multiply anything; another vector needs a single row on its right, which its one column does not show. */
  #vectorTimesOpen(node: Binary, left: ShapeVariable, right: ShapeVariable): ShapeVariable {
    if (isSingle(left)) return right;
    return this.#vectorProducts.add(node, this.#current, left, right);
  }

  #noProduct(node: Binary, a: ShapeVariable, b: ShapeVariable): ShapeError {
    if (this.#isVector(node.left))
      return this.#vectorProducts.error({ node, statement: this.#current, left: a, right: b, columns: b.columns });
    const [x, y] = [formatExpression(node.left), formatExpression(node.right)];
    const size =
      lengthOf(a.rows) === undefined ? `has ${plural(lengthOf(a.columns)!, "column")}` : `is ${describeShape(a)}`;
    return this.#problems.error(
      node.span,
      `${x} ${size} but ${y} has ${plural(lengthOf(b.rows)!, "row")}`,
      this.#problems.origins([a.columns, b.rows]),
    );
  }

  /** Found to be one number, `v' s[t]`, beside what is found to be more. */
  #isFoundScalar(one: ShapeVariable, other: ShapeVariable): boolean {
    return isSingle(one) && !isSingle(other) && (lengthOf(other.rows) !== undefined || this.#isConcat(other));
  }

  /** The rows of a concat: at least two, even while it is not known how many. */
  #isConcat({ rows }: ShapeVariable): boolean {
    return this.#concats.some(({ result }) => isSame(result, rows));
  }

  #same(left: Expression, right: Expression, rule: string): void {
    const conflict = unifyShapes(this.#expressions.get(left)!, this.#expressions.get(right)!);
    if (conflict) throw this.#different(left, right, rule, conflict);
  }

  #different(left: Expression, right: Expression, rule: string, conflict: readonly Dimension[]): ShapeError {
    const text = (e: Expression): string => `${formatExpression(e)} is ${describeShape(this.#expressions.get(e)!)}`;
    const hint = [rule, this.#problems.origins(conflict)].filter(Boolean).join(" ");
    return this.#problems.error({ ...left.span, end: right.span.end }, `${text(left)} but ${text(right)}`, hint);
  }
}

const isSingle = ({ rows, columns }: ShapeVariable): boolean => lengthOf(rows) === 1 && lengthOf(columns) === 1;
