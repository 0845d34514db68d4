import vm from "node:vm";
import type { ExecuteRequest } from "../trace/index.js";
import type { CellPosition, CellPositions } from "./cellPositions.js";
import { CellSyntaxError } from "./cellSyntaxError.js";
import { LANGUAGE_NAMES } from "./languageNames.js";
import { type RewrittenCell, rewriteCell } from "./rewriteCell.js";

/** The cells that this session knows, by the name that stands in a stack: `Cell In [n]`. */
export class CellScripts {
  readonly #positions = new Map<string, CellPositions>();

  /**
   * Makes a cell ready to run; its variables exist from now on.
   * @throws CellSyntaxError
   */
  compile({ code, language, executionCount }: ExecuteRequest): {
    readonly script: vm.Script;
    readonly cell: RewrittenCell;
  } {
    const cell = rewriteCell(code, { language, localNames: LANGUAGE_NAMES });
    const name = cellName(executionCount);
    this.#positions.set(name, cell.positions);
    const script = this.#script(cell, name);
    for (const shared of cell.shared) declareShared(shared);
    return { script, cell };
  }

  /** The user's position of a script's; undefined for a script that is no cell. */
  position(name: string, line: number, column: number): CellPosition | undefined {
    return this.#positions.get(name)?.original(line, column);
  }

  /** The text of a cell's line, from 1. */
  line(name: string, line: number): string | undefined {
    return this.#positions.get(name)?.line(line);
  }

  #script({ code, positions }: RewrittenCell, filename: string): vm.Script {
    try {
      return new vm.Script(code, { filename, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
    } catch (error) {
      throw toSyntaxError(error, positions);
    }
  }
}

/** As VS Code makes a link of, with `, line m` behind it. */
export function cellName(executionCount: number): string {
  return `Cell In [${executionCount}]`;
}

/** What the parser let through and V8 refuses: its stack begins with `Cell In [n]:line`. */
function toSyntaxError(error: unknown, positions: CellPositions): unknown {
  if (!(error instanceof SyntaxError)) return error;
  const line = Number(/^Cell In \[\d+\]:(\d+)/.exec(error.stack ?? "")?.[1] ?? 1);
  return new CellSyntaxError(error.message, positions.original(line, 1)?.line ?? 1, undefined);
}

/** In strict code only a variable that exists can be assigned; one that cannot be written is replaced. */
function declareShared(name: string): void {
  const found = Object.getOwnPropertyDescriptor(globalThis, name);
  if (found?.writable) return;
  Object.defineProperty(globalThis, name, { value: undefined, writable: true, configurable: true, enumerable: true });
}
