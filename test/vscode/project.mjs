// Where things are in this repository, and a copy of the lessons that tests may change.
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
export const EXAMPLES = path.join(ROOT, "examples");
export const LESSON = path.join(EXAMPLES, "01-first-steps.ipynb");
export const SUITE = path.join(ROOT, "test", "vscode", "suite", "index.cjs");

/** @returns {Promise<{ folder: string, remove: () => Promise<void> }>} a fresh folder with the lessons in it */
export async function copyOfExamples() {
  const folder = await mkdtemp(path.join(tmpdir(), "unroll-lessons-"));
  if (existsSync(EXAMPLES)) await cp(EXAMPLES, folder, { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
