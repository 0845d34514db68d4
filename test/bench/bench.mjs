/**
 * `npm run bench`: what a training step costs, and that it leaves no garbage. Speeds are printed, never asserted.
 * The heap is measured with --expose-gc; see docs in README.md, "Figures".
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./engine.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, ["--expose-gc", script], { stdio: "inherit" });
process.exit(status ?? 1);
