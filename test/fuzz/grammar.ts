/** What the language can say, read from its own tables: the generator draws from here, the coverage counts against it. */

import { FUNCTION_NAMES, FUNCTIONS } from "../../src/engine/language/functions.js";
import type { BinaryOperator, FunctionName, Shape, TimeIndex } from "../../src/engine/language/index.js";

/** Numbers that an expression may give, each kind within the one before: all, above 0, between 0 and 1, and those that sum to 1 in each column. */
export const RANGES = ["any", "positive", "unit", "shares"] as const;
export type Range = (typeof RANGES)[number];

/** Whether what gives `range` may stand where `wanted` is. */
export const isWithin = (range: Range, wanted: Range): boolean => RANGES.indexOf(range) >= RANGES.indexOf(wanted);

/** A function as the generator needs it. */
export interface FunctionProduction {
  readonly name: FunctionName;
  readonly kind: (typeof FUNCTIONS)[FunctionName]["kind"];
  readonly most: number;
  /** What its arguments must be. */
  readonly takes: Range;
  /** What its value is; undefined: whatever its argument is. */
  readonly gives: Range | undefined;
}

/** A function that is not here takes and gives any numbers. */
const KNOWN: { readonly [Name in FunctionName]?: { readonly takes?: Range; readonly gives?: Range | "same" } } = {
  sigmoid: { gives: "unit" },
  softplus: { gives: "positive" },
  exp: { gives: "positive" },
  log: { takes: "positive" },
  identity: { gives: "same" },
  softmax: { gives: "shares" },
  concat: { gives: "same" },
  sum: { gives: "same" },
  mean: { gives: "same" },
  crossEntropy: { takes: "shares" },
  binaryCrossEntropy: { takes: "unit" },
};

/** Every function of the language. */
export const functionProductions = (): readonly FunctionProduction[] =>
  FUNCTION_NAMES.map((name) => {
    const { takes = "any", gives = "any" } = KNOWN[name] ?? {};
    const { kind, arguments: count } = FUNCTIONS[name];
    return { name, kind, most: count.most, takes, gives: gives === "same" ? undefined : gives };
  });

/** Every sign of every operator; the blank between two factors is "". */
export const SIGNS: { readonly [Operator in BinaryOperator]: readonly string[] } = {
  product: ["", "*", "·", "×"],
  add: ["+"],
  subtract: ["-"],
  times: [".*", "⊙"],
  divide: ["/", "./"],
  power: ["^", ".^"],
};

/** How a name may stand in time. */
export const TIME_FORMS = ["none", "[t]", "[t-k]", "[t+k]", "[T]", "[T-k]"] as const;
export type TimeForm = (typeof TIME_FORMS)[number];

export function timeFormOf(time: TimeIndex | null): TimeForm {
  if (!time) return "none";
  const { base, offset } = time;
  if (base === "T") return offset === 0 ? "[T]" : "[T-k]";
  return offset === 0 ? "[t]" : offset < 0 ? "[t-k]" : "[t+k]";
}

export const isScalar = ({ rows, columns }: Shape): boolean => rows === 1 && columns === 1;
