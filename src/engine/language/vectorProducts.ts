import type { ShapeError } from "../errors.js";
import type { CheckedEquations, Expression, Statement } from "./ast.js";
import { binary } from "./binary.js";
import { mayBeNumber } from "./capitals.js";
import { assignUnknown, type Dimension, lengthOf, type ShapeVariable, unify, unknownShape } from "./dimensions.js";
import { formatExpression } from "./format.js";
import { replaced } from "./hints/replaced.js";
import { namesIn, nodesIn, withParts } from "./reads.js";
import { plural, type ShapeProblems } from "./shapeProblems.js";
import { type GivenSizes, sizeOf } from "./sizes.js";

type Binary = Extract<Expression, { kind: "binary" }>;

/** A matrix product whose left factor is a vector: the right one has a single row, or there is no such product. */
interface VectorProduct {
  readonly node: Binary;
  readonly statement: Statement;
  readonly left: ShapeVariable;
  readonly right: ShapeVariable;
  /** Of the product. Where the right factor is a transpose, they are not joined with its own before they are known. */
  readonly columns: Dimension;
}

/**
 * The products with a vector on the left, whose right factor is of unknown length. That a vector has one column never
 * makes the other factor one number: its length must follow from something else, or the text means another product.
 */
export class VectorProducts {
  #open: VectorProduct[] = [];

  constructor(
    private readonly checked: CheckedEquations,
    private readonly sizes: GivenSizes,
    private readonly problems: ShapeProblems,
    private readonly isVector: (e: Expression) => boolean,
  ) {}

  /** Whether only the end of all statements can tell what a product with this right factor is. */
  isOpen(node: Binary, right: ShapeVariable): boolean {
    if (!this.isVector(node.left)) return false;
    const isRow = node.right.kind === "transpose";
    return lengthOf(right.rows) === undefined || (isRow && lengthOf(right.columns) === undefined);
  }

