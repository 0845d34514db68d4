/** The kernel's process. It is forked with a channel, speaks the kernel protocol over it, and ends with it. */
import process from "node:process";
import type { KernelEvent, KernelRequest } from "../trace/index.js";
import { Supervisor } from "./supervisor.js";

const memoryLimit = Number(process.env.UNROLL_MEMORY_MB) || undefined;
const supervisor = new Supervisor({ workerUrl: new URL("./worker.mjs", import.meta.url), memoryLimit }, emit);

process.on("message", (request: KernelRequest) => {
  if (request.type === "shutdown") process.exit(0);
  supervisor.handle(request);
});
process.on("disconnect", () => process.exit(0));
// Ctrl+C reaches every process of a terminal; whoever started this one decides what it means.
process.on("SIGINT", () => {});
supervisor.start();

/** The editor may be gone already: then this process is about to end, too. */
function emit(event: KernelEvent): void {
  if (process.connected) process.send?.(event, undefined, {}, () => {});
}
