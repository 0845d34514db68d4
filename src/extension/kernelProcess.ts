import { type ChildProcess, fork } from "node:child_process";
import { type LogOutputChannel, l10n } from "vscode";
import type { KernelChannel } from "../trace/kernelClient.js";
import type { KernelEvent, KernelRequest } from "../trace/protocol.js";

/** Characters of what a process printed last that are kept. */
const LAST_WORDS = 4000;

export interface KernelProcessOptions {
  /** The kernel's bundle, an absolute path. */
  readonly main: string;
  /** The notebook's folder: imports and files are found from there. */
  readonly folder: string;
  /** Added to the editor's environment; default nothing. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets what the process prints itself. */
  readonly log: Pick<LogOutputChannel, "debug" | "warn">;
}

/** A kernel in a process of its own, started before anybody listens: what it says until then is kept. */
export class KernelProcess implements KernelChannel {
  readonly #child: ChildProcess;
  #listener: ((event: KernelEvent) => void) | undefined;
  #unheard: KernelEvent[] = [];
  #exitListener: ((detail: string) => void) | undefined;
  #exit: string | undefined;
  #lastWords = "";

  constructor({ main, folder, env, log }: KernelProcessOptions) {
    this.#child = fork(main, [], forkOptions(folder, env));
    this.#child.on("message", (event) => this.#receive(event as KernelEvent));
    this.#child.on("error", (error) => this.#exited(error.message));
    this.#child.on("exit", (code, signal) => this.#exited(exitDetail(code, signal, this.#lastWords)));
    this.#child.stdout?.on("data", (data) => log.debug(String(data).trimEnd()));
    this.#child.stderr?.on("data", (data) => {
      this.#lastWords = (this.#lastWords + data).slice(-LAST_WORDS);
      log.warn(String(data).trimEnd());
    });
  }

  get isAlive(): boolean {
    return this.#exit === undefined;
  }

  /** A process that is gone answers by its exit. */
  send(request: KernelRequest): void {
    if (this.#child.connected) this.#child.send(request, () => {});
  }

  onEvent(listener: (event: KernelEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#unheard.splice(0)) listener(event);
  }

  onExit(listener: (detail: string) => void): void {
    this.#exitListener = listener;
    if (this.#exit !== undefined) listener(this.#exit);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #receive(event: KernelEvent): void {
    if (this.#listener) this.#listener(event);
    else this.#unheard.push(event);
  }

  /** Said once: an error may be followed by an exit. */
  #exited(detail: string): void {
    if (!this.isAlive) return;
    this.#exit = detail;
    this.#exitListener?.(detail);
  }
}

/** The editor's own executable is a Node when told so; its debugging flags are not the kernel's. */
function forkOptions(cwd: string, env: KernelProcessOptions["env"]) {
  return {
    cwd,
    execPath: process.execPath,
    execArgv: [],
    silent: true,
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: "1" },
  };
}

/** Memory that runs out fast ends the whole process, whose last words tell why. */
function exitDetail(code: number | null, signal: string | null, lastWords: string): string {
  if (/heap out of memory|allocation failed/i.test(lastWords)) return l10n.t("It ran out of memory");
  return signal ? l10n.t("It was ended by {0}", signal) : l10n.t("It ended with exit code {0}", code ?? "?");
}
