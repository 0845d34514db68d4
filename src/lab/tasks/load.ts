import { DataError } from "../../engine/index.js";

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  cwd(): string;
}

/**
 * Reads a text file beside the notebook: `await tasks.load("data/genesis.txt")`.
 * @param path relative to the notebook's folder; in a browser, a URL
 * @returns its text, UTF-8, without a byte order mark
 * @throws DataError when there is no such file
 */
export async function load(path: string): Promise<string> {
  const { process } = globalThis as { process?: NodeProcess };
  const node = process?.versions?.node === undefined ? undefined : process;
  try {
    const content = await (node ? readFrom(path) : fetchFrom(path));
    return content.replace(/^\uFEFF/, "");
  } catch (cause) {
    const place = node ? ` in ${node.cwd()}` : "";
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`cannot read ${path}${place}: ${reason}`, { cause });
  }
}

async function readFrom(path: string): Promise<string> {
  const module = "node:fs/promises"; // a variable, so that no bundler for the browser looks for it
  const { readFile } = (await import(module)) as { readFile(path: string, encoding: "utf8"): Promise<string> };
  return readFile(path, "utf8");
}

async function fetchFrom(path: string): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.text();
}
