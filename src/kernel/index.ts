/** How a kernel is started; what runs in it is bundled on its own (main.ts, worker.ts). */
export { type ForkedKernel, type ForkOptions, forkChannel } from "./forkChannel.js";
