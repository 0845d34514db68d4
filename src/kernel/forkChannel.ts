import { fork } from "node:child_process";
import type { KernelChannel, KernelEvent } from "../trace/index.js";

export interface ForkOptions {
  /** The notebook's folder: imports and files are found from there. */
  readonly cwd: string;
  /** Added to the environment; default nothing. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A kernel's process, which can also be let go. */
export interface ForkedKernel extends KernelChannel {
  /** Closes the channel, as an editor that goes away does; the process then ends by itself. */
  disconnect(): void;
}

/** Characters of what a dying process says that are kept. */
const LAST_WORDS = 2000;

/**
 * Starts a kernel in a process of its own.
 * @param mainPath of the kernel's bundle, `…/kernel/main.mjs`
 */
export function forkChannel(mainPath: string, { cwd, env }: ForkOptions): ForkedKernel {
  const stdio = ["ignore", "ignore", "pipe", "ipc"] as const;
  const child = fork(mainPath, { cwd, env: { ...process.env, ...env }, stdio: [...stdio], execArgv: [] });
  let lastWords = "";
  child.stderr?.on("data", (chunk) => {
    lastWords = (lastWords + chunk).slice(-LAST_WORDS);
  });
  return {
    // A process that is gone answers by its exit.
    send: (request) => void child.send(request, () => {}),
    onEvent: (listener) => void child.on("message", (event) => listener(event as KernelEvent)),
    onExit: (listener) => {
      child.on("error", (error) => listener(error.message));
      child.on("exit", (code, signal) => listener(exitDetail(code, signal, lastWords)));
    },
    disconnect: () => child.disconnect(),
    kill: () => void child.kill("SIGKILL"),
  };
}

function exitDetail(code: number | null, signal: string | null, lastWords: string): string {
  const ended = signal ? `the kernel's process was ended by ${signal}` : `the kernel's process ended with code ${code}`;
  return lastWords.trim() ? `${ended}: ${lastWords.trim()}` : ended;
}
