import { isFunctionName } from "../../functions/index.js";
import { cover, type TokenReader } from "../tokenReader.js";

/**
 * Refuses what stands right behind a number and would be a factor without a word: `1.5f`, `10n`, `1e_3`, `1_000`, `1.2.3`. `2x[t]` and
 * `2tanh(…)` are read as on paper. The reader stands at the factor.
 * @throws EquationError that says how both are written
 */
export function refuseGluedNumber(reader: TokenReader): void {
  const [number, factor, behind] = [reader.previous, reader.peek(), reader.ahead(1)];
  if (number.kind !== "number" || factor.text === "(") return;
  const isTight = factor.kind === "name" && !factor.spaced;
  const isOnPaper = behind.text === "[" || isFunctionName(factor.text);
  if (factor.kind !== "number" && (!isTight || isOnPaper)) return;
  const whole = cover(number.span, factor.span);
  throw reader.error(
    whole,
    `${reader.textOf(whole)} is no number, but ${number.text} beside ${factor.text}`,
    `A number is written 1000, 0.5 or 1.5e-3; a product ${number.text} * ${factor.text}.`,
  );
}
