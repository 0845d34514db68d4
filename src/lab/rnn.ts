import { Definition, type Initialisers, OptionError } from "../engine/index.js";
import { shown } from "../engine/shown.js";

/**
 * Defines a network by its equations: a tagged template, or a plain string. Values put into the template stand in the
 * text as they print, so a number can be a constant and a string a whole line.
 * @throws EquationError where the text is wrong, with line, column and a caret; OptionError for what is no text
 */
export function rnn(text: TemplateStringsArray | string, ...values: readonly (string | number)[]): Definition {
  return new Definition(dedent(typeof text === "string" ? text : interpolate(text, values)));
}

/** A definition with recommended initialisers; how the presets are made. */
export function withInit(text: string, init: Initialisers): Definition {
  return new Definition(text, init);
}

function interpolate(strings: TemplateStringsArray, values: readonly (string | number)[]): string {
  // a cell may hand over anything
  if (!(strings as Partial<TemplateStringsArray> | null)?.raw)
    throw new OptionError(`rnn was given ${shown(strings)}, expected equations: rnn("s[t] = U x[t]")`);
  return strings.raw.map((part, i) => part + (i < values.length ? String(values[i]) : "")).join("");
}

/** Without the blank first line and the indentation that a template in a cell has: line 1 is the first equation. */
function dedent(text: string): string {
  const lines = text
    .replace(/^[ \t]*\r?\n/, "")
    .replace(/\s+$/, "")
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)![0].length);
  const common = Math.min(...indents, Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(Number.isFinite(common) ? common : 0)).join("\n");
}
