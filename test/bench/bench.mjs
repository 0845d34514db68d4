/** `npm run bench`: Unroll against its peers, in versus/main.ts. Speeds are printed, never asserted. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../vscode/project.mjs";
import { FOLDER } from "./bundle.mjs";

const PROGRAMS = ["versus/main", "peers/unroll", "peers/tensorflow", "peers/brain"];
const outdir = path.join(FOLDER, "versus");
await build({
  absWorkingDir: ROOT,
  entryPoints: [...PROGRAMS.map((program) => `test/bench/${program}.ts`), "src/kernel/helper.ts"],
  entryNames: "[name]",
  outdir,
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "es2022",
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(path.join(outdir, "main.js")).href);
await main(ROOT, outdir);
