/** What the benchmark says to a peer's process and what it hears back: one JSON object a line, over stdin and stdout. */
import type { Dtype } from "../../../src/engine/index.js";

export type CellKind = "rnn" | "lstm" | "gru";

/** A network and the data of one training step. */
export interface Shape {
  readonly cell: CellKind;
  /** Hidden units H. */
  readonly hidden: number;
  /** Inputs I, and as many outputs. */
  readonly inputs: number;
  /** T. */
  readonly timeSteps: number;
  /** Sequences B. */
  readonly batch: number;
}

/**
 * What is timed: `step` is forward, full BPTT and SGD; `instrumented` also reads ‖∂E/∂s_t‖ of every t in each step;
 * `credit` is ‖∂E_k/∂s_t‖ of all k and t, with no update; `gemm` multiplies two matrices of 512 × 512.
 */
export type Task = "step" | "instrumented" | "credit" | "gemm";

export interface Job {
  readonly task: Task;
  readonly shape: Shape;
  readonly dtype: Dtype;
}

export type Request =
  | { readonly ask: "about" }
  | ({ readonly ask: "prepare" } & Job)
  | { readonly ask: "run"; readonly times: number };

/** Who answers, and the versions of what it runs on. */
export interface About {
  readonly text: string;
  /** Set when the process cannot take part: why. */
  readonly refuses?: string;
}

/** Prepared and run once; or a refusal. */
export interface Prepared {
  /** The loss of the first step a time step and sequence, nats: near ln O in every library, else something is wrong. */
  readonly loss?: number;
  /** Bytes of the numbers that a step works on, where they can be told. */
  readonly arena?: number;
  readonly refuses?: string;
}

export interface Ran {
  /** All repetitions together, ms. */
  readonly milliseconds: number;
  /** Bytes of memory that the whole process holds, where it can tell. */
  readonly resident?: number | undefined;
}

export type Answer = About | Prepared | Ran;
