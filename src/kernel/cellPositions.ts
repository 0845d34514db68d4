import type { CellEdit } from "./cellEdit.js";

/** A place in a cell as the user sees it; both from 1. */
export interface CellPosition {
  readonly line: number;
  /** Undefined where the line's columns moved because types were taken out of it. */
  readonly column: number | undefined;
}

/** Finds the place in the user's text of a place in the rewritten script. */
export class CellPositions {
  readonly #lines: readonly string[];
  readonly #scriptLines: readonly string[];
  #mappings: readonly (readonly (readonly number[])[])[] | undefined;

  /** @param source the cell's text as the user wrote it */
  constructor(
    source: string,
    private readonly edit: CellEdit,
  ) {
    this.#lines = source.split("\n");
    this.#scriptLines = edit.source.split("\n");
  }

  /** The user's text of a line, from 1; empty when there is none. */
  line(line: number): string {
    return this.#lines[line - 1] ?? "";
  }

  /**
   * The place in the user's text; undefined for what the rewriting put below it, the call that starts the cell.
   * @param line of the rewritten script, from 1
   * @param column from 1
   */
  original(line: number, column: number): CellPosition | undefined {
    if (line > this.#scriptLines.length) return undefined;
    const segments = this.#decoded()[line - 1] ?? [];
    const nearest = segments.findLast(([start]) => start! <= column - 1) ?? segments[0];
    if (!nearest) return { line: Math.min(line, this.#lines.length), column: undefined };
    const [start, , originalLine, originalColumn] = nearest as [number, number, number, number];
    const isTrue = this.#lines[originalLine] === this.#scriptLines[originalLine];
    return { line: originalLine + 1, column: isTrue ? originalColumn + column - start : undefined };
  }

  /** Worked out for the first error only. */
  #decoded() {
    this.#mappings ??= this.edit.text.generateDecodedMap({ hires: true }).mappings as number[][][];
    return this.#mappings;
  }
}
