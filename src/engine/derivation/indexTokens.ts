/** Times and names with a time, as they are written. */
import { texOfName, texOfNameAt } from "../language/index.js";
import type { At } from "./formula.js";
import { type Token, token } from "./tokens.js";

/** `t-1`; a time counted from 0 is a plain number. */
function indexText({ base, offset }: At): string {
  if (base === "0") return `${offset}`;
  return offset === 0 ? base : `${base}${offset > 0 ? "+" : ""}${offset}`;
}
export const indexTex = (at: At): string => indexText(at).replace("τ", "\\tau ");

export const conditionToken = (left: At, sign: "=" | "<" | ">" | "<=", right: At): Token =>
  token(
    `\\left[${indexTex(left)} ${sign === "<=" ? "\\le" : sign} ${indexTex(right)}\\right]`,
    `[${indexText(left)} ${sign} ${indexText(right)}]`,
  );

/** The condition that a time lies within 1…T, of which one end is never in doubt; null when neither is. */
export function insideToken({ base, offset }: At): Token | null {
  const [t, T] = [{ base, offset: 0 } as const, { base: "T", offset: 0 } as const];
  if (base === "0") return offset <= 1 ? null : conditionToken({ base, offset }, "<=", T);
  if (offset > 0) return conditionToken(t, "<", { base: "T", offset: 1 - offset });
  return offset === 0 ? null : conditionToken(t, ">", { base: "0", offset: -offset });
}

export function texAt(name: string, index: At | null): string {
  // a learned initial state is called s[0]
  if (name.endsWith("[0]")) return texOfNameAt(name.slice(0, -3), { base: "0", offset: 0 });
  if (!index) return texOfName(name);
  return texOfNameAt(
    name,
    index.base === "0" ? { base: `${index.offset}`, offset: 0 } : { ...index, base: index.base.replace("τ", "\\tau ") },
  );
}

export const textAt = (name: string, index: At | null): string => (index ? `${name}[${indexText(index)}]` : name);
