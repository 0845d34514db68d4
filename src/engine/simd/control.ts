/** What the first thread and a helper tell each other through shared memory, in 32-bit words, each in a cache line of its own. */
export const Word = {
  /** A {@link State}. */
  state: 0,
  /** Counts everything that the first thread has to say: what a helper sleeps on. */
  signal: 16,
  /** Stretches of the pass that the helper has done; {@link FINISHED} when it will do no more of it. */
  done: 32,
  /** Stretches of the pass that all have done; {@link ABANDONED} when the pass ended before its end. */
  proceed: 48,
  /** Not 0 while the helper sleeps. */
  asleep: 64,
  /** Messages that are on their way to the helper or have reached it. */
  posted: 80,
  /** The pass that is offered. */
  job: 96,
  pass: 97,
} as const;

/** How many words there are. */
export const WORDS = 112;

export const ABANDONED = -1;
/** More than any pass has. */
export const FINISHED = 2 ** 30;

/**
 * Of a helper: with nothing to do, with a pass that it may take, with one that it took (until it is let go), or never to
 * be asked again. In the order in which it can come to them.
 */
export const State = { free: 0, offered: 1, taken: 2, failed: 3 } as const;

/** A memory that several threads may see. */
export interface SharedMemory {
  readonly buffer: ArrayBufferLike;
}

/** What an execution's passes need in a helper. */
export interface Job {
  readonly id: number;
  readonly module: object;
  readonly memory: SharedMemory;
  /** Room of the helper's own for packed rows; an address like all others here. */
  readonly pack: number;
  /** By pass and stretch, the tape to run; 0 for nothing to do. */
  readonly passes: readonly (readonly number[])[];
  /** Where the helpers are counted that know of the job. */
  readonly joined: number;
}

/** Messages to a helper. */
export type Message =
  | { readonly kind: "start"; readonly control: Int32Array }
  | { readonly kind: "join"; readonly job: Job }
  | { readonly kind: "leave"; readonly id: number };
