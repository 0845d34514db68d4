import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildResult, build, type Plugin } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const sources = resolve(here, "../../../src");
/** In an ES module for Node, bundled CommonJS packages still want `require`. */
export const requireShim =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** The kernel's tests do not depend on the lab's code. */
const testLab: Plugin = {
  name: "test lab",
  setup({ onResolve }) {
    onResolve({ filter: /\/lab\/(?:index|warmUp)\.js$/ }, () => ({ path: join(here, "testLab.ts") }));
  },
};

/** A drawing module that shows which payload it was given, and in which language but English; it fails on demand. */
const STATIC_MODULE = `export function renderStatic(json, language) {
  const { alt } = JSON.parse(json);
  if (alt === "undrawable") throw new Error("cannot draw");
  const shown = language && language !== "en" ? alt + " in " + language : alt;
  return { svg: "<svg>" + shown + "</svg>", text: "text of " + shown };
}`;

export interface BundledKernel {
  /** A temporary folder; `kernel/main.mjs` and, if asked for, `static.mjs` are in it. */
  readonly folder: string;
  readonly main: string;
  remove(): Promise<void>;
}

/** By whether the real lab is in it; esbuild runs once for all files of tests that share this module. */
const bundled = new Map<boolean, Promise<BuildResult<{ write: false }>>>();

function bundle(withLab: boolean, outdir: string, plugins: readonly Plugin[]): Promise<BuildResult<{ write: false }>> {
  const making =
    (plugins.length === 0 ? bundled.get(withLab) : undefined) ??
    build({
      entryPoints: ["main", "worker", "helper"].map((name) => join(sources, `kernel/${name}.ts`)),
      outdir,
      outExtension: { ".js": ".mjs" },
      write: false,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      logLevel: "warning",
      banner: { js: requireShim },
      plugins: [...(withLab ? [] : [testLab]), ...plugins],
    });
  if (plugins.length === 0) bundled.set(withLab, making);
  return making;
}

export interface KernelParts {
  readonly withStatic?: boolean;
  readonly withLab?: boolean;
  /** That change what is bundled. */
  readonly plugins?: readonly Plugin[];
}

/** Bundles the kernel, by default with a test's lab, as the build does with the real one. */
export async function bundleKernel({
  withStatic = true,
  withLab = false,
  plugins = [],
}: KernelParts = {}): Promise<BundledKernel> {
  const folder = await mkdtemp(join(tmpdir(), "unroll-kernel-"));
  await mkdir(join(folder, "kernel"));
  const { outputFiles } = await bundle(withLab, folder, plugins);
  for (const { path, contents } of outputFiles) await writeFile(join(folder, "kernel", basename(path)), contents);
  if (withStatic) await writeFile(join(folder, "static.mjs"), STATIC_MODULE);
  return { folder, main: join(folder, "kernel/main.mjs"), remove: () => rm(folder, { recursive: true, force: true }) };
}
