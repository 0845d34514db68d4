import {
  type CellError,
  type CellOutcome,
  type KernelChannel,
  KernelClient,
  type LateEvent,
  type OutputEvent,
  type Progress,
} from "../trace/index.js";
import { joined, languageOfCell, type Notebook, type NotebookCell, notebookLanguage } from "./notebook.js";
import { OutputList } from "./outputList.js";

/** A code cell that is run. */
export interface CellInfo {
  /** From 1, among the cells that run. */
  readonly number: number;
  readonly total: number;
  readonly source: string;
}

/** Is told how far a notebook is. */
export interface RunListener {
  onStart?(cell: CellInfo): void;
  onProgress?(cell: CellInfo, progress: Progress): void;
  /** @param text what in the cell is legal and probably not meant */
  onWarning?(cell: CellInfo, text: string): void;
  /** @param seconds that the cell took */
  onEnd?(cell: CellInfo, outcome: CellOutcome, seconds: number): void;
}

export interface RunOptions extends RunListener {
  /** Starts the kernel. */
  open(): KernelChannel;
  /** Seconds after which a cell is interrupted; default never. */
  readonly timeout?: number;
  /** Aborted to interrupt the running cell. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** With the outputs of all cells that ran; those behind a failed one keep what they had. */
  readonly notebook: Notebook;
  /** What failed, as a stack or a sentence; undefined when all went well. */
  readonly failure: string | undefined;
  /** Code cells in other languages, which were left as they were. */
  readonly skipped: number;
}

interface CellToRun extends CellInfo {
  readonly cell: NotebookCell;
  readonly language: "typescript" | "javascript";
  readonly outputs: OutputList;
}

/** Runs a notebook's cells in order, up to the first that fails, in a kernel of its own. */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<RunResult> {
  const run = new NotebookRun(notebook, options);
  try {
    const failure = await run.all();
    return { notebook: { ...notebook, cells: run.cells }, failure, skipped: run.skipped };
  } finally {
    run.end();
  }
}

class NotebookRun {
  readonly #client: KernelClient;
  readonly #cells: readonly CellToRun[];
  #ran = 0;
  #crash: CellOutcome | undefined;

  constructor(
    private readonly notebook: Notebook,
    private readonly options: RunOptions,
  ) {
    this.#cells = cellsToRun(notebook);
    this.#client = new KernelClient({ open: options.open, onLate: (event) => this.#receiveLate(event) });
    options.signal?.addEventListener("abort", () => this.#client.interrupt());
  }

  /** The notebook's cells with what they have shown; those that were not reached are as they were saved. */
  get cells(): NotebookCell[] {
    const found = new Map(this.#cells.map((each) => [each.cell, each]));
    return this.notebook.cells.map((cell) => withOutputs(cell, found.get(cell), this.#ran));
  }

  get skipped(): number {
    return this.notebook.cells.filter(({ cell_type }) => cell_type === "code").length - this.#cells.length;
  }

  /** @returns what failed */
  async all(): Promise<string | undefined> {
    for (const cell of this.#cells) {
      this.#ran = cell.number;
      const failure = await this.#one(cell);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  end(): void {
    this.#client.shutdown();
  }

  async #one(cell: CellToRun): Promise<string | undefined> {
    this.options.onStart?.(cell);
    const start = performance.now();
    const executed = this.#crash ?? (await this.#execute(cell));
    const outcome = this.#crash ?? executed;
    this.options.onEnd?.(cell, outcome, (performance.now() - start) / 1000);
    if (outcome.status === "ok") return undefined;
    const error = outcome.status === "error" ? outcome.error : this.#ending(cell, outcome);
    cell.outputs.addError(error);
    return error.stack;
  }

  async #execute(cell: CellToRun): Promise<CellOutcome> {
    const { number, language, source, outputs } = cell;
    const { timeout, signal } = this.options;
    if (signal?.aborted) return { status: "interrupted" };
    const timer = timeout === undefined ? undefined : setTimeout(() => this.#client.interrupt(), timeout * 1000);
    const onOutput = (event: OutputEvent) => {
      outputs.add(event);
      if (event.type === "progress") this.options.onProgress?.(cell, event);
      if (event.type === "warning") this.options.onWarning?.(cell, event.text);
    };
    const request = { id: String(number), code: source, language, executionCount: number };
    const outcome = await this.#client.execute(request, { onOutput });
    clearTimeout(timer);
    return outcome;
  }

  #receiveLate(event: LateEvent): void {
    if (event.type === "crashed") this.#receiveCrash(event);
    else this.#cells[Number(event.id) - 1]?.outputs.add(event);
  }

  /** The session died between two cells. The next one, which may run by now in a new session, has lost its variables. */
  #receiveCrash({ reason, detail }: Extract<LateEvent, { type: "crashed" }>): void {
    this.#crash = { status: "crashed", reason, detail };
    this.#client.interrupt();
  }

  /** Why a cell has no end of its own. */
  #ending({ number }: CellToRun, outcome: CellOutcome): CellError {
    const { signal, timeout } = this.options;
    const stopped = signal?.aborted
      ? ["Interrupted", "the run was stopped"]
      : ["Timeout", `it ran longer than ${timeout} s`];
    const [name, message] = outcome.status === "crashed" ? ["SessionEnded", outcome.detail] : stopped;
    return { name: name!, message: message!, stack: `${name}: ${message}\nCell In [${number}], line 1` };
  }
}

function cellsToRun(notebook: Notebook): CellToRun[] {
  const ofNotebook = notebookLanguage(notebook);
  const found = notebook.cells.flatMap((cell) => {
    const language = cell.cell_type === "code" ? languageOfCell(cell, ofNotebook) : undefined;
    return language ? [{ cell, language, source: joined(cell.source) }] : [];
  });
  const total = found.length;
  return found.map((cell, i) => ({ ...cell, number: i + 1, total, outputs: new OutputList(i + 1) }));
}

function withOutputs(cell: NotebookCell, found: CellToRun | undefined, ran: number): NotebookCell {
  if (!found || found.number > ran) return cell;
  return { ...cell, execution_count: found.number, outputs: found.outputs.outputs };
}
