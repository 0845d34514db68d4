import { l10n, type NotebookCellExecution } from "vscode";
import type { CellOutcome, OutputEvent } from "../trace/kernelClient.js";
import type { CellError, Progress } from "../trace/protocol.js";
import { CellOutputs } from "./cellOutputs.js";

/** One run of one cell, as the notebook shows it: waiting, then running with its outputs, then ended. */
export class CellRun {
  #outputs: CellOutputs | undefined;

  /**
   * @param executionCount the cell's number in `[n]` and in `Cell In [n], line m`
   * @param onProgress called while a training loop runs, and with undefined at the end
   */
  constructor(
    private readonly execution: NotebookCellExecution,
    readonly executionCount: number,
    private readonly onProgress: (progress: Progress | undefined) => void,
  ) {}

  /** The cell's turn has come. */
  start(): void {
    this.execution.executionOrder = this.executionCount;
    this.execution.start(Date.now());
    this.#outputs = new CellOutputs(this.execution);
  }

  /** Shows what the kernel sends for this cell. */
  show(event: OutputEvent): void {
    if (event.type === "stream") this.#outputs?.stream(event.name, event.text);
    else if (event.type === "warning") this.#outputs?.stream("stderr", `${event.text}\n`);
    else if (event.type === "display") this.#outputs?.display(event);
    else if (event.type === "clearDisplay") this.#outputs?.clearDisplay(event.displayId);
    else this.onProgress(event);
  }

  /** The kernel's answer: a cell that was skipped looks as if it had never been asked to run. */
  end(outcome: CellOutcome): void {
    if (outcome.status === "error") this.#outputs?.error(outcome.error);
    if (outcome.status === "crashed") this.#outputs?.error(crashError(outcome));
    if (outcome.status === "interrupted") this.#outputs?.stream("stderr", interruptedNote());
    this.#close(outcome.status === "skipped" ? undefined : outcome.status === "ok");
  }

  /** The session was ended by the user. */
  abandon(): void {
    this.#close(undefined);
  }

  #close(success: boolean | undefined): void {
    this.onProgress(undefined);
    this.#outputs?.close();
    this.execution.end(success, this.#outputs && Date.now());
  }
}

function crashError({ reason, detail }: Extract<CellOutcome, { status: "crashed" }>): CellError {
  const isMemory = reason === "outOfMemory";
  const name = isMemory ? l10n.t("Out of memory") : l10n.t("The kernel ended");
  const message = l10n.t("{0}. The variables are lost; the next cell starts a new session.", detail);
  return { name, message, stack: `${name}: ${message}` };
}

const interruptedNote = () => `${l10n.t("Interrupted. The variables are kept.")}\n`;
