/** Threads for the tests: the helper's own code, bundled as the kernel bundles it. */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import type { ThreadHost } from "../../../src/engine/simd/threadHost.js";

const entry = fileURLToPath(new URL("../../../src/kernel/helper.ts", import.meta.url));

/** @param started every thread, to be ended by the test */
export function testThreads(started: Worker[], threads = 2): ThreadHost {
  const built = buildSync({ entryPoints: [entry], bundle: true, platform: "node", format: "cjs", write: false });
  return {
    threads,
    start() {
      const worker = new Worker(built.outputFiles[0]!.text, { eval: true });
      worker.unref();
      started.push(worker);
      return worker;
    },
  };
}
