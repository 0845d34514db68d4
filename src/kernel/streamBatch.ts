import type { KernelEvent } from "../trace/index.js";

type StreamEvent = Extract<KernelEvent, { type: "stream" }>;

/** Time for which printed text is gathered, ms. */
const INTERVAL = 20;

/** Joins what is printed within 20 ms into one event; the order of all events stays. */
export class StreamBatch {
  #gathered: StreamEvent | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly emit: (event: KernelEvent) => void) {}

  push(event: KernelEvent): void {
    if (event.type === "stream") {
      this.#gather(event);
    } else {
      this.flush();
      this.emit(event);
    }
  }

  /** Sends what is gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const gathered = this.#gathered;
    this.#gathered = undefined;
    if (gathered) this.emit(gathered);
  }

  #gather(event: StreamEvent): void {
    const before = this.#gathered;
    const continues = before?.id === event.id && before.name === event.name;
    if (before && !continues) this.flush();
    this.#gathered = continues ? { ...event, text: before.text + event.text } : event;
    this.#timer ??= setTimeout(() => this.flush(), INTERVAL);
  }
}
