/** `npm run fuzz -- --count N --seed S`: networks drawn from the grammar, in main.ts. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../vscode/project.mjs";

// as deep as the modules whose paths are relative to themselves
const outfile = path.join(ROOT, "out", "fuzz", "alone", "main.js");
await build({
  absWorkingDir: ROOT,
  entryPoints: ["test/fuzz/main.ts"],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(ROOT);
