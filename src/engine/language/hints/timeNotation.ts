import type { Token } from "../lexer.js";
import type { TokenReader } from "../tokenReader.js";

const TIME = String.raw`([tT])\s*(?:([-+−–₋₊])\s*([\d₀-₉]+))?`;
/** How other notations put a time behind a name, as regular expressions; the groups are base, sign and steps. */
const TIMES = [
  String.raw`(?:_|\s?\^\s*)?\{\s*(?:[(<[]|\\langle)?\s*${TIME}\s*(?:[)>\]]|\\rangle)?\s*\}`,
  String.raw`(?:\s?\^\s*|\s(?=<))?[(<]\s*${TIME}\s*[)>]`,
].map((form) => new RegExp(`^${form}`, "u"));
const RAISED = /^\^(t)()()(?![\p{L}\p{N}_[(])/u;
const LOWERED = /^(ₜ)(?:([₋₊])([₀-₉]+))?/u;
/** What any of these begins with. */
const BEGIN = /^_?\s?[{^<ₜ(]/u;
/** A raised T alone is the transpose. */
const TRANSPOSE = /^\s?\^\s*\{\s*T\s*\}/u;
/** `W_{hh}`: the name has taken the `_`. */
const SUBSCRIPT = /^\{([\p{L}\p{M}\p{N},\s]+)\}/u;

/**
 * Refuses a time or a subscript in another notation behind a name that has just been read: `s(t-1)`, `s_{t-1}`, `s^{t-1}`, `s^{(t)}`,
 * `a<t>`, `sₜ₋₁`, `W_{hh}`.
 * @throws EquationError that says how it is written
 */
export function refuseTimeNotation(reader: TokenReader, name: Token): void {
  const rest = reader.source.slice(name.span.end);
  if (!BEGIN.test(rest) || TRANSPOSE.test(rest)) return;
  const stem = name.text.replace(/_$/u, "");
  const time = [...TIMES, RAISED, LOWERED].map((form) => form.exec(rest)).find(Boolean);
  if (time && stem !== "") throw otherTime(reader, name, stem, time);
  const subscript = stem === name.text || stem === "" ? null : SUBSCRIPT.exec(rest);
  if (subscript) throw otherSubscript(reader, name, stem, subscript);
}

function otherTime(reader: TokenReader, name: Token, stem: string, [whole, base, sign, steps]: RegExpExecArray): Error {
  const shift = sign ? `${/[+₊]/u.test(sign) ? "+" : "-"}${plainDigits(steps!)}` : "";
  const text = `${stem}[${base === "ₜ" ? "t" : base}${shift}]`;
  const replaces = { ...name.span, end: name.span.end + whole.length };
  const problem = `${reader.textOf(replaces)} is no time index`;
  return reader.error(replaces, problem, `A time index stands in square brackets: ${text}.`, [{ text, replaces }]);
}

/** A name that ends like a time index: `s_t`. */
const LOWERED_NAME = /^(.+)_([tT])$/u;

/**
 * Refuses a name that is legal but almost certainly a slip, `s_t` for `s[t]`, and would train a wrong network without a
 * word. It has just been read, and has no index.
 * @throws EquationError that says how it is written
 */
export function refuseLoweredTime(reader: TokenReader, { text: name, span }: Token): void {
  const [, stem, base] = LOWERED_NAME.exec(name) ?? [];
  if (!stem) return;
  const [shift = ""] = /^[-+]\d+(?![\p{L}\d.[])/u.exec(reader.source.slice(span.end)) ?? [];
  const replaces = { ...span, end: span.end + shift.length };
  const [shifted, difference] = [`${stem}[${base}${shift}]`, `${stem}[${base}]${shift.replace(/^[-+]/u, " $& ")}`];
  const readings = shift === "" ? [shifted] : [shifted, difference];
  throw reader.error(
    replaces,
    `${name} is one name, not ${stem} at time ${base}`,
    `A time index stands in square brackets: ${readings.join(", or ")}.`,
    readings.map((text) => ({ text, replaces })),
  );
}

/** `₁₂` is 12. */
const plainDigits = (digits: string): string =>
  digits.replace(/[₀-₉]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x2080 + 0x30));

function otherSubscript(reader: TokenReader, name: Token, stem: string, [whole, inner]: RegExpExecArray): Error {
  const text = `${stem}_${inner!.replace(/[^\p{L}\p{M}\p{N}]/gu, "")}`;
  const replaces = { ...name.span, end: name.span.end + whole.length };
  const problem = `${reader.textOf(replaces)} is no name`;
  return reader.error(replaces, problem, `A subscript is part of the name: ${text}.`, [{ text, replaces }]);
}
