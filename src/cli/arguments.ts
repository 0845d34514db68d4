import { parseArgs } from "node:util";
import type { Language } from "../trace/index.js";

/** What the command line asks for. */
export interface Arguments {
  readonly notebook: string;
  /** Where the executed notebook goes; undefined for nowhere. */
  readonly out: string | undefined;
  /** Where the report goes; undefined for nowhere. */
  readonly html: string | undefined;
  /** Of the pictures and their texts. */
  readonly language: Language;
  /** Seconds for each cell; undefined for no limit. */
  readonly timeout: number | undefined;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const HELP = `Runs a notebook in Unroll's kernel, as the editor does.

usage: npm run notebook -- <notebook.ipynb> [options]

  --out <file.ipynb>    write the executed notebook; may be the notebook itself
  --html <file.html>    write a report that stands alone: text, formulas, code and pictures
  --language <tag>      of pictures and warnings: en or zh-cn; default: zh-cn for a file named ….zh-cn.ipynb, else en
  --timeout <seconds>   interrupt a cell that runs longer; default: never
  --help                show this

Without --out and --html it only says whether every cell runs. It ends with code 0 if all do, 1 if one
fails (what ran is written all the same), and 2 if the command cannot be understood or a file not be read.
`;

/**
 * @param argv without node and the script
 * @returns "help" when that is asked for
 * @throws UsageError
 */
export function parseArguments(argv: readonly string[]): Arguments | "help" {
  const { values, positionals } = parse(argv);
  if (values.help) return "help";
  const [notebook, ...more] = positionals;
  if (notebook === undefined) throw new UsageError("no notebook is given");
  if (more.length > 0) throw new UsageError(`one notebook at a time: ${more.join(" ")} is too much`);
  const { out, html, timeout } = values;
  return { notebook, out, html, language: languageOf(values.language, notebook), timeout: seconds(timeout) };
}

function parse(argv: readonly string[]) {
  const options = {
    out: { type: "string" },
    html: { type: "string" },
    language: { type: "string" },
    timeout: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function languageOf(given: string | undefined, notebook: string): Language {
  if (given === undefined) return /\.zh-cn\.ipynb$/i.test(notebook) ? "zh-cn" : "en";
  if (/^zh\b/i.test(given)) return "zh-cn";
  if (/^en\b/i.test(given)) return "en";
  throw new UsageError(`--language takes en or zh-cn; "${given}" is neither`);
}

function seconds(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const time = Number(given);
  if (given.trim() !== "" && time > 0 && Number.isFinite(time)) return time;
  throw new UsageError(`--timeout takes a number of seconds greater than 0; "${given}" is none`);
}
