/** Messages between the editor (or the command line) and the kernel's process; plain JSON over a fork's channel. */

/** MIME type → its content, as in a Jupyter `display_data`. JSON types hold a string of JSON already. */
export type MimeBundle = Readonly<Record<string, string>>;

export interface ExecuteRequest {
  readonly type: "execute";
  /** Chosen by the caller, unique within the session; every answer carries it. */
  readonly id: string;
  readonly code: string;
  readonly language: "typescript" | "javascript";
  /** The cell's number in `Cell In [n], line m`. */
  readonly executionCount: number;
}
export interface InterruptRequest {
  readonly type: "interrupt";
}
export interface ShutdownRequest {
  readonly type: "shutdown";
}
/** Editor → kernel. */
export type KernelRequest = ExecuteRequest | InterruptRequest | ShutdownRequest;

/** How far a training loop is. Times in seconds. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
  readonly loss: number | null;
  readonly stepsPerSecond: number;
  readonly secondsLeft: number;
}

/** An error as the user should see it: only the user's own frames, as `Cell In [n], line m`. */
export interface CellError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Kernel → editor. */
export type KernelEvent =
  | { readonly type: "ready"; readonly nodeVersion: string; readonly pid: number }
  | { readonly type: "stream"; readonly id: string; readonly name: "stdout" | "stderr"; readonly text: string }
  /** A line about something that is legal and probably not meant; a notebook stores it as printed to stderr. */
  | { readonly type: "warning"; readonly id: string; readonly text: string }
  /** A new output, or new content of the output that has this `displayId`. */
  | {
      readonly type: "display";
      readonly id: string;
      readonly displayId?: string;
      readonly data: MimeBundle;
      readonly isResult?: boolean;
    }
  /** The output with this `displayId` goes away (a live dashboard that was not the cell's value). */
  | { readonly type: "clearDisplay"; readonly id: string; readonly displayId: string }
  | ({ readonly type: "progress"; readonly id: string } & Progress)
  | { readonly type: "done"; readonly id: string; readonly status: "ok" }
  | { readonly type: "done"; readonly id: string; readonly status: "error"; readonly error: CellError }
  | { readonly type: "done"; readonly id: string; readonly status: "interrupted" }
  /** The worker died; variables are lost; the next execute starts a fresh one. `id` is the cell that was running. */
  | {
      readonly type: "crashed";
      readonly id: string | null;
      readonly reason: "outOfMemory" | "exit";
      readonly detail: string;
    };
