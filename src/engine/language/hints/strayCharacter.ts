import type { EquationError } from "../../errors.js";
import type { Token } from "../lexer.js";
import type { TokenReader } from "../tokenReader.js";

const TIME = "A time index stands in square brackets: s[t-1].";
const POWER = "A power is written a .^ 2, and is taken element by element.";
const COMPARISON = "Nothing is compared here: relu(a) is 0 below 0, and the batch may give a mask, m[t] .* h[t].";
const TRANSPOSE = "The transpose is written W'.";

/** What to do about a character that is in no token: what other notations mean by it, in this language's words. */
export const HINTS: Readonly<Record<string, string>> = {
  "%": "A comment begins with #.",
  ";": "One statement stands on one line; no semicolon is needed.",
  "{": "Use round brackets: ( ).",
  "}": "Use round brackets: ( ).",
  "@": "The matrix product is written U x[t] or U * x[t].",
  "∘": "The elementwise product is written a .* b or a ⊙ b.",
  ":": "A statement is written name[t] = expression.",
  ".": "The elementwise operators are .* ./ .^ and a number is written 0.5.",
  "\\": "Equations are written without LaTeX: a / b, a .^ 0.5, sigmoid(a), W_hh s[t-1], ŷ[t].",
  "√": "A root is a power: a .^ 0.5.",
  "⊤": TRANSPOSE,
  ᵀ: TRANSPOSE,
  ₜ: TIME,
  "₋": TIME,
  "₊": TIME,
  "<": COMPARISON,
  ">": COMPARISON,
  "≤": COMPARISON,
  "≥": COMPARISON,
};

const ALPHABET = "Equations are made of names, numbers, ( ), [ ], and the operators + - * / ^ .* ./ .^ '";
/** Commands of LaTeX that only say how big, or how far apart, what follows is. */
const LAYOUT = /^\\(?:left|right|[bB]igg?[lr]?|quad|qquad|displaystyle|limits|[,;!: ])(?![a-z])/u;

/** The error of a character that nobody waits for. */
export function strayCharacter(reader: TokenReader, { text, span }: Token): EquationError {
  const [layout] = LAYOUT.exec(reader.source.slice(span.start)) ?? [];
  if (layout) {
    const replaces = { ...span, end: span.start + layout.length };
    return reader.error(replaces, `${layout} is LaTeX`, "Leave it out.", [{ text: "", replaces }]);
  }
  const found = reader.textOf(span);
  const isPower = /^[⁰¹²³⁴-⁹⁻]$/u.test(found) || (text === "{" && /\^\s*$/u.test(reader.source.slice(0, span.start)));
  return reader.error(span, `${found} has no meaning here`, isPower ? POWER : (HINTS[text] ?? ALPHABET));
}
