/**
 * The syntax tree of the equation language. Every node carries the span of the text that it was read from, so that
 * each later stage (names, shapes, cycles) can point at the very characters that are wrong.
 */
import type { Span, Suggestion } from "../errors.js";
import type { FunctionName } from "../functions/index.js";
import type { BinaryOperator } from "./operators.js";

export type { Span };

/** When a name is read or written: `[t+offset]`, `[T+offset]` (offset ≤ 0). A name without an index has `null`. */
export interface TimeIndex {
  readonly base: "t" | "T";
  readonly offset: number;
}

/** What every node knows of its text. */
interface Written {
  readonly span: Span;
  /** Whether it was written in round brackets; they belong to its span. */
  readonly inBrackets?: boolean;
}

export type Expression = Written &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "name"; readonly name: string; readonly time: TimeIndex | null }
    | { readonly kind: "negate"; readonly operand: Expression }
    | { readonly kind: "transpose"; readonly operand: Expression }
    | {
        readonly kind: "binary";
        readonly operator: BinaryOperator;
        /** As written: juxtaposition is `""`; the typesetter shows what the student wrote. */
        readonly symbol: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: "call";
        readonly function: FunctionName;
        readonly arguments: readonly Expression[];
      }
  );

/** When a statement is computed: at every time step, at the last one only, or once, outside time. */
export type StatementTime = "t" | "T" | "none";

/** One line `name[t] = expression`. */
export interface Statement {
  readonly name: string;
  readonly time: StatementTime;
  readonly expression: Expression;
  /** The whole statement; `text` is the same without comment and outer blanks. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly text: string;
}

/** Rows and columns. A vector of n is n×1, a number 1×1. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** What a name stands for, found by the checker. */
export type NameRole = "input" | "parameter" | "assigned";

/** An assigned sequence that is read at other time steps, and how far. */
export interface StateInfo {
  readonly name: string;
  readonly maxLag: number;
  readonly maxLead: number;
  /** Its start stands behind the last step: it is read ahead only, or needs its own later values. */
  readonly runsBackward: boolean;
}

/** A checked text: every name has a role, every index is legal, nothing needs itself. */
export interface CheckedEquations {
  readonly source: string;
  readonly statements: readonly Statement[];
  /** Names given by the task, in order of appearance; `time` is `"none"` for one that stands outside time. */
  readonly inputs: readonly { readonly name: string; readonly time: StatementTime; readonly span: Span }[];
  /** Names shared by all time steps and learned, in order of appearance. */
  readonly parameters: readonly { readonly name: string; readonly span: Span }[];
  /** Names of the statements that are losses; their values add up to the loss. May be empty. */
  readonly losses: readonly string[];
  /** Names of the assigned sequences read at another time step (`s[t-1]`, `r[t+1]`): the states. */
  readonly states: readonly StateInfo[];
  /** True when no name has an index: a feed-forward network, T = 1. */
  readonly timeless: boolean;
  /** Names before a bracket that are taken for functions unless `build` gives them a size. */
  readonly supposedFunctions: readonly SupposedFunction[];
}

/** A name before a bracket that reads as a function, though the language has none of that name. */
export interface SupposedFunction {
  readonly name: string;
  readonly span: Span;
  /** What to write. */
  readonly hint: string;
  /** The function of the language that is meant, if one is. */
  readonly suggestions: readonly Suggestion[];
}

/** Where the size of a name came from: it was given, or a line of the text told it from the given sizes of other names. */
export type SizeOrigin =
  | { readonly kind: "given" }
  | { readonly kind: "inferred"; readonly line: number; readonly from: readonly string[] };

/** Shapes of all names and of every expression node of a checked text, for given sizes. */
export interface InferredShapes {
  readonly ofName: ReadonlyMap<string, Shape>;
  readonly ofExpression: ReadonlyMap<Expression, Shape>;
  /** Where each name's shape came from. */
  readonly origins: ReadonlyMap<string, SizeOrigin>;
}
