import { DataError } from "../../engine/index.js";

/**
 * Reads a text file beside the notebook: `await tasks.load("data/genesis.txt")`.
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

async function read(path: string): Promise<string> {
  const { process } = globalThis as { process?: { versions?: { node?: string }; cwd(): string } };
  if (process?.versions?.node) {
    // a variable, so that no bundler for the browser looks for it
    const module = "node:fs/promises";
    const { readFile } = (await import(module)) as { readFile(path: string, encoding: "utf8"): Promise<string> };
    return readFile(path, "utf8");
  }
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.text();
}
