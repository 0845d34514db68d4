/**
 * What each operator and each time form means, in words: for pages and editors. Apart from the tables that the parser reads,
 * so that a program which only computes does without them.
 */
import type { Operator } from "./operators.js";
import type { TimeForm } from "./timeForms.js";

interface Description {
  /** What it means. */
  readonly meaning: string;
  /** One line for the reader of the language's page. */
  readonly doc: string;
}

interface OperatorDescription extends Description {
  /** Which shapes it takes and gives. */
  readonly shapes: string;
}

const BESIDE_NUMBER = "a single number meets every element of the other operand";

export const OPERATOR_DESCRIPTIONS: Readonly<Record<Operator, OperatorDescription>> = {
  add: {
    meaning: "the sum, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    doc: "adds element by element",
  },
  subtract: {
    meaning: "the difference, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    doc: "subtracts element by element",
  },
  product: {
    meaning: "the matrix product; with a single number, its multiple",
    shapes:
      "an m×k matrix times a k×n matrix is m×n: the columns of the left operand are the rows of the right one; a single number meets every element of the other operand",
    doc: "multiplies matrices, or scales by a number; side by side it binds tighter than with a symbol",
  },
  times: {
    meaning: "the product, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    doc: "multiplies element by element",
  },
  divide: {
    meaning: "the quotient, element by element",
    shapes: `both operands have one shape, which the result has too; ${BESIDE_NUMBER}`,
    doc: "divides element by element",
  },
  power: {
    meaning: "each element to a constant exponent",
    shapes: "the exponent is made of numbers alone; the result has the shape of the base",
    doc: "raises each element to a number",
  },
  negate: {
    meaning: "the opposite, element by element",
    shapes: "the result has the shape of the operand",
    doc: "changes every sign; binds looser than a power: -a .^ 2 is -(a .^ 2)",
  },
  transpose: {
    meaning: "the transpose",
    shapes: "an m×n matrix becomes n×m, a vector a row",
    doc: "turns rows into columns",
  },
};

export const TIME_FORM_DESCRIPTIONS: Readonly<Record<TimeForm, Description>> = {
  none: {
    meaning: "outside time",
    doc: "a parameter, or a value that is the same at every time step; in a text without any index, the whole network",
  },
  now: {
    meaning: "at this time step",
    doc: "one value at each time step 1…T",
  },
  before: {
    meaning: "k time steps ago",
    doc: "makes an assigned sequence a state; before step 1 it is zero, given, or learned",
  },
  ahead: {
    meaning: "k time steps from now",
    doc: "makes an assigned sequence a state of a layer that runs backward; after step T it is zero, given, or learned",
  },
  last: {
    meaning: "at the last time step",
    doc: "assigned so, a value exists at the last time step only",
  },
  beforeLast: {
    meaning: "k time steps before the last",
    doc: "reads a sequence k steps before its end",
  },
};
