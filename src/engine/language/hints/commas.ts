import type { Span } from "../ast.js";
import { cover, type TokenReader } from "../tokenReader.js";

/**
 * Refuses a comma inside a number, `0,5`, which would read as two arguments. The reader stands at the comma.
 * @throws EquationError that says how the number is written
 */
export function refuseDecimalComma(reader: TokenReader): void {
  const [before, comma, after] = [reader.previous, reader.peek(), reader.ahead(1)];
  const isWhole = [before, after].every(({ kind, text }) => kind === "number" && /^\d+$/u.test(text));
  if (!isWhole || comma.spaced || after.spaced || before.span.end !== comma.span.start) return;
  const replaces = cover(before.span, after.span);
  const point = `${before.text}.${after.text}`;
  const isThousands = /^[1-9]\d{0,2}\.\d{3}$/u.test(point);
  const readings = isThousands ? [before.text + after.text, point] : [point];
  throw reader.error(
    replaces,
    `${reader.textOf(replaces)} is two numbers`,
    `A number is written with a point: ${readings.join(" or ")}. Between two arguments a blank stands behind the comma.`,
    readings.map((text) => ({ text, replaces })),
  );
}

/**
 * Several quantities in round brackets, as a list: `(h[t-1], x[t])`.
 * @param isTight whether a name stands right before them
 */
export function tupleError(reader: TokenReader, span: Span, isTight: boolean): Error {
  const text = `concat${reader.textOf(span)}`;
  const hint = `Vectors are put one below the other by concat: ${text}.`;
  return reader.error(span, "a comma stands only between the arguments of a function", hint, [
    { text: (isTight ? " " : "") + text, replaces: span },
  ]);
}

/**
 * Refuses an argument by name, `softmax(z[t], dim=0)`. The reader stands at its equals sign.
 * @throws EquationError that says to leave it out
 */
export function refuseNamedArgument(reader: TokenReader): void {
  const [comma, name] = [reader.behind(2), reader.behind(1)];
  if (!reader.isSymbol("=") || comma?.text !== "," || name?.kind !== "name") return;
  const hint = "Leave it out: functions of vectors run over their rows.";
  throw reader.error(name.span, "functions have no arguments by name", hint);
}
