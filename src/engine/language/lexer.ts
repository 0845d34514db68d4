import { EquationError } from "../errors.js";
import type { Span } from "./ast.js";

export type TokenKind = "number" | "name" | "symbol" | "newline" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** True when a blank stands before it. */
  readonly spaced: boolean;
}

/** Longest first, so that `.*` is not read as a stray dot. */
const SYMBOLS = [".*", "./", ".^", "==", "⊙", "·", "×", "(", ")", "[", "]", ",", "=", "+", "-", "*", "/", "^", "'"];

/** What Chinese keyboards and typography give for ASCII; each is one UTF-16 unit, so offsets stay true. */
const TWINS: Readonly<Record<string, string>> = {
  "（": "(",
  "）": ")",
  "［": "[",
  "］": "]",
  "【": "[",
  "】": "]",
  "，": ",",
  "＝": "=",
  "＋": "+",
  "－": "-",
  "−": "-",
  "–": "-",
  "＊": "*",
  "／": "/",
  "’": "'",
  "′": "'",
  "＃": "#",
  "　": " ",
  "\u00a0": " ",
};

const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const NUMBER = /(?:\d+\.\d+|\d+\.(?![*/^\d])|\d+|\.\d+)(?:[eE][+-]?\d+)?/y;

/** Cuts a text into tokens; comments and blanks are gone, ends of lines stay. @throws EquationError at a stray character */
export function tokenize(source: string): Token[] {
  return new Lexer(source).tokens();
}

class Lexer {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  readonly #tokens: Token[] = [];

  constructor(private readonly source: string) {
    this.#text = source.replace(/./gsu, (c) => TWINS[c] ?? c);
  }

  tokens(): Token[] {
    let spaced = false;
    while (this.#at < this.#text.length) {
      const c = this.#text[this.#at]!;
      if (c === "\n") this.#newline();
      else if (c === "#") this.#skipComment();
      else if (/\s/u.test(c)) this.#at++;
      else {
        this.#token(spaced);
        spaced = false;
        continue;
      }
      spaced = true;
    }
    this.#push("end", 0, true);
    return this.#tokens;
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
    const number = name ? undefined : this.#match(NUMBER);
    const symbol = SYMBOLS.find((s) => this.#text.startsWith(s, this.#at));
    if (name) this.#push("name", name.length, spaced);
    else if (number) this.#push("number", number.length, spaced);
    else if (symbol) this.#push("symbol", symbol.length, spaced);
    else throw this.#stray();
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #push(kind: TokenKind, length: number, spaced: boolean): void {
    const start = this.#at;
    this.#at += length;
    const span = { start, end: this.#at, line: this.#line, column: start - this.#lineStart + 1 };
    this.#tokens.push({ kind, text: this.#text.slice(start, this.#at), span, spaced });
  }

  #stray(): EquationError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    const span = {
      start: this.#at,
      end: this.#at + character.length,
      line: this.#line,
      column: this.#at - this.#lineStart + 1,
    };
    const hint =
      HINTS[character] ?? "Equations are made of names, numbers, ( ), [ ], and the operators + - * / ^ .* ./ .^ '";
    return new EquationError({
      source: this.source,
      span,
      problem: `${JSON.stringify(character)} has no meaning here`,
      hint,
    });
  }
}

const HINTS: Readonly<Record<string, string>> = {
  "%": "A comment begins with #.",
  ";": "One statement stands on one line; no semicolon is needed.",
  "{": "Use round brackets: ( ).",
  "}": "Use round brackets: ( ).",
  "@": "The matrix product is written U x[t] or U * x[t].",
  "∘": "The elementwise product is written a .* b or a ⊙ b.",
  ":": "A statement is written name[t] = expression.",
};
