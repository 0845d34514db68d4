/**
 * `npm run bench:ui [-- --json FILE] [-- --no-vscode]`: the engine's memory, the renderer in Chromium, the kernel's cold
 * start and what live pictures cost it, and what a student waits for in the real VS Code. Medians and 95 % figures are
 * printed beside their goals, never asserted.
 */
import { parseArgs } from "node:util";
import { measureColdStart } from "./coldStart.mjs";
import { measureFirstSteps } from "./firstSteps.mjs";
import { measureEngine } from "./measureEngine.mjs";
import { measureRenderer } from "./renderer.mjs";
import { report } from "./report.mjs";
import { measureStreaming } from "./streaming.mjs";
import { measureVscode } from "./vscode.mjs";

const { values } = parseArgs({
  allowNegative: true,
  options: { vscode: { type: "boolean", default: true }, json: { type: "string" } },
});
const parts = [
  ["engine", measureEngine],
  ["renderer in Chromium", measureRenderer],
  ["kernel", measureColdStart],
  ["training", measureFirstSteps],
  ["live pictures", measureStreaming],
];
if (values.vscode) parts.push(["VS Code", measureVscode]);
await report(parts, values.json);
