/** A piece of the source text. `start` and `end` are UTF-16 offsets; `line` and `column` start at 1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

const ENDS_IN_NAME = /[\p{L}\p{M}\p{N}_]$/u;
const BEGINS_NAME = /^[\p{L}\p{M}\p{N}_]/u;

/** With a blank where it would become one name with what stands beside it: `(x)` in `W(x)` is a blank and x. */
function apart(source: string, { text, replaces }: Suggestion): Suggestion {
  if (text === "") return { text, replaces };
  const before =
    ENDS_IN_NAME.test(source.slice(Math.max(0, replaces.start - 2), replaces.start)) && BEGINS_NAME.test(text)
      ? " "
      : "";
  const behind = BEGINS_NAME.test(source.slice(replaces.end, replaces.end + 2)) && ENDS_IN_NAME.test(text) ? " " : "";
  return { text: before + text + behind, replaces };
}

/** A text to write in place of some of the equations. */
export interface Suggestion {
  readonly text: string;
  /** The characters that it takes the place of; none where it is put in between. */
  readonly replaces: Span;
}

/** Where an {@link EquationError} points, and how it reads in parts. */
export interface EquationProblem {
  readonly source: string;
  readonly span: Span;
  /** What is wrong: what was found and what was expected, one sentence without a final stop. */
  readonly problem: string;
  /** What to do about it, when that is known. */
  readonly hint?: string;
  /** What the hint says to write: one text that was meant, or several readings to choose from. */
  readonly suggestions?: readonly Suggestion[];
}

/** The line of `source` that `span` starts on, with a caret under the span; combining marks (x̂) take no column. */
function excerpt({ source, span }: EquationProblem): string {
  const line = (source.split("\n")[span.line - 1] ?? "").replace(/\r$/, "");
  const indent = line
    .slice(0, span.column - 1)
    .replace(/\p{M}/gu, "")
    .replace(/[^\t]/gu, (c) => (isWide(c) ? "\u3000" : " "));
  const length = Math.max(1, Math.min(span.end - span.start, line.length - span.column + 1));
  const gutter = `${span.line} | `;
  return `${gutter}${line}\n${" ".repeat(gutter.length)}${indent}${"^".repeat(length)}`;
}

/** East Asian wide characters take two columns in a terminal: the caret must follow. */
function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
    character,
  );
}

/** The equations' text is wrong: syntax, names, time indices, cycles, or a missing loss. */
export class EquationError extends Error {
  override readonly name: string = "EquationError";
  readonly line: number;
  readonly column: number;
  readonly span: Span;
  readonly problem: string;
  readonly hint: string | undefined;
  /** What the hint says to write: one text that was meant, several readings to choose from, or none. */
  readonly suggestions: readonly Suggestion[];

  constructor(at: EquationProblem) {
    const hint = at.hint ? `\n${at.hint}` : "";
    super(`line ${at.span.line}, column ${at.span.column}: ${at.problem}\n\n${excerpt(at)}\n${hint}`.trimEnd());
    this.line = at.span.line;
    this.column = at.span.column;
    this.span = at.span;
    this.problem = at.problem;
    this.hint = at.hint;
    this.suggestions = (at.suggestions ?? []).map((suggestion) => apart(at.source, suggestion));
  }
}

/** Two shapes in the equations cannot stand together, or a size is missing. */
export class ShapeError extends EquationError {
  override readonly name = "ShapeError";
}

/** Given data (a batch, parameter values, initial states) does not fit the model. */
export class DataError extends Error {
  override readonly name = "DataError";
}

/** An option has a value outside its range. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

/** A number that must be finite is not. */
export class NumericError extends Error {
  override readonly name = "NumericError";
}
