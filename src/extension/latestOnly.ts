/** Delivers a value at most once an interval; of those that come meanwhile, only the last is delivered, and always. */
export class LatestOnly<T> {
  #waiting: { readonly value: T } | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param interval ms between two deliveries */
  constructor(
    private readonly deliver: (value: T) => void,
    private readonly interval: number,
  ) {}

  /** Delivers now, or when the interval is over. */
  push(value: T): void {
    this.#waiting = { value };
    if (!this.#timer) this.#deliverWaiting();
  }

  /** Delivers what waits, now. */
  flush(): void {
    this.#stopTimer();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) this.deliver(waiting.value);
  }

  /** Forgets what waits. */
  cancel(): void {
    this.#stopTimer();
    this.#waiting = undefined;
  }

  #deliverWaiting(): void {
    const waiting = this.#waiting;
    this.#timer = undefined;
    if (!waiting) return;
    this.#waiting = undefined;
    this.#timer = setTimeout(() => this.#deliverWaiting(), this.interval);
    this.deliver(waiting.value);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
