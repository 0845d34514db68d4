import { inspect } from "node:util";
import type { CellError } from "../trace/index.js";
import type { CellSyntaxError } from "./cellSyntaxError.js";
import { frameText, locationText, type UserFrame, userFrames } from "./userFrames.js";

/** The text of a line, from 1, of the cell named `Cell In [n]`; undefined when it is not known. */
export type LineOfCell = (cell: string, line: number) => string | undefined;

/** Causes of causes that are shown. */
const DEPTH = 4;

/**
 * What was thrown, as the user should see it: the message whole; the innermost place as a line `Cell In [n], line m`
 * (VS Code links it) with that line's text; the calls that led there; then the causes.
 */
export function errorReport(thrown: unknown, lineOfCell: LineOfCell): CellError {
  try {
    const { name, message } = nameAndMessage(thrown);
    return { name, message, stack: report(thrown, lineOfCell, DEPTH) };
  } catch {
    return UNREADABLE;
  }
}

/** For an error whose own code throws when it is read. */
const UNREADABLE: CellError = {
  name: "Error",
  message: "an error was thrown that cannot be read",
  stack: "Error: an error was thrown that cannot be read",
};

/** The same for a cell that could not be understood; it has no calls, only the place. */
export function syntaxErrorReport(error: CellSyntaxError, cell: string, source: string): CellError {
  const { name, message, line, column } = error;
  const excerpt = excerptOf(source.split("\n")[line - 1], line, column);
  return { name, message, stack: [`${name}: ${message}`, `${cell}, line ${line}`, ...excerpt].join("\n") };
}

function report(thrown: unknown, lineOfCell: LineOfCell, depth: number): string {
  const { name, message } = nameAndMessage(thrown);
  const heading = message ? `${name}: ${message}` : name;
  if (!(thrown instanceof Error)) return heading;
  return [heading, ...placeLines(userFrames(thrown), lineOfCell), ...causeLines(thrown, lineOfCell, depth)].join("\n");
}

function nameAndMessage(thrown: unknown): { name: string; message: string } {
  if (!(thrown instanceof Error)) return { name: "Thrown value", message: inspect(thrown, { colors: false }) };
  return { name: String(thrown.name || "Error"), message: String(thrown.message) };
}

function placeLines(frames: readonly UserFrame[], lineOfCell: LineOfCell): string[] {
  const [innermost] = frames;
  if (!innermost) return [];
  const { source, position } = innermost;
  const text = innermost.isCell ? lineOfCell(source, position.line) : undefined;
  const isWhole = frames.length === 1 && innermost.functionName === undefined;
  const calls = isWhole ? [] : frames.map(frameText);
  return [locationText(innermost), ...excerptOf(text, position.line, position.column), ...calls];
}

/** `  2 | const = 4` and, where the column is known, a caret below. */
function excerptOf(text: string | undefined, line: number, column: number | undefined): string[] {
  if (!text?.trim()) return [];
  const gutter = `  ${line} | `;
  if (column === undefined || column > text.length + 1) return [gutter + text];
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [gutter + text, `${" ".repeat(gutter.length - 2)}| ${indent}^`];
}

function causeLines(error: Error, lineOfCell: LineOfCell, depth: number): string[] {
  if (depth === 0) return [];
  const several = error instanceof AggregateError ? error.errors : [];
  const causes = error.cause === undefined ? several : [error.cause, ...several];
  return causes.map((cause) => `Caused by ${report(cause, lineOfCell, depth - 1)}`);
}
