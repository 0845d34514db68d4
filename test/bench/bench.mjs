/** `npm run bench`: Unroll against its peers, in versus/main.ts. Speeds are printed, never asserted. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../vscode/project.mjs";
import { FOLDER } from "./bundle.mjs";

const PROGRAMS = ["versus/main", "peers/unroll", "peers/tensorflow", "peers/brain", "peers/chromium"];
const outdir = path.join(FOLDER, "versus");
const COMMON = { absWorkingDir: ROOT, bundle: true, format: "esm", target: "es2022", logLevel: "warning" };
await build({
  ...COMMON,
  entryPoints: [...PROGRAMS.map((program) => `test/bench/${program}.ts`), "src/kernel/helper.ts"],
  entryNames: "[name]",
  outdir,
  packages: "external",
  platform: "node",
});
await build({
  ...COMMON,
  entryPoints: { unroll: "test/bench/peers/unroll.ts", helper: "test/bench/peers/helperPage.ts" },
  outdir: path.join(outdir, "page"),
  platform: "browser",
  define: { "process.argv": "[]" },
  plugins: [{ name: "page", setup: servedByThePage }],
});
const { main } = await import(pathToFileURL(path.join(outdir, "main.js")).href);
await main(ROOT, outdir);

/** A page has no process to serve from. @param {import("esbuild").PluginBuild} build */
function servedByThePage({ onResolve }) {
  onResolve({ filter: /\/serve\.js$/ }, () => ({ path: path.join(ROOT, "test/bench/peers/servePage.ts") }));
}
