import { Definition, type Initialisers } from "../engine/index.js";

/**
 * Defines a network by its equations: a tagged template, or a plain string. Values put into the template stand in the
 * text as they print, so a number can be a constant and a string a whole line.
 * @throws EquationError where the text is wrong, with line, column and a caret
 */
export function rnn(text: TemplateStringsArray | string, ...values: readonly (string | number)[]): Definition {
  return new Definition(typeof text === "string" ? text : interpolate(text, values));
}

/** A definition with recommended initialisers; how the presets are made. */
export function withInit(text: string, init: Initialisers): Definition {
  return new Definition(text, init);
}

function interpolate(strings: TemplateStringsArray, values: readonly (string | number)[]): string {
  return strings.raw.map((part, i) => part + (i < values.length ? String(values[i]) : "")).join("");
}