  /**
   * @returns the shape of the product
   * @throws ShapeError when only a matrix can stand on the right
   */
  add(node: Binary, statement: Statement, left: ShapeVariable, right: ShapeVariable): ShapeVariable {
    const isRow = node.right.kind === "transpose";
    const product = { node, statement, left, right, columns: isRow ? unknownShape().columns : right.columns };
    const rows = lengthOf(left.rows);
    if (rows !== undefined && rows > 1 && !isRow && this.#isOpenParameter(node.right)) throw this.error(product);
    this.#open.push(product);
    return { rows: left.rows, columns: product.columns };
  }

  /**
   * Refuses what can only be a matrix in a row convention: `h[t-1] W` where a single column is needed.
   * @param column the shape that the product must have
   * @throws ShapeError
   */
  refuseAtRight(node: Binary, statement: Statement, left: ShapeVariable, column: ShapeVariable): void {
    const isLonger = (lengthOf(left.rows) ?? 1) > 1 && lengthOf(column.columns) === 1;
    if (!isLonger || !this.isVector(node.left) || !this.#isOpenParameter(node.right)) return;
    throw this.error({ node, statement, left, right: unknownShape(), columns: column.columns });
  }

  /**
   * Completes what has been found out since: a single number may multiply anything.
   * @returns whether it found a length
   * @throws ShapeError for a right factor with more rows
   */
  settle(): boolean {
    const before = this.#open.length;
    this.#open = this.#open.filter((product) => !this.#isSettled(product));
    return this.#open.length < before;
  }

  /** @throws ShapeError for the first product of which nothing has told that its right factor has one row */
  refuseOpen(): void {
    const product = this.#open.find(({ node }) => this.isVector(node.right)) ?? this.#open.find(hasRows);
    if (product) throw this.error(product);
  }

  #isSettled(product: VectorProduct): boolean {
    const { left, right, columns } = product;
    const isNumber = lengthOf(left.rows) === 1;
    if (lengthOf(right.rows) === undefined && !isNumber) return false;
    assignUnknown(right.rows, 1);
    if (!unify(left.columns, right.rows)) throw this.error(product);
    const isOneByVector = lengthOf(columns) === 1 && lengthOf(right.columns) === undefined && !isNumber;
    if (isOneByVector) return false;
    if (!unify(columns, right.columns)) throw this.error(product);
    return true;
  }

  /** Says what to write in place of a product that cannot be. */
  error(product: VectorProduct): ShapeError {
    const { right } = product.node;
    if (this.#isOpenParameter(right)) return this.#matrixAtRight(product);
    if (right.kind === "transpose") return this.#outerProduct(product);
    return this.isVector(right) ? this.#bothVectors(product) : this.#matrixAtRight(product);
  }

  #bothVectors(product: VectorProduct): ShapeError {
    const { node, statement } = product;
    const { symbol, left, right, span } = node;
    const elementwise = {
      text: formatExpression(this.#elementwise(statement.expression)),
      replaces: statement.expression.span,
    };
    const root = statement.expression;
    const inner = replaced(root, node, binary("product", "*", transposeOf(left), right));
    const row = nodesIn(root).find((e) => e.kind === "binary" && e.operator === "product" && e.right === node);
    if (row?.kind === "binary" && row.left.kind === "transpose" && this.isVector(row.left.operand)) {
      const number = binary("product", "", row.left, left);
      const grouped = replaced(root, row, binary("product", "", number, right));
      const problem = `factors are grouped from the right, here two vectors, ${this.#textOf(node)}`;
      return this.problems.error(span, problem, `Write ${grouped.text}.`, [grouped]);
    }
    const [a, b] = [lengthOf(product.left.rows), lengthOf(product.right.rows)];
    const isOneSize = a === undefined || b === undefined || a === b;
    const rows = a ?? b;
    const sizes = !isOneSize ? `, of ${a} and ${b} rows` : rows === undefined ? "" : ` of ${plural(rows, "row")}`;
    const sign = symbol === "" ? "a product without a sign" : symbol;
    return this.problems.error(
      span,
      `${sign} is the matrix product, but ${this.#textOf(left)} and ${this.#textOf(right)} are both vectors${sizes}`,
      isOneSize
        ? `Between two vectors write .* or ⊙: ${withoutRight(statement)}${elementwise.text}${rows === undefined ? this.#ifNumber(node) : ""}\nFor their inner product, one number, write ${inner.text}.`
        : this.problems.origins([product.left.rows, product.right.rows]),
      isOneSize ? [elementwise, inner] : [],
    );
  }

  /** With each product of two vectors element by element. */
  #elementwise(e: Expression): Expression {
    const parts = withParts(e, (part) => this.#elementwise(part));
    const isMeant = e.kind === "binary" && e.operator === "product" && this.isVector(e.left) && this.isVector(e.right);
    return isMeant ? ({ ...parts, operator: "times", symbol: ".*" } as Binary) : parts;
  }

  #matrixAtRight({ node, left, statement }: VectorProduct): ShapeError {
    const [plain, transposed] = [node.right, transposeOf(node.right)].map((factor) =>
      replaced(statement.expression, node, binary("product", "*", factor, node.left)),
    );
    const [matrix, vector] = [this.#textOf(node.right), this.#textOf(node.left)];
    const rows = lengthOf(left.rows);
    return this.problems.error(
      node.span,
      `${matrix} stands to the right of ${vector}, a vector${rows === undefined ? "" : ` of ${plural(rows, "row")}`}`,
      `Vectors are columns, so a matrix stands to their left: write ${plain!.text}, or ${transposed!.text} if ${matrix} has the shape that rows need.${this.#ifNumber(node.right)}`,
      [plain!, transposed!],
    );
  }

  #outerProduct({ node, statement }: VectorProduct): ShapeError {
    const inner = replaced(statement.expression, node, binary("product", "*", node.right, node.left));
    const [row] = namesIn(node.right);
    return this.problems.error(
      node.span,
      `${this.#textOf(node)} is a matrix with a column for each row of ${row!.name}, but a single column is needed here`,
      `For one number write ${inner.text}.${this.#ifNumber(node.right)}`,
    );
  }

  /** What has no given size, in small letters, may be meant as a single number. */
  #ifNumber(e: Expression): string {
    const open = namesIn(e).find(({ name }) => mayBeNumber(name) && !sizeOf(this.sizes, name));
    return open ? `\nIf ${open.name} is one number, give its size: build({ ${open.name}: 1 }).` : "";
  }

  /** As it was written, brackets included. */
  #textOf({ span }: Expression): string {
    return this.checked.source.slice(span.start, span.end);
  }

  /** Made of parameters alone, one of them of no given size. */
  #isOpenParameter(e: Expression): boolean {
    const names = namesIn(e).map(({ name }) => name);
    return names.every(this.#isParameter) && names.some((name) => sizeOf(this.sizes, name) === undefined);
  }

  readonly #isParameter = (name: string): boolean => this.checked.parameters.some((p) => p.name === name);
}

/** `s[t] = `. */
const withoutRight = ({ text, span, expression }: Statement): string =>
  text.slice(0, expression.span.start - span.start);

const transposeOf = (e: Expression): Expression =>
  e.kind === "transpose" ? e.operand : { kind: "transpose", operand: e, span: e.span };

const hasRows = ({ left }: VectorProduct): boolean => lengthOf(left.rows) !== undefined;
