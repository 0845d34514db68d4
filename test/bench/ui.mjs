/**
 * `npm run bench:ui [-- --vscode] [--json FILE]`: what training steps, pictures and the editor take. Speeds are printed, never asserted.
 * --vscode adds the figures of a real VS Code (about a minute), --json writes all figures to a file as well.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureRenderer } from "./renderer.mjs";

/** @typedef {{ name: string, value: number, unit: string, p95?: number, note?: string }} Figure  value: the median of what was measured */

const { values } = parseArgs({ options: { vscode: { type: "boolean", default: false }, json: { type: "string" } } });
/** @type {[title: string, measure: () => Promise<Figure[]>][]} */
const parts = [
  ["engine", measureEngine],
  ["renderer in Chromium", measureRenderer],
];
if (values.vscode) parts.push(["VS Code", async () => (await import("./vscode.mjs")).measureVscode()]);

const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`;
console.log(`${machine}, load ${loadText()}`);
const measured = {};
for (const [title, measure] of parts) {
  measured[title] = await measure();
  print(title, measured[title]);
}
console.log(`\nload at the end: ${loadText()}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, load: loadavg(), measured }, null, 2)}\n`);

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

function loadText() {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(" ");
}

/** @param {string} title @param {Figure[]} figures */
function print(title, figures) {
  const width = Math.max(title.length, ...figures.map(({ name }) => name.length));
  const row = (name, value, p95, unit, note) =>
    console.log(`${name.padEnd(width)} ${value.padStart(9)} ${p95.padStart(9)} ${unit.padEnd(2)}  ${note}`);
  console.log();
  row(title, "median", "p95", "", "");
  for (const { name, value, p95, unit, note = "" } of figures)
    row(name, value.toFixed(1), p95?.toFixed(1) ?? "", unit, note);
}
