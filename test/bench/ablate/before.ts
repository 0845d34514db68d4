/** An engine of an earlier commit, and how large it was. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/** The state before anything was deleted. */
export const BEFORE = "8effb9d";
const SIMD = "src/engine/simd";

/** Files and lines of the fast engine: its sources in TypeScript and AssemblyScript, without the compiled kernels. */
export interface Size {
  readonly files: number;
  readonly lines: number;
}

/** @returns the root of the sources of a commit, laid out in the folder */
export function sourcesOf(root: string, commit: string, folder: string): string {
  const sources = path.join(folder, commit);
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(sources, { recursive: true });
  const archive = execFileSync("git", ["archive", commit, "src"], { cwd: root, maxBuffer: 2 ** 28 });
  execFileSync("tar", ["-x", "-C", sources], { input: archive });
  return sources;
}

/** @param sources the root of the sources */
export function sizeOf(sources: string): Size {
  const files = filesIn(path.join(sources, SIMD)).filter(
    (file) => file.endsWith(".ts") && !file.endsWith("simd/wasm.ts"),
  );
  return { files: files.length, lines: files.reduce((sum, file) => sum + linesIn(file), 0) };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesIn(file) : [file];
  });
}

const linesIn = (file: string): number => readFileSync(file, "utf8").split("\n").length - 1;
