/** `npm run bench:ablate`: what each rewriting of the fast engine gains, in ablate/main.ts. Speeds are printed, never asserted. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../vscode/project.mjs";
import { FOLDER } from "./bundle.mjs";

const folder = path.join(FOLDER, "ablate");
const outfile = path.join(folder, "main.mjs");
await build({
  absWorkingDir: ROOT,
  entryPoints: ["test/bench/ablate/main.ts"],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
await main(ROOT, folder);
process.exit(); // helping threads may still wait
