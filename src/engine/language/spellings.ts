import { type BinaryOperator, type Level, OPERATORS, type Operator, type OperatorRow } from "./operators.js";

const NAMES = Object.keys(OPERATORS) as Operator[];
const rowOf = (operator: Operator): OperatorRow => OPERATORS[operator];
const isBinary = (operator: Operator): operator is BinaryOperator => rowOf(operator).place === "between";

/** Every way to type an operator; `""` is two factors side by side. */
export const symbolsOf = (operator: Operator): readonly string[] =>
  rowOf(operator).spellings.map(({ symbol }) => symbol);

/** The operators between two operands that bind so tightly when they are typed so, by their symbols. */
export function typedAt(level: Level): ReadonlyMap<string, BinaryOperator> {
  const typed = NAMES.filter(isBinary).flatMap((operator) =>
    rowOf(operator).spellings.flatMap((spelling) =>
      spelling.level === level ? [[spelling.symbol, operator] as const] : [],
    ),
  );
  return new Map(typed);
}

const SPELLINGS = NAMES.flatMap((operator) => rowOf(operator).spellings);

/** All symbols that are typed for operators. */
export const OPERATOR_SYMBOLS: readonly string[] = [...new Set(SPELLINGS.map(({ symbol }) => symbol))].filter(
  (symbol) => symbol !== "",
);

/** What is typed for a symbol in its place: the symbol by each of its twins. */
export const OPERATOR_TWINS: ReadonlyMap<string, string> = new Map(
  SPELLINGS.flatMap(({ symbol, twins = "" }) => [...twins].map((twin) => [twin, symbol] as const)),
);
