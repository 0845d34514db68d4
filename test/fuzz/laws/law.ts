import type { Subject } from "../subject.js";

/** What a law found. */
export interface Verdict {
  /** What is wrong, in words with both numbers; empty when nothing is. */
  readonly wrong: readonly string[];
  /** Why the network was left out of this law. */
  readonly leftOut?: string;
}

/** Something that holds for every network. */
export interface Law {
  readonly name: string;
  /** One network in so many is held to it, default every one: laws that need more machines take more time. */
  readonly every?: number;
  check(subject: Subject): Verdict;
}

export const leftOut = (why: string): Verdict => ({ wrong: [], leftOut: why });
