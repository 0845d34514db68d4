import { EquationError } from "../errors.js";
import type { Expression, Span, Statement } from "./ast.js";
import { childrenOf } from "./reads.js";
import type { TokenReader } from "./tokenReader.js";

/** What a text may hold. Nobody writes so much by hand, and what takes it up (shapes, plans, pictures) stays quick. */
export const LIMITS = {
  /** Operations that stand in one another: few enough for every walk over a tree to be recursive. */
  levels: 200,
  statements: 1_000,
  /** UTF-16 units, comments and blanks included. */
  characters: 200_000,
} as const;

/** The error of what stands too deep. */
export function tooDeep(reader: TokenReader, span: Span): EquationError {
  return reader.error(
    span,
    `nested deeper than ${LIMITS.levels} levels`,
    "Give a part of it a name, in a statement of its own.",
  );
}

/** @throws EquationError at the first part of the expression that stands too deep */
export function refuseDeep(reader: TokenReader, expression: Expression): void {
  const open = [{ node: expression, depth: 1 }];
  for (let top = open.pop(); top; top = open.pop()) {
    const { node, depth } = top;
    if (depth > LIMITS.levels) throw tooDeep(reader, node.span);
    for (const child of childrenOf(node)) open.push({ node: child, depth: depth + 1 });
  }
}

/** @throws EquationError when there are more statements than a text may hold, `last` being the one too many */
export function refuseMany(reader: TokenReader, count: number, last: Statement): void {
  if (count <= LIMITS.statements) return;
  throw reader.error(
    last.nameSpan,
    `a text has at most ${LIMITS.statements} statements, and this is one more`,
    "What repeats itself is written once, with a time index: s[t] = … s[t-1] …",
  );
}

/** @throws EquationError when the text is too long to be read */
export function refuseLong(source: string): void {
  if (source.length <= LIMITS.characters) return;
  throw new EquationError({
    source,
    span: { start: 0, end: 1, line: 1, column: 1 },
    problem: `a text has at most ${LIMITS.characters} characters, found ${source.length}`,
    hint: "Equations name their numbers; the numbers themselves are given to build, set and backward.",
  });
}
