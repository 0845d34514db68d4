/** What the language can say, read from its own tables: the generator draws from here, the coverage counts against it. */

import type { Interval } from "../../src/engine/functions/index.js";
import {
  type BinaryOperator,
  FUNCTIONS,
  type FunctionName,
  type FunctionRow,
  OPERATORS,
  type Operator,
  type Shape,
  TIME_FORMS,
  type TimeForm,
  type TimeFormRow,
} from "../../src/engine/language/index.js";
import { symbolsOf } from "../../src/engine/language/spellings.js";

/** Numbers that an expression may give, each kind within the one before: all, above 0, between 0 and 1, and those that sum to 1 in each column. */
const RANGES = ["any", "positive", "unit", "shares"] as const;
export type Range = (typeof RANGES)[number];

/** Whether what gives `range` may stand where `wanted` is. */
export const isWithin = (range: Range, wanted: Range): boolean => RANGES.indexOf(range) >= RANGES.indexOf(wanted);

/** What an argument must be: numbers of a range, or of an interval that is none of them. */
export type Domain = Range | Interval;

/** A function as the generator needs it. */
export interface FunctionProduction {
  readonly name: FunctionName;
  readonly kind: FunctionRow["kind"];
  /** The most arguments. */
  readonly most: number;
  readonly takes: Domain;
  /** What its value is; "same": whatever its argument is. */
  readonly gives: Range | "same";
  /** Of a loss: the function that makes such predictions, if there is one. */
  readonly fusedWith: FunctionName | undefined;
}

function productionOf(name: FunctionName): FunctionProduction {
  const row = FUNCTIONS[name];
  return {
    name,
    kind: row.kind,
    most: row.arguments.most,
    takes: takenBy(row),
    gives: givenBy(row),
    fusedWith: row.kind === "loss" ? row.fusedWith : undefined,
  };
}

function takenBy(row: FunctionRow): Domain {
  if (row.kind === "elementwise") return domainOf(row.domain ?? {});
  if (row.kind !== "loss") return "any";
  switch (row.target) {
    case "distribution":
      return "shares";
    case "probabilities":
      return "unit";
    case "numbers":
      return domainOf(row.prediction ?? {});
  }
}

function domainOf(interval: Interval): Domain {
  const { above, below } = interval;
  if (above === undefined && below === undefined) return "any";
  if (above === 0) return below === undefined ? "positive" : below === 1 ? "unit" : interval;
  return interval;
}

/** What it gives where it is applied to numbers of each range; found by trying. */
function givenBy(row: FunctionRow): Range | "same" {
  switch (row.kind) {
    case "softmax":
      return "shares";
    case "concat":
    case "reduction":
      return "same";
    case "diagonal":
    case "loss":
      return "any";
    case "elementwise":
      return rangeOfValues(row);
  }
}

const TRIED = Array.from({ length: 121 }, (_, i) => (i - 60) / 10);

function rangeOfValues({ value, domain = {} }: Extract<FunctionRow, { kind: "elementwise" }>): Range | "same" {
  const { above = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY } = domain;
  const tried = TRIED.filter((x) => x > above && x < below);
  if (tried.every((x) => value(x) === x)) return "same";
  const values = tried.map(value);
  if (!values.every((y) => y > 0)) return "any";
  return values.every((y) => y < 1) ? "unit" : "positive";
}

const OPERATORS_BETWEEN = (Object.keys(OPERATORS) as Operator[]).filter((name) => OPERATORS[name].place === "between");
/** Every sign of every operator between two operands; the blank between two factors is "". */
export const SIGNS = Object.fromEntries(OPERATORS_BETWEEN.map((operator) => [operator, symbolsOf(operator)])) as {
  readonly [Operator in BinaryOperator]: readonly string[];
};

/** Every way to say when. */
export const timeForms = (): (readonly [TimeForm, TimeFormRow])[] =>
  Object.entries(TIME_FORMS) as [TimeForm, TimeFormRow][];

export const isScalar = ({ rows, columns }: Shape): boolean => rows === 1 && columns === 1;

/** Every function of the language. */
export const FUNCTION_PRODUCTIONS: readonly FunctionProduction[] = (Object.keys(FUNCTIONS) as FunctionName[]).map(
  productionOf,
);
