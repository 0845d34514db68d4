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
  /** TeX before, between and behind its operands. */
  readonly tex: readonly [before: string, ...rest: string[]];
}

/** Every operator of the language. */
export const OPERATORS = {
  add: {
    place: "between",
    spellings: [{ symbol: "+", level: "sum" }],
    written: " + ",
    level: "sum",
    tex: ["", " + ", ""],
  },
  subtract: {
    place: "between",
    spellings: [{ symbol: "-", twins: "−–", level: "sum" }],
    written: " - ",
    level: "sum",
    tex: ["", " - ", ""],
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
    tex: ["", " \\, ", ""],
  },
  times: {
    place: "between",
    spellings: [
      { symbol: ".*", level: "term" },
      { symbol: "⊙", twins: "⨀", level: "term" },
    ],
    written: " .* ",
    level: "term",
    tex: ["", " \\odot ", ""],
  },
  divide: {
    place: "between",
    spellings: [
      { symbol: "/", twins: "÷⁄∕", level: "term" },
      { symbol: "./", level: "term" },
    ],
    written: " / ",
    level: "term",
    tex: ["\\frac{", "}{", "}"],
  },
  power: {
    place: "between",
    spellings: [
      { symbol: "^", level: "power" },
      { symbol: ".^", level: "power" },
    ],
    written: "^",
    level: "power",
    tex: ["{", "}^{", "}"],
  },
  negate: {
    place: "before",
    spellings: [{ symbol: "-", twins: "−–", level: "negate" }],
    written: "-",
    level: "negate",
    tex: ["-", ""],
  },
  transpose: {
    place: "behind",
    spellings: [{ symbol: "'", twins: "’‘′", level: "postfix" }],
    written: "'",
    level: "postfix",
    tex: ["{", "}^{\\top}"],
  },
} as const satisfies { readonly [name: string]: OperatorRow };

export type Operator = keyof typeof OPERATORS;

/** `product` is the matrix product (`U x[t]`, `U * x[t]`); `times`, `divide` and `power` act element by element. */
export type BinaryOperator = {
  [O in Operator]: (typeof OPERATORS)[O]["place"] extends "between" ? O : never;
}[Operator];
