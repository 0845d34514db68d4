/** What a row of the table of rewritings says. */

/** An exact edit of a source file; the text that it replaces must stand there once. */
export interface Patch {
  /** From the root. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/**
 * What is measured. "step": a training step in one thread; "threads": with a helping thread; "busy": the same while another
 * program keeps a core busy; "observed": a step with all norms that a frame shows; "credit": the credit matrix of a trace;
 * "jacobian": one
 * Jacobian of a trace, "jacobians": all of a state.
 */
export type Task = "step" | "threads" | "busy" | "observed" | "credit" | "jacobian" | "jacobians";

/** Something that the fast engine does for speed alone, and how an engine is made that does not do it. */
export interface Rewriting {
  readonly name: string;
  /** Continues a sentence that begins with the name. */
  readonly what: string;
  /** What it is there for: the mean is over these cases. */
  readonly tasks: readonly Task[];
  /** Turn it off. */
  readonly patches: readonly Patch[];
  /** Why it is kept where its gain alone does not say so. */
  readonly verdict?: string;
}
