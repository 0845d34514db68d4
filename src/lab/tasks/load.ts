import { DataError } from "../../engine/index.js";

/**
 * Reads a text file beside the notebook: `await tasks.load("data/genesis.txt")`. Where there is none, the lessons' own
 * data is looked at, so that a lesson saved elsewhere still finds it.
 * @param path relative to the notebook's folder; in a browser, a URL
 * @throws DataError when there is no such file
 */
export async function load(path: string): Promise<string> {
  try {
    return await read(path);
  } catch (cause) {
    throw new DataError(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function read(path: string): Promise<string> {
  const { process } = globalThis as { process?: NodeProcess };
  if (process?.versions?.node) return readFromDisk(path, process.env.UNROLL_LESSONS);
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.text();
}

async function readFromDisk(path: string, lessons: string | undefined): Promise<string> {
  // a variable, so that no bundler for the browser looks for it
  const module = "node:fs/promises";
  const { readFile } = (await import(module)) as { readFile(path: string, encoding: "utf8"): Promise<string> };
  const isRelative = !/^([/\\]|[A-Za-z]:)/.test(path);
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (!lessons || !isRelative) throw error;
    return readFile(`${lessons}/${path}`, "utf8").catch(() => Promise.reject(error));
  }
}
