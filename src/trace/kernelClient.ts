/** The kernel as its users see it, the editor and the command line: cells in, outputs and outcomes out. */
import type { CellError, ExecuteRequest, KernelEvent, KernelRequest } from "./protocol.js";

/** A running kernel's process, or what stands for it. */
export interface KernelChannel {
  send(request: KernelRequest): void;
  onEvent(listener: (event: KernelEvent) => void): void;
  /** Called once the process is gone; `detail` says how, in words. */
  onExit(listener: (detail: string) => void): void;
  /** Ends the process at once. */
  kill(): void;
}

/** What a cell shows while it runs. */
export type OutputEvent = Extract<
  KernelEvent,
  { type: "stream" | "warning" | "display" | "clearDisplay" | "progress" }
>;

/** What comes when no cell runs. */
export type LateEvent = OutputEvent | Extract<KernelEvent, { type: "crashed" }>;

/** How a cell ended. */
export type CellOutcome =
  | { readonly status: "ok" | "interrupted" }
  | { readonly status: "error"; readonly error: CellError }
  /** The session died and its variables are lost; `detail` says why, in words. */
  | { readonly status: "crashed"; readonly reason: "outOfMemory" | "exit"; readonly detail: string }
  /** It never ran, since a cell queued before it did not end well. */
  | { readonly status: "skipped" };

export type CellRequest = Omit<ExecuteRequest, "type">;

export interface CellHandlers {
  /** The cell leaves the queue and runs. */
  onStart?(): void;
  onOutput?(event: OutputEvent): void;
}

export interface KernelClientOptions {
  /** Starts a kernel; called with the first cell, and again with the first after a restart or a crash. */
  open(): KernelChannel;
  /** The kernel answers. */
  onReady?(event: Extract<KernelEvent, { type: "ready" }>): void;
  /** What comes when its cell has ended already: late prints of a timer, or a crash between cells. */
  onLate?(event: LateEvent): void;
}

interface QueuedCell {
  readonly request: CellRequest;
  readonly handlers: CellHandlers;
  resolve(outcome: CellOutcome): void;
}

/** Runs cells in the order given, one at a time; the first that does not end well stops those queued behind it. */
export class KernelClient {
  #channel: KernelChannel | undefined;
  #running: QueuedCell | undefined;
  #queue: QueuedCell[] = [];

  constructor(private readonly options: KernelClientOptions) {}

  /** Whether a cell runs or waits. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Queues a cell. The promise is never rejected. */
  execute(request: CellRequest, handlers: CellHandlers = {}): Promise<CellOutcome> {
    return new Promise((resolve) => {
      this.#queue.push({ request, handlers, resolve });
      this.#next();
    });
  }

  /** Ends the running cell, variables kept; those queued are skipped when it has ended. */
  interrupt(): void {
    if (this.#running) this.#channel?.send({ type: "interrupt" });
  }

  /** Ends the session; the next cell begins a new one, without variables. The running cell counts as interrupted. */
  restart(): void {
    this.#drop()?.kill();
    this.#end({ status: "interrupted" });
  }

  /** Ends the session for good, as politely as its state allows. */
  shutdown(): void {
    const channel = this.#drop();
    if (this.isBusy) channel?.kill();
    else channel?.send({ type: "shutdown" });
    this.#end({ status: "interrupted" });
  }

  #next(): void {
    if (this.#running) return;
    const cell = this.#queue.shift();
    if (!cell) return;
    this.#running = cell;
    cell.handlers.onStart?.();
    this.#open().send({ type: "execute", ...cell.request });
  }

  #open(): KernelChannel {
    if (this.#channel) return this.#channel;
    const channel = this.options.open();
    this.#channel = channel;
    channel.onEvent((event) => this.#channel === channel && this.#receive(event));
    channel.onExit((detail) => this.#channel === channel && this.#exited(detail));
    return channel;
  }

  #drop(): KernelChannel | undefined {
    const channel = this.#channel;
    this.#channel = undefined;
    return channel;
  }

  #receive(event: KernelEvent): void {
    if (event.type === "ready") this.options.onReady?.(event);
    else if (event.id === this.#running?.request.id) this.#receiveCurrent(this.#running, event);
    else if (event.type !== "done") this.options.onLate?.(event);
  }

  #receiveCurrent({ handlers }: QueuedCell, event: Exclude<KernelEvent, { type: "ready" }>): void {
    if (event.type === "done" || event.type === "crashed") this.#end(outcomeOf(event));
    else handlers.onOutput?.(event);
  }

  #exited(detail: string): void {
    this.#drop();
    const crash = { type: "crashed", id: this.#running?.request.id ?? null, reason: "exit", detail } as const;
    if (this.#running) this.#end(outcomeOf(crash));
    else this.options.onLate?.(crash);
  }

  #end(outcome: CellOutcome): void {
    const cell = this.#running;
    this.#running = undefined;
    const skipped = outcome.status === "ok" ? [] : this.#queue.splice(0);
    cell?.resolve(outcome);
    for (const { resolve } of skipped) resolve({ status: "skipped" });
    this.#next();
  }
}

function outcomeOf(event: Extract<KernelEvent, { type: "done" | "crashed" }>): CellOutcome {
  if (event.type === "crashed") return { status: "crashed", reason: event.reason, detail: event.detail };
  return event.status === "error" ? { status: "error", error: event.error } : { status: event.status };
}
