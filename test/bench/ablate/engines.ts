/** Whole engines, bundled from the sources with some edits. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import type { Patch } from "./rewriting.js";

/** What of an engine the benchmark uses. */
export type Engine = typeof import("../../../src/engine/index.js") &
  typeof import("../../../src/lab/threads.js") &
  Pick<typeof import("../../../src/lab/cells.js"), "cells">;

/** An engine, and the script of its helping threads. */
export interface Loaded {
  readonly engine: Engine;
  readonly helper: URL;
}

const KERNELS = "src/engine/simd/wasm.ts";
const KERNEL_SOURCES = "src/engine/simd/wasm/";
const BUILD_SCRIPT = "test/wasm/buildKernels.mjs";

/**
 * @param sources the root of the sources
 * @param folder where the bundles go, inside of the project, so that they find its packages
 * @throws Error when a patch does not apply
 */
export async function loadEngine(sources: string, folder: string, patches: readonly Patch[] = []): Promise<Loaded> {
  const texts = patchedTexts(sources, patches);
  if (patches.some(({ file }) => file.startsWith(KERNEL_SOURCES)))
    texts.set(KERNELS, compiledKernels(sources, path.dirname(folder), texts));
  const stdin = { contents: ENGINE, resolveDir: sources, loader: "ts" } as const;
  await bundle(sources, texts, { stdin, outfile: path.join(folder, "engine.mjs") });
  const helper = path.join(folder, "helper.mjs");
  await bundle(sources, texts, { entryPoints: [path.join(sources, "src/kernel/helper.ts")], outfile: helper });
  const engine = (await import(pathToFileURL(path.join(folder, "engine.mjs")).href)) as Engine;
  return { engine, helper: pathToFileURL(helper) };
}

const ENGINE = ["engine/index", "lab/threads", "lab/cells"].map((name) => `export * from "./src/${name}.ts";`).join("");

async function bundle(sources: string, texts: ReadonlyMap<string, string>, what: BuildOptions): Promise<void> {
  await build({
    ...what,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    logLevel: "warning",
    plugins: [replacing(sources, texts)],
  });
}

/** Gives some files another text. */
function replacing(sources: string, texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: "patches",
    setup({ onLoad, onResolve }) {
      // the engine of before unpacks its kernels with a package that is no longer installed
      onResolve({ filter: /^fflate$/ }, ({ path: name }) => ({ path: name, namespace: "before" }));
      onLoad({ filter: /./, namespace: "before" }, () => ({
        contents: 'export { inflateRawSync as inflateSync } from "node:zlib";',
      }));
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const contents = texts.get(path.relative(sources, file).replaceAll("\\", "/"));
        return contents === undefined ? undefined : { contents, loader: "ts" };
      });
    },
  };
}

/** @returns the patched text of every file that has a patch. @throws Error when a patch does not apply */
export function patchedTexts(sources: string, patches: readonly Patch[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of patches) {
    const text = texts.get(file) ?? readFileSync(path.join(sources, file), "utf8");
    const found = text.split(find).length - 1;
    if (found !== 1) throw new Error(`${file} has the text to be replaced ${found} times, expected once: ${find}`);
    texts.set(
      file,
      text.replace(find, () => replace),
    );
  }
  return texts;
}

/** The text of wasm.ts from patched sources, compiled in a copy; kept by what they say, as to compile them takes long. */
function compiledKernels(sources: string, kept: string, texts: ReadonlyMap<string, string>): string {
  const edits = [...texts].filter(([file]) => file.startsWith(KERNEL_SOURCES));
  const hash = createHash("sha256")
    .update(JSON.stringify(edits))
    .update(readFileSync(path.join(sources, KERNELS)));
  const copy = path.join(kept, `kernels-${hash.digest("hex").slice(0, 16)}`);
  const made = path.join(copy, KERNELS);
  if (!existsSync(made)) {
    for (const file of [KERNEL_SOURCES, BUILD_SCRIPT])
      cpSync(path.join(sources, file), path.join(copy, file), { recursive: true });
    for (const [file, text] of edits) writeFileSync(path.join(copy, file), text);
    execFileSync(process.execPath, [path.join(copy, BUILD_SCRIPT)]);
  }
  return readFileSync(made, "utf8");
}
