/** The fast backend by itself: `node test/bench/alone.mjs simd [case]`, parts of a step; `… threads`, one thread against two. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../vscode/project.mjs";
import { FOLDER } from "./bundle.mjs";

const [name = "simd", ...rest] = process.argv.slice(2);
// as deep as the modules whose paths are relative to themselves
const outfile = path.join(FOLDER, "alone", `${name}.js`);
const entryPoints = [`test/bench/${name}.ts`];
await build({
  absWorkingDir: ROOT,
  entryPoints,
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
});
process.argv.splice(2, Infinity, ...rest);
await import(pathToFileURL(outfile).href);
