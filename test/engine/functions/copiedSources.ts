/** A copy of the engine's sources, to be changed by a test: what the compiler says of it, and what it computes. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What of the engine a test of a copy needs. */
const ENTRY = `
  export * from "./src/engine/index.js";
  export { referenceBackend } from "./src/engine/program/backend.js";
  export { simdBackend } from "./src/engine/simd/execution.js";
`;

export type CopiedEngine = typeof import("../../../src/engine/index.js") &
  Pick<typeof import("../../../src/engine/program/backend.js"), "referenceBackend"> &
  Pick<typeof import("../../../src/engine/simd/execution.js"), "simdBackend">;

export class CopiedSources {
  readonly #folder = mkdtempSync(join(tmpdir(), "unroll-copy-"));

  constructor() {
    cpSync(join(root, "src/engine"), join(this.#folder, "src/engine"), { recursive: true });
    for (const file of ["package.json", "tsconfig.base.json"]) cpSync(join(root, file), join(this.#folder, file));
    symlinkSync(join(root, "node_modules"), join(this.#folder, "node_modules"));
  }

  /** Puts text in front of the last place of `before` in a file of the engine. @throws Error when there is none */
  insert(file: string, before: string, text: string): void {
    const path = join(this.#folder, "src/engine", file);
    const source = readFileSync(path, "utf8");
    const at = source.lastIndexOf(before);
    if (at < 0) throw new Error(`${file} has no ${JSON.stringify(before)}`);
    writeFileSync(path, source.slice(0, at) + text + source.slice(at));
  }

  /** @returns what the compiler has to say; empty when it is content */
  typeErrors(): string {
    return spawnSync("npx", ["tsc", "-b", "src/engine"], { cwd: this.#folder, encoding: "utf8" }).stdout;
  }

  /** The engine of these sources, as they are now. */
  async engine(): Promise<CopiedEngine> {
    const outfile = join(this.#folder, "engine.mjs");
    await build({
      stdin: { contents: ENTRY, resolveDir: this.#folder },
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      logLevel: "warning",
    });
    return import(pathToFileURL(outfile).href);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
