/** How tightly each form binds; larger binds tighter. */
export const BINDING = { sum: 1, term: 2, chain: 3, negate: 4, power: 5, postfix: 6, primary: 7 } as const;
export type Level = keyof typeof BINDING;

/** How operators of one level group: `a - b - c` is (a - b) - c, `A B x` is A (B x); `none` asks for brackets. */
export const GROUPING = {
  sum: "left",
  term: "left",
  chain: "right",
  negate: "right",
  power: "none",
  postfix: "left",
  primary: "none",
} as const satisfies { readonly [L in Level]: "left" | "right" | "none" };

/** One way to type an operator. */
export interface Spelling {
  /** As the language writes it; `""` is two factors side by side. */
  readonly symbol: string;
  /** What typography and Chinese keyboards give for it beside full-width forms; each is one UTF-16 unit. */
  readonly twins?: string;
  readonly level: Level;
}

/** What the language knows of an operator. */
export interface OperatorRow {
  /** Where it stands: `a + b`, `-a`, `a'`. */
  readonly place: "between" | "before" | "behind";
  /** Every way to type it. */
  readonly spellings: readonly Spelling[];
  /** As `formatExpression` writes it, blanks included. */
  readonly written: string;
  /** How tightly it binds when it is written so. */
  readonly level: Level;
  /** What it means. */
  readonly meaning: string;
  /** Which shapes it takes and gives, in words. */
  readonly shapes: string;
  /** TeX before, between and behind its operands. */
  readonly tex: readonly [before: string, ...rest: string[]];
  /** One line for the reader of the language's page. */
  readonly doc: string;
}

const BESIDE_NUMBER = "a single number meets every element of the other operand";

/** Every operator of the language. */
export const OPERATORS = {
  add: {
    place: "between",
    spellings: [{ symbol: "+", level: "sum" }],
    written: " + ",
    level: "sum",
    meaning: "the sum, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    tex: ["", " + ", ""],
    doc: "adds element by element",
  },
  subtract: {
    place: "between",
    spellings: [{ symbol: "-", twins: "−–", level: "sum" }],
    written: " - ",
    level: "sum",
    meaning: "the difference, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    tex: ["", " - ", ""],
    doc: "subtracts element by element",
  },
  product: {
    place: "between",
    spellings: [
      { symbol: "", level: "chain" },
      { symbol: "*", twins: "∗", level: "term" },
      { symbol: "·", twins: "⋅∙", level: "term" },
      { symbol: "×", level: "term" },
    ],
    written: " ",
    level: "chain",
    meaning: "the matrix product; with a single number, its multiple",
    shapes:
      "an m×k matrix times a k×n matrix is m×n: the columns of the left operand are the rows of the right one; a single number meets every element of the other operand",
    tex: ["", " \\, ", ""],
    doc: "multiplies matrices, or scales by a number; side by side it binds tighter than with a symbol",
  },
  times: {
    place: "between",
    spellings: [
      { symbol: ".*", level: "term" },
      { symbol: "⊙", twins: "⨀", level: "term" },
    ],
    written: " .* ",
    level: "term",
    meaning: "the product, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    tex: ["", " \\odot ", ""],
    doc: "multiplies element by element",
  },
  divide: {
    place: "between",
    spellings: [
      { symbol: "/", twins: "÷⁄∕", level: "term" },
      { symbol: "./", level: "term" },
    ],
    written: " / ",
    level: "term",
    meaning: "the quotient, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    tex: ["\\frac{", "}{", "}"],
    doc: "divides element by element",
  },
  power: {
    place: "between",
    spellings: [
      { symbol: "^", level: "power" },
      { symbol: ".^", level: "power" },
    ],
    written: "^",
    level: "power",
    meaning: "each element to a constant exponent",
    shapes: "the exponent is made of numbers alone; the result has the shape of the base",
    tex: ["{", "}^{", "}"],
    doc: "raises each element to a number",
  },
  negate: {
    place: "before",
    spellings: [{ symbol: "-", twins: "−–", level: "negate" }],
    written: "-",
    level: "negate",
    meaning: "the opposite, element by element",
    shapes: "the result has the shape of the operand",
    tex: ["-", ""],
    doc: "changes every sign; binds looser than a power: -a .^ 2 is -(a .^ 2)",
  },
  transpose: {
    place: "behind",
    spellings: [{ symbol: "'", twins: "’‘′", level: "postfix" }],
    written: "'",
    level: "postfix",
    meaning: "the transpose",
    shapes: "an m×n matrix becomes n×m, a vector a row",
    tex: ["{", "}^{\\top}"],
    doc: "turns rows into columns",
  },
} as const satisfies { readonly [name: string]: OperatorRow };

export type Operator = keyof typeof OPERATORS;

/** `product` is the matrix product (`U x[t]`, `U * x[t]`); `times`, `divide` and `power` act element by element. */
export type BinaryOperator = {
  [O in Operator]: (typeof OPERATORS)[O]["place"] extends "between" ? O : never;
}[Operator];
