import { l10n, type NotebookCell, type NotebookCellExecution, type NotebookDocument, type TextDocument } from "vscode";
import { type CellRequest, KernelClient } from "../trace/kernelClient.js";
import type { Progress } from "../trace/protocol.js";
import { CellRun } from "./cellRun.js";
import type { KernelProcess } from "./kernelProcess.js";

/** What a notebook's kernel tells the rest of the editor. */
export interface KernelReporter {
  /** A training loop in this cell goes on; undefined when the cell has ended. */
  onProgress(cell: NotebookCell, progress: Progress | undefined): void;
  /** One line for the log. */
  log(text: string): void;
}

/** The kernel of one notebook: a process, started when it is needed or just before, and the queue of its cells. */
export class NotebookKernel {
  readonly #client: KernelClient;
  #spare: KernelProcess | undefined;
  #process: KernelProcess | undefined;
  /** The number given to the cell queued last, and to the cell started last. */
  #given = 0;
  #started = 0;
  #requests = 0;
  /** Counts the sessions: a cell that ends in another one than it was queued in was ended by the restart. */
  #session = 0;
  /** Why the last process is gone, until the next cell has said so. */
  #lost: string | undefined;

  /**
   * @param notebook whose cells it runs; another one once it is saved under a new name
   * @param start starts a new kernel process for a notebook
   */
  constructor(
    public notebook: NotebookDocument,
    private readonly start: (notebook: NotebookDocument) => KernelProcess,
    private readonly reporter: KernelReporter,
  ) {
    this.#client = new KernelClient({
      open: () => this.#open(),
      onReady: ({ pid, nodeVersion }) => reporter.log(`kernel ${pid} is ready (Node ${nodeVersion})`),
      onLate: (event) => event.type === "crashed" && this.#crashed(event.detail),
    });
  }

  /** Whether a cell runs or waits. */
  get isBusy(): boolean {
    return this.#client.isBusy;
  }

  /** Whether a cell was ever asked to run, so that there may be variables. */
  get hasRun(): boolean {
    return this.#requests > 0;
  }

  /** Starts the process before the first cell asks for it. */
  warmUp(): void {
    if (!this.#process && !this.#spare?.isAlive) this.#spare = this.start(this.notebook);
  }

  /** Queues cells in order and waits for them; the first that does not end well stops the others. */
  async run(executions: readonly NotebookCellExecution[]): Promise<void> {
    await Promise.all(executions.map((execution) => this.#runCell(execution)));
  }

  /** Ends the running cell and those that wait; variables are kept. */
  interrupt(): void {
    this.#client.interrupt();
  }

  /** Ends the session; the next one is without variables and counts its cells from 1. */
  restart(): void {
    this.#session++;
    this.#given = 0;
    this.#started = 0;
    this.#lost = undefined;
    this.#process = undefined;
    this.#client.restart();
    this.warmUp();
  }

  /** Ends the process; the kernel cannot be used any more. */
  dispose(): void {
    this.#session++;
    this.#spare?.kill();
    this.#client.shutdown();
  }

  #open(): KernelProcess {
    this.#process = this.#spare?.isAlive ? this.#spare : this.start(this.notebook);
    this.#spare = undefined;
    return this.#process;
  }

  async #runCell(execution: NotebookCellExecution): Promise<void> {
    const { cell } = execution;
    const session = this.#session;
    const run = new CellRun(execution, ++this.#given, (progress) => this.reporter.onProgress(cell, progress));
    const outcome = await this.#client.execute(this.#request(cell.document, run.executionCount), {
      onStart: () => this.#onStart(run),
      onOutput: (event) => run.show(event),
    });
    if (session !== this.#session) return run.abandon();
    // Cells that never ran give their numbers back.
    if (outcome.status === "skipped") this.#given = this.#started;
    if (outcome.status === "crashed") this.#crashed(outcome.detail);
    run.end(outcome);
  }

  #request(document: TextDocument, executionCount: number): CellRequest {
    const language = document.languageId === "javascript" ? "javascript" : "typescript";
    return { id: String(++this.#requests), code: document.getText(), language, executionCount };
  }

  #onStart(run: CellRun): void {
    this.#started = run.executionCount;
    run.start();
    if (this.#lost !== undefined) run.show({ type: "stream", id: "", name: "stderr", text: lostNote(this.#lost) });
    this.#lost = undefined;
  }

  /** A process that goes on has lost only its thread, and tells the next cell itself. */
  #crashed(detail: string): void {
    this.reporter.log(`the kernel's session ended: ${detail}`);
    if (!this.#process?.isAlive) this.#lost = detail;
  }
}

const lostNote = (detail: string) =>
  `${l10n.t("The kernel was started again. {0}. Its variables are lost: run the cells that define them again.", detail)}\n`;
