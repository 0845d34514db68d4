import type { Shape } from "../language/index.js";
import type { Quantity } from "./formula.js";

/** A piece of a written formula: TeX, plain text, and what is typed for it in a check by hand. */
export interface Token {
  readonly tex: string;
  readonly text: string;
  readonly typed: string;
  /** Numbers can stand in its place. */
  readonly quantity?: Quantity;
  readonly shape?: Shape;
}

export const token = (tex: string, text: string, typed = text): Token => ({ tex, text, typed });
export const between = (lists: readonly (readonly Token[])[], separator: Token): Token[] =>
  lists.flatMap((list, i) => (i === 0 ? list : [separator, ...list]));

/** Tokens between a pair of others. */
export const enclosed = (open: Token, tokens: readonly Token[], close: Token): Token[] => [open, ...tokens, close];
export const bracketed = (tokens: readonly Token[], needs: boolean): Token[] =>
  needs ? enclosed(token("\\left(", "("), tokens, token("\\right)", ")")) : [...tokens];
/** Brackets that a fraction bar does not need. */
export const bracketedText = (tokens: readonly Token[], needs: boolean): Token[] =>
  needs ? enclosed(token("", "("), tokens, token("", ")")) : [...tokens];
/** Terms of a sum; one that begins with a minus is subtracted. */
export const addedUp = (terms: readonly (readonly Token[])[]): Token[] =>
  terms.flatMap(([first, ...rest], i) => {
    if (i === 0 || !first) return first ? [first, ...rest] : [];
    const { tex, text, typed } = first;
    if (!typed.startsWith("-")) return [token(" + ", " + "), first, ...rest];
    return [token(" - ", " - "), { ...first, ...token(tex.slice(1), text.slice(1), typed.slice(1)) }, ...rest];
  });

/** Tokens as they are typed, in one. */
export const typedOf = (tokens: readonly Token[]): string => tokens.map(({ typed }) => typed).join("");
