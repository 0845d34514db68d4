import {
  type ExportNamedDeclaration,
  type ExpressionStatement,
  type ModuleDeclaration,
  type Node,
  type Program,
  parse,
  type Statement,
} from "acorn";
import { CellEdit } from "./cellEdit.js";
import { CellPositions } from "./cellPositions.js";
import { CellSyntaxError, toCellSyntaxError } from "./cellSyntaxError.js";
import { rewriteAwaits } from "./rewriteAwaits.js";
import { rewriteClass, rewriteFunction, rewriteNestedVars, rewriteVariables } from "./rewriteDeclarations.js";
import { removeExport, rewriteImport } from "./rewriteImports.js";
import { stripTypes } from "./stripTypes.js";

/** A cell that is ready to run. */
export interface RewrittenCell {
  /** A script whose value is a promise of the cell's value. */
  readonly code: string;
  /** The session's variables that it assigns; they must exist before it runs. */
  readonly shared: readonly string[];
  /** Names that it declares for itself only, as they belong to the language; see {@link RewriteOptions.localNames}. */
  readonly local: readonly string[];
  /** From positions in `code` to those in the cell. */
  readonly positions: CellPositions;
}

export interface RewriteOptions {
  /** Default `typescript`. */
  readonly language?: "typescript" | "javascript";
  /** Names that a cell may declare only for itself; default none. */
  readonly localNames?: ReadonlySet<string>;
}

/**
 * Rewrites a cell so that it can run in a session, again and again: declarations of its top level become the session's
 * variables, `await` works everywhere, imports become calls, and the last statement's value, when that is an
 * expression, is the cell's value (awaited). It stands whether or not a semicolon follows.
 * @throws CellSyntaxError
 */
export function rewriteCell(source: string, options: RewriteOptions = {}): RewrittenCell {
  const script = options.language === "javascript" ? source : stripTypes(source);
  const program = parseModule(script, source);
  const edit = new CellEdit(script, options.localNames ?? new Set());
  // First, since the brackets that it closes stand inside of all others.
  rewriteAwaits(edit, program);
  rewriteNestedVars(edit, program);
  for (const statement of program.body) rewriteStatement(edit, statement);
  returnLastValue(edit, program);
  edit.text.prepend('(async () => { "use strict"; ').append("\n})()");
  const { shared, local } = edit;
  return { code: edit.text.toString(), shared, local, positions: new CellPositions(source, edit) };
}

function parseModule(script: string, source: string): Program {
  try {
    return parse(script, {
      ecmaVersion: "latest",
      sourceType: "module",
      locations: true,
      preserveParens: true,
      allowHashBang: true,
    });
  } catch (error) {
    throw withTrueColumn(toCellSyntaxError(error, 0), script, source);
  }
}

/** Where types were taken out of the line, its columns are no longer the cell's. */
function withTrueColumn(error: unknown, script: string, source: string): unknown {
  if (!(error instanceof CellSyntaxError)) return error;
  const [here, there] = [script, source].map((text) => text.split("\n")[error.line - 1]);
  return here === there ? error : new CellSyntaxError(error.message, error.line, undefined);
}

function rewriteStatement(edit: CellEdit, statement: Statement | ModuleDeclaration): void {
  switch (statement.type) {
    case "VariableDeclaration":
      rewriteVariables(edit, statement);
      break;
    case "ClassDeclaration":
      rewriteClass(edit, statement);
      break;
    case "FunctionDeclaration":
      rewriteFunction(edit, statement);
      break;
    case "ImportDeclaration":
      rewriteImport(edit, statement);
      break;
    case "ExportNamedDeclaration":
      rewriteExport(edit, statement);
      break;
    case "ExportDefaultDeclaration":
    case "ExportAllDeclaration":
      throw nothingToExport(statement);
  }
}

function rewriteExport(edit: CellEdit, statement: ExportNamedDeclaration): void {
  if (statement.source) throw nothingToExport(statement);
  removeExport(edit, statement);
  if (statement.declaration) rewriteStatement(edit, statement.declaration);
}

function nothingToExport({ loc }: Node): CellSyntaxError {
  const problem = "A cell has nothing to export: the other cells see its variables already";
  return new CellSyntaxError(problem, loc?.start.line ?? 1, (loc?.start.column ?? 0) + 1);
}

function returnLastValue(edit: CellEdit, program: Program): void {
  const last = program.body.filter(({ type }) => type !== "EmptyStatement").at(-1);
  if (last?.type !== "ExpressionStatement") return;
  edit.text.appendRight(last.start, ";return (");
  edit.text.appendLeft(expressionEnd(edit, last), ")");
}

/** Where the statement's expression ends: a bracket around it belongs to it, its semicolon does not. */
function expressionEnd({ source }: CellEdit, { start, end }: ExpressionStatement): number {
  return end > start && source[end - 1] === ";" ? end - 1 : end;
}
