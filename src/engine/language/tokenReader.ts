import { EquationError } from "../errors.js";
import type { Span } from "./ast.js";
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

  /** @throws EquationError at a character that is in no token */
  constructor(
    readonly source: string,
    readonly tokens: readonly Token[] = tokenize(source),
  ) {}

  skipNewlines(): void {
    while (this.tokens[this.#at]!.kind === "newline") this.#at++;
  }

  peek(): Token {
    if (this.#depth > 0) this.skipNewlines();
    return this.tokens[this.#at]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** The token that was read last. */
  get previous(): Token {
    return this.tokens[this.#at - 1]!;
  }

  /** The token `count` places behind the one that {@link peek} gives. */
  ahead(count: number): Token {
    return this.tokens[Math.min(this.#at + count, this.tokens.length - 1)]!;
  }

  isSymbol(...texts: readonly string[]): boolean {
    const { kind, text } = this.peek();
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

  error(span: Span, problem: string, hint?: string): EquationError {
    return new EquationError({ source: this.source, span, problem, ...(hint ? { hint } : {}) });
  }

  textOf({ start, end }: Span): string {
    return this.source.slice(start, end);
  }
}
