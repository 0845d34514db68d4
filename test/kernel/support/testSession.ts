import { forkChannel } from "../../../src/kernel/index.js";
import { type CellOutcome, KernelClient, type LateEvent, type OutputEvent } from "../../../src/trace/index.js";
import type { BundledKernel } from "./bundleKernel.js";

/** What a cell showed, and how it ended. */
export interface CellResult {
  readonly outcome: CellOutcome;
  readonly events: readonly OutputEvent[];
  /** All that it printed, in order. */
  readonly text: string;
  /** The text of its value; undefined when it showed none. */
  readonly value: string | undefined;
}

/** A kernel in a process of its own, driven cell by cell. */
export class TestSession {
  readonly late: LateEvent[] = [];
  readonly client: KernelClient;
  #lateListeners: ((event: LateEvent) => void)[] = [];
  #count = 0;

  constructor(kernel: BundledKernel, { cwd = kernel.folder, env = {} as Record<string, string> } = {}) {
    this.client = new KernelClient({
      open: () => forkChannel(kernel.main, { cwd, env }),
      onLate: (event) => this.#receiveLate(event),
    });
  }

  /** Runs a cell. @param onOutput sees its outputs as they come */
  async run(
    code: string,
    onOutput?: (event: OutputEvent) => void,
    language: "typescript" | "javascript" = "typescript",
  ) {
    const executionCount = ++this.#count;
    const events: OutputEvent[] = [];
    const handlers = {
      onOutput: (event: OutputEvent) => {
        events.push(event);
        onOutput?.(event);
      },
    };
    const request = { id: `cell ${executionCount}`, code, language, executionCount };
    return resultOf(await this.client.execute(request, handlers), events);
  }

  /** Runs a cell and interrupts it as soon as it has printed `started`. */
  interruptWhenStarted(code: string): Promise<CellResult> {
    return this.run(code, (event) => {
      if (event.type === "stream" && event.text.includes("started")) this.client.interrupt();
    });
  }

  /** The next event that comes after its cell's end. */
  nextLate(): Promise<LateEvent> {
    return new Promise((resolve) => this.#lateListeners.push(resolve));
  }

  close(): void {
    this.client.shutdown();
  }

  #receiveLate(event: LateEvent): void {
    this.late.push(event);
    for (const listener of this.#lateListeners.splice(0)) listener(event);
  }
}

function resultOf(outcome: CellOutcome, events: readonly OutputEvent[]): CellResult {
  const text = events.map((event) => (event.type === "stream" ? event.text : "")).join("");
  const result = events.findLast((event) => event.type === "display" && event.isResult);
  const value = result?.type === "display" ? result.data["text/plain"] : undefined;
  return { outcome, events, text, value };
}

/** The stack of a cell that must have failed. */
export function stackOf({ outcome }: CellResult): string {
  if (outcome.status !== "error") throw new Error(`the cell was expected to fail; it ended as ${outcome.status}`);
  return outcome.error.stack;
}
