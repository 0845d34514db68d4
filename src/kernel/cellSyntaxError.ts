/** A cell's text cannot be understood as TypeScript or JavaScript; nothing of it ran. */
export class CellSyntaxError extends SyntaxError {
  override readonly name = "SyntaxError";

  /**
   * @param problem what is wrong, one sentence
   * @param line from 1
   * @param column from 1; undefined where it is not known exactly
   */
  constructor(
    problem: string,
    readonly line: number,
    readonly column: number | undefined,
  ) {
    super(problem);
  }
}

/** sucrase and acorn both end their messages with the position, `(line:column)`, which the excerpt shows better. */
const POSITION = /\s*\((\d+):(\d+)\)\s*$/;

/** The error thrown by a parser as a {@link CellSyntaxError}; anything else as it is. */
export function toCellSyntaxError(error: unknown, columnBase: 0 | 1): unknown {
  if (!(error instanceof SyntaxError)) return error;
  const position = POSITION.exec(error.message);
  if (!position) return error;
  const column = Number(position[2]) + 1 - columnBase;
  return new CellSyntaxError(error.message.replace(POSITION, ""), Number(position[1]), column);
}
