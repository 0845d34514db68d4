import { totalmem } from "node:os";
import process from "node:process";
import { Worker } from "node:worker_threads";
import type { ExecuteRequest, KernelEvent, KernelRequest } from "../trace/index.js";
import { interruptWorker } from "./interruptWorker.js";
import { StreamBatch } from "./streamBatch.js";
import type { WorkerEvent } from "./workerProtocol.js";

type CrashReason = "outOfMemory" | "exit";

export interface SupervisorOptions {
  /** The bundle that runs the cells. */
  readonly workerUrl: URL;
  /** Memory of the cells' variables, MB, typed arrays not counted; default half of the machine's, at most 4096. */
  readonly memoryLimit?: number;
}

/**
 * Keeps a thread that runs the cells: starts it, ends what it runs on request, and starts a new one with the next cell
 * when it died. It never runs a cell's code itself, so nothing in a cell can stop it from answering.
 */
export class Supervisor {
  readonly #batch: StreamBatch;
  readonly #memoryLimit: number;
  #worker: Worker | undefined;
  /** Resolved when the thread's own code is up (or has ended): before that there is no cell that could be interrupted. */
  #loaded: Promise<void> = Promise.resolve();
  #running: ExecuteRequest | undefined;
  #lost: string | undefined;
  #wasReady = false;

  constructor(
    private readonly options: SupervisorOptions,
    emit: (event: KernelEvent) => void,
  ) {
    this.#batch = new StreamBatch(emit);
    this.#memoryLimit = options.memoryLimit ?? Math.min(4096, Math.floor(totalmem() / 2 ** 21));
  }

  /** Starts the thread before the first cell needs it. */
  start(): void {
    this.#worker ??= this.#startWorker();
  }

  /** Answers a request of the editor's; `shutdown` is the process's to answer. */
  handle(request: KernelRequest): void {
    if (request.type === "execute") this.#execute(request);
    if (request.type === "interrupt") void this.#interrupt();
  }

  #execute(request: ExecuteRequest): void {
    if (this.#running !== undefined) {
      this.#refuse(request.id);
      return;
    }
    this.#running = request;
    this.#tellLoss(request.id);
    this.start();
    this.#worker?.postMessage(request);
  }

  #tellLoss(id: string): void {
    if (this.#lost) this.#batch.push({ type: "stream", id, name: "stderr", text: lostNote(this.#lost) });
    this.#lost = undefined;
  }

  #refuse(id: string): void {
    const [name, message] = ["Error", "another cell is running"];
    this.#batch.push({ type: "done", id, status: "error", error: { name, message, stack: `${name}: ${message}` } });
  }

  async #interrupt(): Promise<void> {
    const [worker, cell] = [this.#worker, this.#running];
    const isRunning = () => cell !== undefined && this.#running === cell && this.#worker === worker;
    await this.#loaded; // ending the thread's own start would end the thread
    if (!worker || (await interruptWorker(worker, isRunning)) || !isRunning()) return;
    this.#crashed(worker, "exit", "the cell could not be interrupted in any other way than by ending its session");
    await worker.terminate();
  }

  #startWorker(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: this.#memoryLimit };
    const worker = new Worker(this.options.workerUrl, { resourceLimits, execArgv: [] });
    this.#loaded = new Promise((resolve) => {
      worker.on("message", ({ type }: WorkerEvent) => type === "loaded" && resolve());
      worker.on("exit", () => resolve());
    });
    worker.on("message", (event: WorkerEvent) => this.#relay(event));
    worker.on("error", (error: NodeJS.ErrnoException) => this.#failed(worker, error));
    worker.on("exit", (code) => this.#crashed(worker, "exit", `the session was ended with exit code ${code}`));
    return worker;
  }

  #relay(event: WorkerEvent): void {
    if (event.type === "done") this.#running = undefined;
    if (event.type === "loaded") this.#ready();
    // Who interrupted listens for its answer itself.
    else if (event.type !== "interrupted") this.#batch.push(event);
  }

  #ready(): void {
    if (this.#wasReady) return;
    this.#wasReady = true;
    this.#batch.push({ type: "ready", nodeVersion: process.version, pid: process.pid });
  }

  #failed(worker: Worker, error: NodeJS.ErrnoException): void {
    const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    const detail = isMemory ? `the session needed more than ${this.#memoryLimit} MB of memory` : error.message;
    this.#crashed(worker, isMemory ? "outOfMemory" : "exit", detail);
  }

  /** Said once for each thread: an error is followed by an exit. */
  #crashed(worker: Worker, reason: CrashReason, detail: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#lost = detail;
    const id = this.#running?.id ?? null;
    this.#running = undefined;
    this.#batch.push({ type: "crashed", id, reason, detail });
  }
}

function lostNote(detail: string): string {
  return `A new session has begun, since ${detail}. Its variables are lost: run the cells that define them again.\n`;
}
