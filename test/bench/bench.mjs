/**
 * `npm run bench [-- --vscode] [--json FILE]`: what Unroll takes, side by side. Speeds are printed, never asserted.
 * --vscode adds the figures of a real VS Code (about a minute), --json writes all figures to a file as well.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureRenderer } from "./renderer.mjs";
import { report } from "./report.mjs";

/** @typedef {{ name: string, value: number, unit: string, p95?: number, note?: string }} Figure  value: the median of what was measured */

const { values } = parseArgs({ options: { vscode: { type: "boolean", default: false }, json: { type: "string" } } });
/** @type {[title: string, measure: () => Promise<Figure[]>][]} */
const parts = [
  ["engine", measureEngine],
  ["renderer in Chromium", measureRenderer],
];
if (values.vscode) parts.push(["VS Code", async () => (await import("./vscode.mjs")).measureVscode()]);

await report(parts, values.json);

/** In a process of its own: only there can the garbage be collected at will. @returns {Promise<Figure[]>} */
async function measureEngine() {
  const script = fileURLToPath(new URL("./engine.mjs", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, ["--expose-gc", script], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`engine.mjs ended with ${status}`);
  return JSON.parse(stdout);
}
