/** Expressions of a wanted shape and range, drawn from the language's own productions. */
import type { BinaryOperator, Expression, Shape } from "../../../src/engine/language/index.js";
import {
  type Domain,
  FUNCTION_PRODUCTIONS,
  type FunctionProduction,
  isScalar,
  isWithin,
  type Range,
  SIGNS,
} from "../grammar.js";
import type { Chooser } from "./chooser.js";
import type { Parameters } from "./parameters.js";
import type { Read, Reader, Scope } from "./scope.js";
import { binaryNode, callNode, negateNode, numberNode, transposeNode } from "./trees.js";

/** What an expression is to give, and how many more nodes deep it may go. */
interface Want {
  readonly shape: Shape;
  readonly range: Range;
  readonly depth: number;
}

/** A way to make an expression; `weight` 0 where it cannot make what is wanted. */
interface Production {
  weight(want: Want): number;
  make(want: Want): Expression;
}

export const SCALAR: Shape = { rows: 1, columns: 1 };
const NUMBERS = [0.5, 2, 0.3, 1, 0.1, 0.7, 1.5, 3];
const POWERS: { readonly [R in "any" | "positive"]: readonly (number | readonly [number, number])[] } = {
  any: [2, 2, 2, 2, 3, 1, 0],
  positive: [0.5, -1, 2, [1, 2], 1.5, -2],
};

export class Expressions {
  readonly #functions = FUNCTION_PRODUCTIONS;
  readonly #productions: readonly Production[];

  constructor(
    private readonly chooser: Chooser,
    private readonly scope: Scope,
    private readonly parameters: Parameters,
    /** Rows and columns that may stand between two factors of a product. */
    private readonly lengths: readonly number[],
    private readonly reader: Reader,
    /** Vectors that the layer's products share, as the gates of an LSTM do. */
    private readonly shared: Read[] = [],
  ) {
    this.#productions = [...this.#ofOperators(), ...this.#functions.map((f) => this.#ofFunction(f))];
  }

  /** An expression of that shape whose numbers are within the range. */
  draw(shape: Shape, range: Range, depth: number): Expression {
    const want = { shape, range, depth };
    if (depth <= 0 || this.chooser.chance(0.15)) return this.leaf(want);
    const options = this.#productions.map((p) => [p.weight(want), p] as const).filter(([weight]) => weight > 0);
    return options.length === 0 ? this.leaf(want) : this.chooser.weighted(options).make(want);
  }

  /** An expression whose numbers a function can take: within an interval, something between 0 and 1 is spread over it. */
  inside(shape: Shape, domain: Domain, depth: number): Expression {
    if (typeof domain === "string") return this.draw(shape, domain, depth);
    const { above, below } = domain;
    if (above === undefined && below === undefined) return this.draw(shape, "any", depth);
    if (above === undefined) return this.binary("subtract", signed(below!), this.draw(shape, "positive", depth - 1));
    if (below === undefined) return this.binary("add", this.draw(shape, "positive", depth - 1), signed(above));
    const spread = this.binary("times", numberNode(below - above), this.draw(shape, "unit", depth - 2));
    return this.binary("add", spread, signed(above));
  }

