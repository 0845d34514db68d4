import type { EquationError } from "../errors.js";
import type { TimeIndex } from "./ast.js";
import type { Token } from "./lexer.js";
import { FARTHEST, timeFormOf } from "./timeForms.js";
import { cover, show, type TokenReader } from "./tokenReader.js";

/** `+2`, `-1`, or nothing for 0. */
export const offsetText = (offset: number): string => (offset === 0 ? "" : offset > 0 ? `+${offset}` : `${offset}`);

/**
 * Reads `[t]`, `[t-k]`, `[t+k]`, `[T]` or `[T-k]` behind a name; the next token is the opening bracket.
 * @throws EquationError for any other index
 */
export function readTimeIndex(reader: TokenReader, name: Token): TimeIndex {
  const open = reader.next();
  const base = reader.next();
  if (base.text !== "t" && base.text !== "T") throw notTime(reader, name, base);
  const offset = reader.isSymbol("+", "-") ? readOffset(reader, name) : 0;
  if (!reader.isSymbol("]")) throw notClosed(reader, name, open);
  const close = reader.next();
  const time: TimeIndex = { base: base.text, offset };
  if (!timeFormOf(time))
    throw reader.error(
      cover(open.span, close.span),
      "T is the last time step; there is nothing after it",
      `Write ${name.text}[T] or ${name.text}[T-${offset}].`,
    );
  return time;
}

function readOffset(reader: TokenReader, name: Token): number {
  const sign = reader.next();
  const amount = reader.next();
  const isWhole = amount.kind === "number" && /^\d+$/u.test(amount.text);
  if (!isWhole)
    throw reader.error(
      amount.span,
      `a time index counts whole steps, found ${show(amount)}`,
      `e.g. ${name.text}[t${sign.text}1]`,
    );
  const steps = Number(amount.text);
  if (steps > FARTHEST)
    throw reader.error(amount.span, `a time index reaches at most ${FARTHEST} steps, found ${amount.text}`);
  // 0 - 0 is 0 where -0 would not be
  return sign.text === "-" ? 0 - steps : steps;
}

function notTime(reader: TokenReader, { text: name }: Token, found: Token): EquationError {
  const isInitial = found.text === "0" && reader.isSymbol("]");
  const hint = isInitial
    ? `${name}[0] is what stands before the first step: zero, or what build is given as { initial: { ${name}: … } }.`
    : `Write ${name}[t] for this time step, ${name}[t-1] for the one before, ${name}[T] for the last.`;
  return reader.error(found.span, `the time index is t or T, found ${show(found)}`, hint);
}

function notClosed(reader: TokenReader, { text: name }: Token, open: Token): EquationError {
  const found = reader.peek();
  const isOpen = found.kind === "newline" || found.kind === "end" || found.text === "=" || found.text === ")";
  if (isOpen) return reader.error(open.span, "this [ is never closed", "Add ] behind the time index.");
  return reader.error(
    found.span,
    `expected ] to end the time index, found ${show(found)}`,
    `A time index is t, T, or a whole number of steps from it, e.g. ${name}[t-1].`,
  );
}
