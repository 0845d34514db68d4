import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Training steps and what they leave on the heap, in a process of its own: only there can the garbage be collected at will.
 * @returns {Promise<import("./figure.mjs").Figure[]>}
 */
export async function measureEngine() {
  const script = fileURLToPath(new URL("./engine.mjs", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, ["--expose-gc", script], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`engine.mjs ended with ${status}`);
  return JSON.parse(stdout);
}