  /** A name or a number; where none gives what is wanted, a function of one that does. */
  leaf({ shape, range }: Want): Expression {
    if (isScalar(shape) && this.chooser.chance(0.3)) return this.#number(range);
    const read = this.chooser.chance(0.8) ? this.scope.readOf(this.reader, shape, range) : undefined;
    if (read) return read;
    if (range === "any") return this.parameters.use(shape);
    if (isScalar(shape)) return this.#number(range);
    const fits = (kind: FunctionProduction["kind"]): boolean =>
      kind === "elementwise" || (kind === "softmax" && shape.rows > 1);
    const makers = this.#functions.filter(
      ({ kind, gives, takes }) => gives !== "same" && isWithin(gives, range) && fits(kind) && takes === "any",
    );
    const { name } = this.chooser.pick(makers);
    return callNode(name, this.leaf({ shape, range: "any", depth: 0 }));
  }

  /** A sum such as `W h[t-1] + U x[t] + b`: products of shared matrices with what can be read, a bias or none. */
  affine(shape: Shape, depth: number): Expression {
    const count = this.chooser.weighted([
      [2, 1],
      [8, 2],
      [4, 3],
      [1, 4],
    ]);
    const terms = Array.from({ length: count }, () => this.#term(shape, depth));
    if (this.chooser.chance(0.5)) terms.push(this.parameters.use(shape));
    return terms.reduce((sum, term) => this.binary(this.chooser.chance(0.85) ? "add" : "subtract", sum, term));
  }

  /** `z .* a + (1 - z) .* b`, the gate drawn or read. */
  blend(shape: Shape, depth: number): Expression {
    const gate = this.draw(isScalar(shape) || this.chooser.chance(0.15) ? SCALAR : shape, "unit", depth - 1);
    const [a, b] = [this.draw(shape, "any", depth - 1), this.draw(shape, "any", depth - 1)];
    const rest = this.binary("subtract", numberNode(1), gate);
    return this.binary("add", this.binary("times", gate, a), this.binary("times", rest, b));
  }

  binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
    return binaryNode(operator, this.chooser.pick(SIGNS[operator]), left, right);
  }

  #term(shape: Shape, depth: number): Expression {
    const term = this.chooser.weighted<() => Expression>([
      [10, () => this.#product(shape, Math.min(depth, 1))],
      [2, () => this.draw(shape, "any", Math.min(depth, 2))],
      [1, () => this.leaf({ shape, range: "any", depth: 0 })],
    ])();
    if (!this.chooser.chance(0.12)) return term;
    const [number, scaled] = [this.#number("positive"), term];
    return this.chooser.chance(0.7) ? this.binary("product", number, scaled) : this.binary("divide", scaled, number);
  }

  /** A shared matrix times what can be read, on the side that the shape allows. */
  #product(shape: Shape, depth: number): Expression {
    const { chooser } = this;
    const isRow = shape.rows === 1 && shape.columns > 1;
    const isVector = isRow || shape.columns === 1;
    const read = isVector && chooser.chance(0.75) ? this.#vector(isRow) : undefined;
    const inner = read ? Math.max(read.shape.rows, read.shape.columns) : chooser.pick(this.lengths);
    const [matrix, other] = isRow
      ? [
          { rows: inner, columns: shape.columns },
          { rows: 1, columns: inner },
        ]
      : [
          { rows: shape.rows, columns: inner },
          { rows: inner, columns: shape.columns },
        ];
    const factor = this.#factor(matrix, depth);
    const factored = read?.expression ?? this.draw(other, "any", depth);
    return isRow ? this.binary("product", factored, factor) : this.binary("product", factor, factored);
  }

  /** A vector that another product of the layer reads already, or a new one. */
  #vector(isRow: boolean): Read | undefined {
    const known = this.shared.filter(({ shape }) => (isRow ? shape.rows : shape.columns) === 1);
    if (known.length > 0 && this.chooser.chance(0.5)) return this.chooser.pick(known);
    const read = this.scope.vectorOf(this.reader, isRow);
    if (read) this.shared.push(read);
    return read;
  }

  /** A parameter, a vector on a diagonal, or a matrix that is computed. */
  #factor(shape: Shape, depth: number): Expression {
    const { chooser } = this;
    const isSquare = shape.rows === shape.columns && shape.rows > 1;
    const diagonals = isSquare ? this.#functions.filter(({ kind }) => kind === "diagonal") : [];
    if (diagonals.length > 0 && chooser.chance(0.12))
      return callNode(chooser.pick(diagonals).name, this.parameters.use({ rows: shape.rows, columns: 1 }));
    return chooser.chance(0.9) ? this.parameters.use(shape) : this.draw(shape, "any", depth);
  }

  #number(range: Range): Expression {
    const value = this.chooser.pick(range === "unit" ? NUMBERS.filter((n) => n < 1) : NUMBERS);
    const isNegative = range === "any" && this.chooser.chance(0.2);
    return isNegative ? negateNode(numberNode(value)) : numberNode(value);
  }

  #ofOperators(): Production[] {
    const anyOnly = (weight: number) => (want: Want) => (want.range === "any" ? weight : 0);
    return [
      { weight: anyOnly(2), make: ({ shape, depth }) => negateNode(this.draw(shape, "any", depth - 1)) },
      {
        weight: ({ range }) => (range === "shares" ? 0 : 1),
        make: ({ shape: { rows, columns }, range, depth }) =>
          transposeNode(this.draw({ rows: columns, columns: rows }, range, depth - 1)),
      },
      { weight: anyOnly(7), make: ({ shape, depth }) => this.#product(shape, depth - 1) },
      { weight: anyOnly(4), make: ({ shape, depth }) => this.affine(shape, depth - 1) },
      { weight: anyOnly(2), make: ({ shape, depth }) => this.blend(shape, depth - 1) },
      {
        weight: ({ range }) => (range === "any" || range === "positive" ? 4 : 0),
        make: (want) => this.#evenly("add", want),
      },
      { weight: anyOnly(2), make: (want) => this.#evenly("subtract", want) },
      {
        weight: ({ range }) => (range === "unit" ? 2 : 0),
        make: ({ shape, depth }) => this.binary("subtract", numberNode(1), this.draw(shape, "unit", depth - 1)),
      },
      { weight: ({ range }) => (range === "shares" ? 0 : 5), make: (want) => this.#evenly("times", want) },
      {
        weight: ({ range }) => (range === "any" || range === "positive" ? 2 : 0),
        make: (want) => this.#quotient(want),
      },
      { weight: ({ range }) => (range === "any" || range === "positive" ? 2 : 0), make: (want) => this.#power(want) },
      {
        weight: ({ range, shape }) => (range === "shares" && shape.rows > 1 ? 1 : 0),
        make: (want) => this.#mixture(want),
      },
    ];
  }

  /** Two of one shape, or one of them a single number. */
  #evenly(operator: "add" | "subtract" | "times", { shape, range, depth }: Want): Expression {
    const pair = range === "any" && this.chooser.chance(0.35) ? this.scope.pairOf(this.reader, shape) : undefined;
    if (pair) return this.binary(operator, ...pair);
    const isSpread = this.chooser.chance(0.2);
    const one = () => this.draw(shape, range, depth - 1);
    const single = () => this.draw(SCALAR, range, depth - 1);
    const sides = this.chooser.shuffled([one, isSpread ? single : one]);
    return this.binary(operator, sides[0]!(), sides[1]!());
  }

  #quotient({ shape, range, depth }: Want): Expression {
    const isSpread = this.chooser.chance(0.4);
    const above = this.draw(!isSpread && this.chooser.chance(0.15) ? SCALAR : shape, range, depth - 1);
    return this.binary("divide", above, this.draw(isSpread ? SCALAR : shape, "positive", depth - 1));
  }

  #power({ shape, range, depth }: Want): Expression {
    const base = range === "positive" || this.chooser.chance(0.3) ? "positive" : "any";
    const exponent = this.chooser.pick(POWERS[base]);
    const node =
      typeof exponent === "number"
        ? signed(exponent)
        : this.binary("divide", numberNode(exponent[0]), numberNode(exponent[1]));
    return this.power(this.draw(shape, base, depth - 1), shape, node);
  }

  /** ^ of a matrix is refused: it is no product, and no inverse. */
  power(of: Expression, { rows, columns }: Shape, exponent: Expression): Expression {
    const sign = this.chooser.pick(SIGNS.power);
    return binaryNode("power", rows > 1 && columns > 1 ? ".^" : sign, of, exponent);
  }

  /** Shares of two kinds, mixed. */
  #mixture({ shape, range, depth }: Want): Expression {
    const part = (share: number) => this.binary("times", numberNode(share), this.draw(shape, range, depth - 1));
    return this.binary("add", part(0.25), part(0.75));
  }

  #ofFunction(f: FunctionProduction): Production {
    const gives = (want: Want): boolean => f.gives === "same" || isWithin(f.gives, want.range);
    /** What the arguments must be so that the value is what is wanted. */
    const argument = (want: Want): Domain => (f.gives === "same" && want.range !== "any" ? want.range : f.takes);
    const one = (want: Want, shape: Shape) => callNode(f.name, this.inside(shape, argument(want), want.depth - 1));
    switch (f.kind) {
      case "elementwise":
        return { weight: (want) => (gives(want) ? 2 : 0), make: (want) => one(want, want.shape) };
      case "softmax":
        return {
          weight: (want) => (gives(want) && want.shape.rows > 1 ? 3 : 0),
          make: (want) => one(want, want.shape),
        };
      case "reduction":
        return {
          weight: (want) => (isScalar(want.shape) && (want.range === "any" || want.range === "positive") ? 4 : 0),
          make: (want) => one(want, this.anyShape()),
        };
      case "diagonal":
        return {
          weight: ({ shape, range }) => (shape.rows === shape.columns && shape.rows > 1 && range === "any" ? 6 : 0),
          make: (want) => one(want, { rows: want.shape.rows, columns: 1 }),
        };
      case "concat":
        return {
          weight: ({ shape, range }) => (shape.rows > 1 && range !== "shares" ? 3 : 0),
          make: (want) => callNode(f.name, ...this.#stacked(want, argument(want), f.most)),
        };
      case "loss":
        // a loss within an expression: rarely, where one number is wanted
        return {
          weight: ({ shape, range }) => (isScalar(shape) && range === "any" ? 0.4 : 0),
          make: ({ depth }) => this.loss(f, this.#judgedShape(f), depth - 1),
        };
    }
  }

  /** A loss of something computed against something computed. */
  loss(f: FunctionProduction, shape: Shape, depth: number): Expression {
    return callNode(f.name, this.inside(shape, f.takes, depth), this.inside(shape, f.takes, depth));
  }

  #judgedShape({ takes }: FunctionProduction): Shape {
    const shape = this.anyShape();
    return takes === "shares" ? { rows: Math.max(2, shape.rows), columns: 1 } : shape;
  }

  /** Parts that together have the rows that are wanted. */
  #stacked({ shape, depth }: Want, domain: Domain, most: number): Expression[] {
    const parts: Expression[] = [];
    for (let rest = shape.rows; rest > 0; ) {
      const isLast = parts.length === most - 1;
      const rows = isLast ? rest : this.chooser.integer(1, parts.length === 0 ? rest - 1 : rest);
      parts.push(this.inside({ rows, columns: shape.columns }, domain, depth - 1));
      rest -= rows;
    }
    return parts;
  }

  anyShape(): Shape {
    const { chooser, lengths } = this;
    return chooser.weighted<Shape>([
      [10, { rows: chooser.pick(lengths), columns: 1 }],
      [1, { rows: 1, columns: chooser.pick(lengths) }],
      [2, { rows: chooser.pick(lengths), columns: chooser.pick(lengths) }],
      [1, SCALAR],
    ]);
  }
}

const signed = (value: number): Expression => (value < 0 ? negateNode(numberNode(-value)) : numberNode(value));
