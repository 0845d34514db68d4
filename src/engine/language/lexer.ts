import { EquationError } from "../errors.js";
import { composed } from "../ownValue.js";
import type { Span } from "./ast.js";
import { OPERATOR_SYMBOLS, OPERATOR_TWINS } from "./spellings.js";

/** A stray character is none of the language; a text may hold it only where a parser knows what it was meant for. */
export type TokenKind = "number" | "name" | "symbol" | "newline" | "end" | "stray";

export interface Token {
  readonly kind: TokenKind;
  /** As the language writes it: names in Unicode's composed form (NFC), full-width symbols in ASCII. */
  readonly text: string;
  readonly span: Span;
  /** True when a blank stands before it. */
  readonly spaced: boolean;
}

const BRACKETS_AND_SIGNS = ["(", ")", "[", "]", ",", "=", "=="];
/** Longest first, so that `.*` is not read as a stray dot. */
const SYMBOLS = [...OPERATOR_SYMBOLS, ...BRACKETS_AND_SIGNS].sort((a, b) => b.length - a.length);

/** What typography and Chinese keyboards give for the symbols; each is one UTF-16 unit, so offsets stay true. */
const TWINS: ReadonlyMap<string, string> = new Map([
  ...OPERATOR_TWINS,
  ["【", "["],
  ["】", "]"],
  ["、", ","],
  ["　", " "],
  ["\u00a0", " "],
]);

/** Letters, marks (ŷ), digits, subscript digits (W₁) and _; raised letters and a lowered t mean something else. */
const NAME = /(?![ᵀᵗₜ])[\p{L}_](?:(?![ᵀᵗₜ])[\p{L}\p{M}\p{Nd}₀-₉_])*/uy;
const NUMBER = /(?:\d+\.\d+|\d+\.(?![*/^\d])|\d+|\.\d+)(?:[eE][+-]?\d+)?/y;

/**
 * Cuts a text into tokens; comments and blanks are gone, ends of lines stay.
 * @param more symbols of one character that the text may have beside the language's own
 */
export function tokenize(source: string, more: readonly string[] = []): Token[] {
  return new Lexer(source, [...SYMBOLS, ...more]).tokens();
}

/** Full-width forms (U+FF01…U+FF5E) are ASCII shifted by a fixed amount. */
function twin(character: string): string {
  const code = character.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : (TWINS.get(character) ?? character);
}

class Lexer {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  readonly #tokens: Token[] = [];

  constructor(
    private readonly source: string,
    private readonly symbols: readonly string[],
  ) {
    this.#text = source.replace(/[^\n -~]/gu, twin);
  }

  tokens(): Token[] {
    let spaced = false;
    while (this.#at < this.#text.length) {
      const isToken = !this.#skip();
      if (isToken) this.#token(spaced);
      spaced = !isToken;
    }
    this.#push("end", 0, true);
    return this.#tokens;
  }

  /** Passes a blank, a comment or the end of a line, if one stands here. */
  #skip(): boolean {
    const character = this.#text[this.#at]!;
    if (character === "\n") this.#newline();
    else if (character === "#") this.#skipComment();
    else if (/\s/u.test(character)) this.#at++;
    else return false;
    return true;
  }

  #newline(): void {
    this.#push("newline", 1, true);
    this.#line++;
    this.#lineStart = this.#at;
  }

  #skipComment(): void {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #token(spaced: boolean): void {
    const name = this.#match(NAME);
    if (name === "__proto__") throw this.#proto(name);
    const number = name === undefined ? this.#match(NUMBER) : undefined;
    if (name !== undefined) this.#push("name", name.length, spaced);
    else if (number !== undefined) this.#number(number, spaced);
    else this.#symbol(spaced);
  }

  #number(text: string, spaced: boolean): void {
    this.#push("number", text.length, spaced);
    const { span } = this.#tokens.at(-1)!;
    if (Number.isFinite(Number(text))) return;
    throw new EquationError({
      source: this.source,
      span,
      problem: `${text} is larger than any number here`,
      hint: "The largest is 1.7e308.",
    });
  }

  #symbol(spaced: boolean): void {
    const symbol = this.symbols.find((s) => this.#text.startsWith(s, this.#at));
    if (symbol !== undefined) this.#push("symbol", symbol.length, spaced);
    else this.#push("stray", String.fromCodePoint(this.#text.codePointAt(this.#at)!).length, spaced);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #push(kind: TokenKind, length: number, spaced: boolean): void {
    const span = this.#span(length);
    this.#at += length;
    this.#tokens.push({
      kind,
      text: composed(this.#text.slice(span.start, span.end)),
      span,
      spaced,
    });
  }

  #span(length: number): Span {
    return {
      start: this.#at,
      end: this.#at + length,
      line: this.#line,
      column: this.#at - this.#lineStart + 1,
    };
  }

  /** `{ __proto__: 3 }` in a cell sets an object's prototype: neither a size nor data could be given for it. */
  #proto(name: string): EquationError {
    return new EquationError({
      source: this.source,
      span: this.#span(name.length),
      problem: `${name} cannot be the name of a quantity: JavaScript keeps it for itself`,
      hint: "Give the quantity another name.",
    });
  }
}
