import { EquationError } from "../errors.js";
import type { Expression, Statement } from "./ast.js";
import { binary } from "./binary.js";
import { replaced } from "./hints/replaced.js";
import { type NameNode, namesIn } from "./reads.js";

/** A matrix's name: a capital, perhaps with a subscript. */
const MATRIX = /^\p{Lu}(?:_[\p{L}\p{N}]+)?$/u;

/**
 * Refuses a matrix and a sequence without a blank between them, `Ws[t-1]` for `W s[t-1]`, which would be taken for an input.
 * @throws EquationError at the first one
 */
export function refuseNameSlips(source: string, statements: readonly Statement[]): void {
  const sequences = new Set(statements.flatMap(({ name, time }) => (time === "none" ? [] : [name])));
  const assigned = new Set(statements.map(({ name }) => name));
  for (const { expression } of statements)
    for (const node of namesIn(expression))
      if (node.time && !assigned.has(node.name)) refuseGlued(source, expression, node, sequences);
}

/** What to do about a name that is a matrix and another name without a blank between them: Ux for U x. */
export function gluedHint(name: string, known: string): string | undefined {
  const matrix = name.slice(0, -known.length);
  const isGlued = name.endsWith(known) && MATRIX.test(matrix);
  return isGlued ? `${name} is one name: for the product put a blank, ${matrix} ${known}.` : undefined;
}

function refuseGlued(source: string, root: Expression, node: NameNode, sequences: ReadonlySet<string>): void {
  const { name, time, span } = node;
  const cut = Array.from({ length: name.length }, (_, i) => i).find(
    (i) => sequences.has(name.slice(i)) && MATRIX.test(name.slice(0, i)),
  );
  if (cut === undefined) return;
  const [matrix, sequence] = [name.slice(0, cut), name.slice(cut)];
  const left: Expression = { kind: "name", name: matrix, time: null, span };
  const right: Expression = { kind: "name", name: sequence, time, span };
  const suggestion = replaced(root, node, binary("product", "", left, right));
  throw new EquationError({
    source,
    span,
    problem: `${name} is one name, and nothing assigns it`,
    hint: `For the product of ${matrix} and ${sequence} put a blank between them: ${suggestion.text}.`,
    suggestions: [suggestion],
  });
}
