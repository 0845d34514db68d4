import { setLabHost } from "../lab/host.js";
import type { CellError, ExecuteRequest, KernelEvent } from "../trace/index.js";
import { CellOutputs } from "./cellOutputs.js";
import { CellScripts, cellName } from "./cellScripts.js";
import { CellSyntaxError } from "./cellSyntaxError.js";
import { errorReport, syntaxErrorReport } from "./errorReport.js";
import { abandonAwaits } from "./sessionAwaits.js";
import { clearTimers } from "./sessionTimers.js";
import type { RenderStatic } from "./stillPicture.js";

interface RunningCell {
  readonly id: string;
  readonly outputs: CellOutputs;
}

/** Runs cells, one after the other, in this thread's global scope. */
export class Session {
  readonly scripts = new CellScripts();
  #running: RunningCell | undefined;
  #last: RunningCell | undefined;

  constructor(
    private readonly post: (event: KernelEvent) => void,
    private readonly renderStatic?: RenderStatic,
  ) {}

  /** Runs a cell to its end; how it ended is posted, unless it was interrupted meanwhile. */
  async execute(request: ExecuteRequest): Promise<void> {
    const cell = { id: request.id, outputs: new CellOutputs(request.id, this.post, this.renderStatic) };
    this.#running = cell;
    this.#last = cell;
    setLabHost(cell.outputs);
    const error = await this.#outcome(request, cell.outputs);
    if (this.#running !== cell) return;
    this.#end();
    cell.outputs.end();
    this.post({ type: "done", id: cell.id, ...(error ? { status: "error", error } : { status: "ok" }) });
  }

  /** Ends the running cell, and everything that any cell has waiting. Variables stay. */
  interrupt(): void {
    clearTimers();
    abandonAwaits();
    const cell = this.#running;
    if (!cell) return;
    this.#end();
    cell.outputs.interrupt();
    this.post({ type: "done", id: cell.id, status: "interrupted" });
  }

  /** Prints to the running cell, or else to the one that ran last. */
  print(name: "stdout" | "stderr", text: string): void {
    this.#last?.outputs.stream(name, text);
  }

  /** Shows a value as one more output of the cell. */
  async display(value: unknown): Promise<void> {
    await this.#last?.outputs.show(value);
  }

  /** An error that no cell was there to catch: it is printed, and the session lives on. */
  printError(error: unknown): void {
    this.print("stderr", `${this.#report(error).stack}\n`);
  }

  #end(): void {
    this.#running = undefined;
    setLabHost(undefined);
  }

  async #outcome(request: ExecuteRequest, outputs: CellOutputs): Promise<CellError | undefined> {
    try {
      await this.#run(request, outputs);
      return undefined;
    } catch (error) {
      if (!(error instanceof CellSyntaxError)) return this.#report(error);
      return syntaxErrorReport(error, cellName(request.executionCount), request.code);
    }
  }

  async #run(request: ExecuteRequest, outputs: CellOutputs): Promise<void> {
    const { script, cell } = this.scripts.compile(request);
    if (cell.local.length > 0) outputs.stream("stderr", notShared(cell.local));
    const value: unknown = await script.runInThisContext();
    if (value !== undefined && !outputs.signal.aborted) await outputs.show(value, true);
    await outputs.settled();
  }

  #report(error: unknown): CellError {
    return errorReport(error, (name, line) => this.scripts.line(name, line));
  }
}

function notShared(names: readonly string[]): string {
  const [are, them] = names.length > 1 ? ["are names", "them"] : ["is a name", "it"];
  return `${names.join(", ")} ${are} of JavaScript's own: other cells do not see this cell's. Choose another to share ${them}.\n`;
}
