/** Runs every lesson from top to bottom through the command line, as CI does; the executed notebooks stay in out/. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./steps.mjs";

const out = join(root, "out", "lessons");
mkdirSync(out, { recursive: true });
const lessons = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ipynb"));

let failed = 0;
for (const name of lessons) {
  const started = Date.now();
  const { status } = spawnSync("node", ["dist/cli.mjs", join("examples", name), "--out", join(out, name)], {
    cwd: root,
    stdio: "inherit",
  });
  console.log(`${name}: ${status === 0 ? "ran" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (status !== 0) failed++;
}
console.log(`${lessons.length - failed} lessons passed, ${failed} failed`);
process.exit(failed === 0 && lessons.length > 0 ? 0 : 1);
