import type { EquationError, Suggestion } from "../../errors.js";
import type { Span } from "../ast.js";
import type { Token } from "../lexer.js";
import type { TokenReader } from "../tokenReader.js";

/** What to do about a character that is in no token: what other notations mean by it, in this language's words. */
export const HINTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "%": "A comment begins with #.",
    ";": "One statement stands on one line; no semicolon is needed.",
    "{": "Use round brackets: ( ).",
    "}": "Use round brackets: ( ).",
    "@": "The matrix product is written U x[t] or U * x[t].",
    "∘": "The elementwise product is written a .* b or a ⊙ b.",
    ":": "A statement is written name[t] = expression.",
    ".": "The elementwise operators are .* ./ .^ and a number is written 0.5.",
    "\\": "Names are written without a backslash: tanh, sigmoid, σ.",
    $: "Names are written plainly, without LaTeX: W_hh s[t-1].",
    "√": "A root is a power: a .^ 0.5.",
    "∑": "A sum over a vector is written sum(a).",
    "⊤": "The transpose is written W'.",
    ᵀ: "The transpose is written W'.",
    ᵗ: "The transpose is written W', a time index s[t].",
    ₜ: "A time index stands in square brackets: s[t].",
    "₋": "A time index stands in square brackets: s[t-1].",
    "₊": "A time index stands in square brackets: s[t+1].",
    "⁻": "A power is written with ^: a .^ (-1).",
    "⊗": "The product element by element is written a .* b, the outer product of two vectors a b'.",
    "<": "A time index stands in square brackets: s[t-1].",
  }),
);

const ALPHABET = "Equations are made of names, numbers, ( ), [ ], and the operators + - * / ^ .* ./ .^ '";

/** The error of a character that nobody waits for. */
export function strayCharacter(reader: TokenReader, token: Token): EquationError {
  const found = reader.textOf(token.span);
  const isRaised = /^[⁰¹²³⁴-⁹]$/u.test(found);
  const hint = isRaised ? "A power is written with ^: a .^ 2." : (HINTS.get(token.text) ?? ALPHABET);
  const { source } = reader;
  const [layout] = token.text === "\\" ? (LAYOUT.exec(source.slice(token.span.start)) ?? []) : [];
  if (layout !== undefined) return leftOut(reader, { ...token.span, end: token.span.start + layout.length });
  return reader.error(
    token.span,
    `${found} has no meaning here`,
    hint,
    token.text === ";" ? withoutSemicolon(reader) : [],
  );
}

/** Commands of LaTeX that only say how big, or how far apart, what follows is. */
const LAYOUT = /^\\(?:left|right|[bB]igg?[lr]?|quad|qquad|displaystyle|limits|[,;!: ])(?![a-z])/u;

function leftOut(reader: TokenReader, replaces: Span): EquationError {
  return reader.error(replaces, `${reader.textOf(replaces)} is LaTeX`, "Leave it out.", [{ text: "", replaces }]);
}

/** The reader stands at the semicolon: another statement stands behind it, or none. */
function withoutSemicolon(reader: TokenReader): Suggestion[] {
  const [{ span: replaces }, { kind }] = [reader.peekAny(), reader.ahead(1)];
  if (kind === "newline" || kind === "end") return [{ text: "", replaces }];
  return kind === "name" && !reader.isInBrackets ? [{ text: "\n", replaces }] : [];
}
