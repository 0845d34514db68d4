/** What the lab asks of whoever runs it: in a notebook the kernel, elsewhere nobody (then nothing is shown live). */
import type { MimeBundle, Progress } from "../trace/index.js";

/** The symbol of a displayable value's method, shared with other JavaScript notebooks. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** A value that knows how it is shown. */
export interface Displayable {
  /** Its contents by MIME type; JSON types hold a string of JSON. */
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
  /** The live output that this value's own display replaces in place; absent when it has none. */
  readonly displayId?: string;
}

/** Where outputs go while a cell runs. */
export interface LabHost {
  /** Shows an output; one with a known `displayId` gets new contents in place. */
  display(bundle: MimeBundle, options?: { readonly displayId?: string }): void;
  /** Takes the output with this `displayId` away; nothing happens when there is none. */
  clearDisplay(displayId: string): void;
  /** Shows a line about something that is legal and probably not meant; a host may leave out one that it has shown. */
  warn?(text: string): void;
  /** Reports how far a training loop is; may be called every step, the host slows it down. */
  progress(progress: Progress): void;
  /**
   * Aborted when the user interrupts the running cell: a training loop that yields stops by it, and its promise stays
   * open, since nothing behind it may run. What it displays while it hears of this is the last that is shown.
   */
  readonly signal?: AbortSignal;
  /** Draws a payload's still picture and its text; absent where there is no renderer. */
  renderStatic?(payloadJson: string): { readonly svg: string; readonly text: string };
}

let current: LabHost | undefined;

/** Sets the host of all lab code in this thread; `undefined` when no cell runs any more. */
export function setLabHost(host: LabHost | undefined): void {
  current = host;
}

/** The host set last, `undefined` outside of a notebook. */
export function labHost(): LabHost | undefined {
  return current;
}
