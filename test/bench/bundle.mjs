/** What the benchmarks need of the sources, bundled into out/bench/. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { rendererBundle } from "../../esbuild.renderer.mjs";
import { ROOT } from "../vscode/project.mjs";

export const FOLDER = path.join(ROOT, "out", "bench");

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
};

/**
 * Bundles modules for Node into one.
 * @param {string} name  the file's, in out/bench/ @param {string[]} sources  relative to the root; everything they export
 * @returns {Promise<string>} its URL, to be imported
 */
export async function bundleForNode(name, sources) {
  const outfile = path.join(FOLDER, name);
  const contents = sources.map((source) => `export * from "./${source}";`).join("\n");
  const stdin = { contents, resolveDir: ROOT, loader: "ts" };
  await build({ ...COMMON, stdin, outfile, platform: "node" });
  return pathToFileURL(outfile).href;
}

/**
 * Bundles one module for the browser, minified as it is shipped.
 * @param {string} source  relative to the root @returns {Promise<string>} the code
 */
export async function bundleForBrowser(source) {
  const options = {
    ...COMMON,
    entryPoints: [source],
    platform: "browser",
    minify: true,
    charset: "utf8",
    write: false,
  };
  const { outputFiles } = await build({ ...options, outdir: FOLDER });
  return outputFiles[0].text;
}

/** The live renderer as it is shipped. @returns {Promise<Record<string, string>>} code by the path in the page */
export async function bundleRenderer() {
  const options = { ...rendererBundle, absWorkingDir: ROOT, outdir: FOLDER, write: false };
  const { outputFiles } = await build(options);
  return Object.fromEntries(outputFiles.map(({ path: file, text }) => [`/${path.basename(file)}`, text]));
}
