import { EquationError } from "../errors.js";
import type { Span, Statement } from "./ast.js";
import { type NameNode, namesIn } from "./reads.js";

/** A name that ends like a time index: `s_t`. */
const LOWERED_TIME = /^(.+)_([tT])$/u;
/** A matrix's name: a capital, perhaps with a subscript. */
const MATRIX = /^\p{Lu}(?:_[\p{L}\p{N}]+)?$/u;

/**
 * Refuses names that are legal but almost certainly slips, which would train a wrong network without a word: `s_t`
 * for `s[t]`, and `Ws[t-1]` for `W s[t-1]`.
 * @throws EquationError at the first one
 */
export function refuseNameSlips(source: string, statements: readonly Statement[]): void {
  const sequences = new Set(statements.flatMap(({ name, time }) => (time === "none" ? [] : [name])));
  const assigned = new Set(statements.map(({ name }) => name));
  for (const statement of statements) {
    if (statement.time === "none") refuseLoweredTime(source, statement.name, statement.nameSpan);
    for (const node of namesIn(statement.expression)) {
      if (!node.time) refuseLoweredTime(source, node.name, node.span);
      else if (!assigned.has(node.name)) refuseGlued(source, node, sequences);
    }
  }
}

function refuseLoweredTime(source: string, name: string, span: Span): void {
  const [, stem, base] = LOWERED_TIME.exec(name) ?? [];
  if (!stem) return;
  const [shift = ""] = /^[-+]\d+(?![\p{L}\d.[])/u.exec(source.slice(span.end)) ?? [];
  throw new EquationError({
    source,
    span: { ...span, end: span.end + shift.length },
    problem: `${name} is one name, not ${stem} at time ${base}`,
    hint: `A time index stands in square brackets: ${stem}[${base}${shift}].`,
  });
}

function refuseGlued(source: string, { name, span }: NameNode, sequences: ReadonlySet<string>): void {
  const cut = Array.from({ length: name.length }, (_, i) => i).find(
    (i) => sequences.has(name.slice(i)) && MATRIX.test(name.slice(0, i)),
  );
  if (cut === undefined) return;
  const [matrix, sequence] = [name.slice(0, cut), name.slice(cut)];
  const index = source.slice(source.indexOf("[", span.start), span.end);
  throw new EquationError({
    source,
    span,
    problem: `${name} is one name, and nothing assigns it`,
    hint: `For the product of ${matrix} and ${sequence} put a blank between them: ${matrix} ${sequence}${index}.`,
  });
}
