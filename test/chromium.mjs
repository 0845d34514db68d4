/** The renderer's tests in a real browser; gets Debian's Chromium first where it may. */
import { spawnSync } from "node:child_process";
import { root } from "./steps.mjs";
import { ensureChromium } from "./vscode/browser.mjs";

process.env.CHROMIUM = await ensureChromium();
const { status } = spawnSync("npx", ["vitest", "run", "--project", "chromium"], { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);
