import { performance } from "node:perf_hooks";
import type { LabHost } from "../lab/host.js";
import { type KernelEvent, type MimeBundle, type Progress, UNROLL_MIME } from "../trace/index.js";
import { type DisplayedValue, displayedValue } from "./displayBundle.js";
import { type RenderStatic, withStillPicture } from "./stillPicture.js";

/** Characters that a cell may print: an editor keeps at most 10 MB of a notebook's outputs in its backup. */
const MOST_CHARACTERS = 1_000_000;
/** Least time between two reports of progress, ms. */
const PROGRESS_INTERVAL = 100;

/** What one cell shows and prints; also after its end, for what it left running. */
export class CellOutputs implements LabHost {
  readonly #controller = new AbortController();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #live = new Map<string, MimeBundle>();
  readonly renderStatic: RenderStatic | undefined;
  readonly #post: (event: KernelEvent) => void;
  readonly #warned = new Set<string>();
  #characters = 0;
  #lastProgress = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  /** @param id the cell's, as its request gave it */
  constructor(
    private readonly id: string,
    post: (event: KernelEvent) => void,
    renderStatic: RenderStatic | undefined,
  ) {
    this.#post = (event) => this.#isClosed || post(event);
    this.renderStatic = renderStatic;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Prints; what goes beyond a million characters is left out, and that is said once. */
  stream(name: "stdout" | "stderr", text: string): void {
    const left = MOST_CHARACTERS - this.#characters;
    this.#characters += text.length;
    if (left < 0 || text === "") return;
    const kept =
      text.length > left ? `${text.slice(0, left)}\n… more than a million characters: the rest is left out\n` : text;
    this.#post({ type: "stream", id: this.id, name, text: kept });
  }

  /** Says once in this cell what is legal and probably not meant. */
  warn(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.#post({ type: "warning", id: this.id, text });
  }

  /** A live output has a `displayId`, and no still picture before its cell ends: it will be replaced. */
  display(bundle: MimeBundle, { displayId }: { readonly displayId?: string } = {}): void {
    if (displayId === undefined) {
      this.#final({ data: bundle }, false);
    } else {
      this.#live.set(displayId, bundle);
      this.#post({ type: "display", id: this.id, displayId, data: bundle });
    }
  }

  clearDisplay(displayId: string): void {
    this.#live.delete(displayId);
    this.#post({ type: "clearDisplay", id: this.id, displayId });
  }

  progress(progress: Progress): void {
    const now = performance.now();
    const isLast = progress.step >= progress.steps;
    if (now - this.#lastProgress < PROGRESS_INTERVAL && !isLast) return;
    this.#lastProgress = now;
    this.#post({ type: "progress", id: this.id, ...progress });
  }

  /** Shows any value as a final output; the cell waits for those that take their time. */
  async show(value: unknown, isResult = false): Promise<void> {
    const shown = displayedValue(value);
    if (shown instanceof Promise) {
      this.#pending.add(shown);
      this.#final(await shown, isResult);
    } else {
      this.#final(shown, isResult);
    }
  }

  #final({ data, displayId }: DisplayedValue, isResult: boolean): void {
    if (displayId !== undefined) this.#live.delete(displayId);
    const whole = withStillPicture(data, this.renderStatic);
    this.#post({ type: "display", id: this.id, displayId, data: whole, isResult });
  }

  /** Resolves when everything shown is out. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  /** The cell has ended: what is live still, stays as it is and gets its still picture. */
  end(): void {
    for (const [displayId, data] of this.#live) {
      if (UNROLL_MIME in data) this.#final({ data, displayId }, false);
    }
  }

  /** Ends the cell for good: its training loops are told, and nothing of it is shown any more. */
  interrupt(): void {
    this.#controller.abort();
    this.end();
    this.#isClosed = true;
  }
}
