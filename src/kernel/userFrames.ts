/** Which frames of an error's stack the user sees: their cells' and their own files', not the kernel's or Node's. */
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { CellPosition } from "./cellPositions.js";

/** One call, at a place that the user wrote. */
export interface UserFrame {
  /** `Cell In [n]`, or a file's path relative to the notebook. */
  readonly source: string;
  readonly isCell: boolean;
  /** Name of the function; undefined at a cell's top level. */
  readonly functionName: string | undefined;
  readonly isAsync: boolean;
  readonly position: CellPosition;
}

/** Finds the user's position of a script's; undefined when the script is no cell. */
export type FindPosition = (script: string, line: number, column: number) => CellPosition | undefined;

const framesOfError = new WeakMap<object, readonly UserFrame[]>();

/** The user's frames of an error, innermost first; none when it was made elsewhere. */
export function userFrames(error: Error): readonly UserFrame[] {
  // The frames are noted when the stack is formatted, which may be now.
  void error.stack;
  return framesOfError.get(error) ?? [];
}

/** A frame as a stack's line: `    at f (Cell In [1], line 2)`. */
export function frameText(frame: UserFrame): string {
  const where = locationText(frame);
  const name = `${frame.isAsync ? "async " : ""}${frame.functionName ?? ""}`;
  return `    at ${frame.functionName ? `${name} (${where})` : `${name}${where}`}`;
}

/** `Cell In [1], line 2`, which VS Code makes a link at a line's start, or `file.js:2:5`. */
export function locationText({ source, isCell, position: { line, column } }: UserFrame): string {
  return isCell ? `${source}, line ${line}` : `${source}:${line}:${column ?? 1}`;
}

/** Makes every stack of this thread show the user's frames only, with the cells' true lines. */
export function showUserFramesOnly(findPosition: FindPosition, kernelFolder: string): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.flatMap((site) => userFrame(site, findPosition, kernelFolder) ?? []);
    framesOfError.set(error, frames);
    return [header(error), ...frames.map(frameText)].join("\n");
  };
}

function header(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

function userFrame(site: NodeJS.CallSite, find: FindPosition, kernelFolder: string): UserFrame | undefined {
  const script = site.getFileName() ?? "";
  const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1];
  const common = { functionName: functionName(site), isAsync: isAsync(site) };
  const position = find(script, line, column);
  if (position) return { ...common, source: script, isCell: true, position };
  if (!isUserFile(script, kernelFolder)) return undefined;
  const source = relative(process.cwd(), toPath(script));
  return { ...common, source, isCell: false, position: { line, column } };
}

function functionName(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName() ?? undefined;
  const type = name && site.isConstructor() ? "new " : "";
  return name && type + name;
}

function isAsync(site: NodeJS.CallSite & { isAsync?(): boolean }): boolean {
  return site.isAsync?.() ?? false;
}

function isUserFile(script: string, kernelFolder: string): boolean {
  if (!/^(file:|\/|[A-Za-z]:\\)/.test(script)) return false;
  const path = toPath(script);
  return !path.startsWith(kernelFolder) && !/[\\/]node_modules[\\/]/.test(path);
}

function toPath(script: string): string {
  return script.startsWith("file:") ? fileURLToPath(script) : script;
}
