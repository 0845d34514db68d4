import { EquationError, type Suggestion } from "../errors.js";
import type { Span } from "./ast.js";
import { strayCharacter } from "./hints/strayCharacter.js";
import { type Token, tokenize } from "./lexer.js";

/** From the first character of `a` to the last of `b`. */
export const cover = (a: Span, b: Span): Span => ({ ...a, end: b.end });

/** A token as error texts name it. */
export function show({ kind, text }: Token): string {
  if (kind === "end") return "the end of the text";
  return kind === "newline" ? "the end of the line" : text;
}

/** A place in the tokens of a text that moves forward. Inside brackets the ends of lines are passed over. */
export class TokenReader {
  #at = 0;
  #depth = 0;

  constructor(
    readonly source: string,
    readonly tokens: readonly Token[] = tokenize(source),
  ) {}

  skipNewlines(): void {
    while (this.tokens[this.#at]!.kind === "newline") this.#at++;
  }

  /** @throws EquationError when a character comes next that is none of the language */
  peek(): Token {
    const token = this.peekAny();
    if (token.kind === "stray") throw strayCharacter(this, token);
    return token;
  }

  /** The next token, be it a stray character. */
  peekAny(): Token {
    if (this.#depth > 0) this.skipNewlines();
    return this.tokens[this.#at]!;
  }

  /** Whether this stray character comes next. */
  isStray(...texts: readonly string[]): boolean {
    const { kind, text } = this.peekAny();
    return kind === "stray" && texts.includes(text);
  }

  next(): Token {
    this.peek();
    return this.nextAny();
  }

  /** Reads the next token, be it a stray character. */
  nextAny(): Token {
    const token = this.peekAny();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** The token that was read last. */
  get previous(): Token {
    return this.tokens[this.#at - 1]!;
  }

  /** The token that was read `count` tokens ago, 1 for the last one. */
  behind(count: number): Token | undefined {
    return this.tokens[this.#at - count];
  }

  /** The token `count` places behind the one that {@link peek} gives. */
  ahead(count: number): Token {
    return this.tokens[Math.min(this.#at + count, this.tokens.length - 1)]!;
  }

  isSymbol(...texts: readonly string[]): boolean {
    const { kind, text } = this.peekAny();
    return kind === "symbol" && texts.includes(text);
  }

  /** Reads an opening bracket: from here on a line's end means nothing. */
  open(): Token {
    this.#depth++;
    return this.tokens[this.#at++]!;
  }

  /** Reads the closing bracket. */
  close(): void {
    this.next();
    this.#depth--;
  }

  error(span: Span, problem: string, hint?: string, suggestions: readonly Suggestion[] = []): EquationError {
    return new EquationError({ source: this.source, span, problem, ...(hint ? { hint } : {}), suggestions });
  }

  textOf({ start, end }: Span): string {
    return this.source.slice(start, end);
  }
}
