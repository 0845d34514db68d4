/** A lesson's two languages run the same code: only comments, and words that a reader sees, are translated. */
import { type Token as AcornToken, tokenizer } from "acorn";
import type { Lesson } from "./executed.js";

/** Every token has a value, which acorn's own type leaves out. */
type Token = AcornToken & { readonly value?: unknown };

/**
 * Where the code of two languages differs, in words; empty when it does not. A string or template may differ only when the
 * second lesson's holds a Chinese character: numbers, names and formulas are never translated.
 */
export function codeDifferences(english: Lesson, chinese: Lesson): string[] {
  const ids = (lesson: Lesson): string => lesson.cells.map(({ id, cell_type }) => `${cell_type} ${id}`).join(", ");
  if (ids(english) !== ids(chinese)) return [`the cells are\n${ids(english)}\nand\n${ids(chinese)}`];
  return english.cells
    .filter(({ cell_type }) => cell_type === "code")
    .flatMap(({ id }) => cellDifferences(id, english.source(id), chinese.source(id)));
}

function cellDifferences(id: string, english: string, chinese: string): string[] {
  const [ours, theirs] = [tokensOf(english), tokensOf(chinese)];
  if (ours.length !== theirs.length) return [`${id}: ${ours.length} tokens and ${theirs.length}`];
  return ours.flatMap((token, i) => {
    const other = theirs[i]!;
    return isSame(token, other) ? [] : [`${id}: ${String(token.value)} became ${String(other.value)}`];
  });
}

const tokensOf = (source: string): Token[] => [...tokenizer(source, { ecmaVersion: "latest", sourceType: "module" })];

function isSame(ours: Token, theirs: Token): boolean {
  if (ours.type !== theirs.type) return false;
  const [a, b] = [withoutComments(ours), withoutComments(theirs)];
  const holdsWords = ours.type.label === "string" || ours.type.label === "template";
  return a === b || (holdsWords && /\p{Script=Han}/u.test(b));
}

/** In a template, `#` begins a comment of the equation language. */
function withoutComments({ type, value }: Token): string {
  const text = String(value);
  return type.label === "template" ? text.replace(/[ \t]*#.*$/gmu, "") : text;
}
