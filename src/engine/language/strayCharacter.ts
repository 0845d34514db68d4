/** What to do about a character that is in no token: what other notations mean by it, in this language's words. */
const HINTS: Readonly<Record<string, string>> = {
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
};

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const ALPHABET = "Equations are made of names, numbers, ( ), [ ], and the operators + - * / ^ .* ./ .^ '";

/** The hint for the character that stands behind `before` and begins `rest`. */
export function strayCharacterHint(before: string, rest: string): string {
  const character = String.fromCodePoint(rest.codePointAt(0)!);
  const exponent = SUPERSCRIPT.indexOf(character);
  if (exponent >= 0) return `A power is written with ^: a .^ ${exponent}.`;
  return latexSubscript(before, rest) ?? HINTS[character] ?? ALPHABET;
}

/** `s_{t-1}` and `W_{hh}`, as LaTeX has them. */
function latexSubscript(before: string, rest: string): string | undefined {
  const stem = /([\p{L}\p{M}\p{N}]+)_$/u.exec(before)?.[1];
  const subscript = /^\{([^{}\n]*)\}/u.exec(rest)?.[1]?.replace(/\s/gu, "");
  if (!stem || !subscript) return undefined;
  return /^[tT](?:[+-]\d+)?$/u.test(subscript)
    ? `A time index stands in square brackets: ${stem}[${subscript}].`
    : `A subscript is part of the name: ${stem}_${subscript.replace(/[^\p{L}\p{N}]/gu, "")}.`;
}
