import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { forkChannel } from "../kernel/index.js";
import { type Arguments, HELP, parseArguments, UsageError } from "./arguments.js";
import { formatNotebook } from "./formatNotebook.js";
import { htmlReport } from "./htmlReport.js";
import { type Notebook, NotebookError, parseNotebook } from "./notebook.js";
import { type RunResult, runNotebook } from "./runNotebook.js";
import { runReport, type Terminal } from "./runReport.js";

/** What surrounds a command. */
export interface Surroundings {
  /** The kernel's bundle. */
  readonly kernelPath: string;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** Aborted to stop the run; what ran is written. */
  readonly signal?: AbortSignal;
}

/** 0 all cells ran, 1 one failed, 2 the command cannot be carried out. */
export type ExitCode = 0 | 1 | 2;

/** Carries out a command line. @param argv without node and the script */
export async function commandLine(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  try {
    const given = parseArguments(argv);
    if (given !== "help") return await runFile(given, around);
    around.stdout.write(HELP);
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    const advice = error instanceof UsageError ? "\nTry --help." : "";
    around.stderr.write(`${error.message}${advice}\n`);
    return 2;
  }
}

/** Errors that the user can mend; others are ours and keep their stack. */
function isExpected(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof NotebookError;
}

async function runFile(given: Arguments, { kernelPath, stdout, stderr, signal }: Surroundings): Promise<ExitCode> {
  const notebook = await readNotebook(given.notebook);
  const cwd = dirname(resolve(given.notebook));
  const open = () => forkChannel(kernelPath, { cwd, env: { UNROLL_LANGUAGE: given.language } });
  const result = await runNotebook(notebook, { ...runReport(stdout), open, signal, timeout: given.timeout });
  await writeResults(given, result.notebook);
  if (result.skipped > 0) stdout.write(`${result.skipped} cells in other languages were left as they are\n`);
  return verdict(result, stderr);
}

function verdict({ failure }: RunResult, stderr: Terminal): ExitCode {
  if (failure === undefined) return 0;
  stderr.write(`\n${failure}\n`);
  return 1;
}

async function readNotebook(path: string): Promise<Notebook> {
  try {
    return parseNotebook(await readFile(path, "utf8"), path);
  } catch (error) {
    throw fileError(error, path, "read");
  }
}

async function writeResults({ notebook: path, out, html, language }: Arguments, notebook: Notebook): Promise<void> {
  if (out !== undefined) await write(out, formatNotebook(notebook));
  if (html !== undefined)
    await write(html, await htmlReport(notebook, { name: basename(path), folder: dirname(resolve(path)), language }));
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw fileError(error, path, "written");
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "its permissions forbid it",
};

function fileError(error: unknown, path: string, verb: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new NotebookError(`${path} cannot be ${verb}: ${REASONS[code] ?? (error as Error).message}`);
}
